"""Whatever happens while devices come and go: after `sync` each knows what a fresh one would fetch."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from dreamseed.realtime import limits
from dreamseed.realtime.errors import Refused
from messenger import access, actions, serializers
from messenger.models import Conversation, Message, Participant, ThreadReader
from tests.messenger.device import Device
from tests.messenger.steps import ask_async
from tests.people import Person
from tests.sockets import Lines

PEOPLE = ("teacher", "minji", "seojun")
DEVICES = {"desk": "teacher", "phone": "minji", "pad": "minji", "watch": "seojun"}
EMOJIS = ("👍", "❤️", "🎉")

who, number = st.sampled_from(PEOPLE), st.integers(0, 30)
STEPS = st.one_of(
    st.tuples(st.just("send"), who, number),
    st.tuples(st.just("reply"), who, number),
    st.tuples(st.just("edit"), who, number),
    st.tuples(st.just("delete"), who, number),
    st.tuples(st.sampled_from(("react", "unreact")), who, number, st.sampled_from(EMOJIS)),
    st.tuples(st.sampled_from(("pin", "unpin")), who, number),
    st.tuples(st.sampled_from(("read", "read_thread", "conceal")), who, number),
    st.tuples(st.just("settle"), who, number),
    st.tuples(st.just("draft"), who, number),
    st.tuples(st.just("rename"), st.just("minji"), number),
    st.tuples(st.sampled_from(("remove", "add")), st.just("minji"), number),
    st.tuples(st.sampled_from(("lose", "find")), st.sampled_from(tuple(DEVICES))),
)


def _seen(shape: Any) -> Any:
    """What both ways have to tell alike."""
    if shape["deleted_at"]:
        return (shape["seq"], "deleted")
    reactions = [(one["emoji"], one["user_ids"]) for one in shape["reactions"]]
    fields = (
        "seq",
        "change",
        "content",
        "pinned",
        "thread",
        "thread_id",
        "reply_to",
        "edited_at",
        "mentions",
    )
    return ([shape[name] for name in fields], reactions)


def _own(conversation: Any) -> Any:
    """What a client does not reckon by itself from messages."""
    names = ("pinned", "archived", "muted_until", "last_read_seq")
    return (conversation["title"], [conversation["my"][name] for name in names])


READ_BY_OTHERS = [
    *(("send", "teacher", 0), ("send", "minji", 0), ("read", "seojun", 1), ("conceal", "teacher", 0)),
    *(
        ("lose", "desk"),
        ("read", "minji", 1),
        ("read", "seojun", 2),
        ("conceal", "minji", 0),
        ("find", "desk"),
    ),
    *(("lose", "watch"), ("read", "minji", 2), ("conceal", "minji", 1), ("conceal", "teacher", 1)),
]
READ_ELSEWHERE = [
    *(("send", "minji", 0), ("reply", "teacher", 0), ("lose", "pad"), ("read_thread", "minji", 2)),
    *(
        ("find", "pad"),
        ("send", "teacher", 0),
        ("lose", "phone"),
        ("reply", "seojun", 2),
        ("reply", "minji", 2),
    ),
    *(("reply", "teacher", 2), ("delete", "teacher", 5), ("reply", "seojun", 0)),
]


@pytest.mark.django_db(transaction=True)
@pytest.mark.timeout(180)
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@example(steps=[("send", "teacher", 0), ("reply", "teacher", 0), ("edit", "teacher", 0)])
@example(steps=READ_BY_OTHERS)
@example(steps=READ_ELSEWHERE)
@given(steps=st.lists(STEPS, min_size=8, max_size=30))
async def test_after_sync_every_device_knows_what_a_fresh_one_fetches(
    steps: list[Any], teacher: Person, minji: Person, seojun: Person, algebra: Conversation, lines: Lines
) -> None:
    people = {"teacher": teacher, "minji": minji, "seojun": seojun}
    group = await sync_to_async(_group)(minji, [teacher, seojun])
    devices = {name: Device(people[owner], str(group.pk)) for name, owner in DEVICES.items()}
    for device in devices.values():
        await _connect(device, lines)
    for step in steps:
        limits.forget()
        if step[0] == "lose":
            await _hang_up(devices[step[1]])
        elif step[0] == "find":
            await _connect(devices[step[1]], lines)
        else:
            await sync_to_async(_do)(group, people, *step)
    for device in devices.values():
        limits.forget()
        await _hang_up(device)
        await device.catch_up()
        await _is_fresh(device, group)


async def _connect(device: Device, lines: Lines) -> None:
    if device.line is None:
        device.line = await lines.of(device.person)
        device.reads = device.line.ready["reads"] if device.reads is None else device.reads
        await device.catch_up()


async def _hang_up(device: Device) -> None:
    """What it heard until then counts; what comes later is missed."""
    if device.line is not None:
        for frame in await device.line.heard():
            device.hear(frame)
        await device.line.close()
        device.line = None


async def _is_fresh(device: Device, group: Conversation) -> None:
    rows = await sync_to_async(_fresh)(device.person, group)
    if rows is None:
        assert device.messages == {}
        return
    messages, conversation, members, drafts, positions, threads = rows
    assert {key: _seen(one) for key, one in device.messages.items()} == {
        key: _seen(one) for key, one in messages.items()
    }
    assert _own(device.conversation) == _own(conversation)
    there = {key: one["role"] for key, one in device.people.items() if one["left_at"] is None}
    assert there == members
    assert {key: text for key, text in device.drafts.items() if text} == drafts
    assert {one: device.positions[one] for one in positions} == positions
    assert device.threads == threads
    fresh = await ask_async(device.person, "get", "unread", status=200)
    assert device.unread_answers() == {key: n for key, n in fresh["threads"].items() if key in messages}


def _fresh(person: Person, group: Conversation) -> Any:
    row = Participant.objects.active().filter(conversation=group, user=person.user).first()
    if row is None:
        return None
    found = Message.objects.shown().filter(conversation=group, seq__gt=row.from_seq)
    shapes = {shape["id"]: shape for shape in serializers.messages(found, person.id)}
    conversation = serializers.conversation(Conversation.objects.get(pk=group.pk), person.user)
    members = dict(group.participants.active().values_list("user_id", "role"))
    kept = access.drafts_of(person.user).filter(conversation=group).exclude(content="")
    drafts = {row.thread_id: row.content for row in kept}
    others = access.told_of(group.participants.active().exclude(user=person.user))
    positions = {one.user_id: serializers.participant(one, person.id)["last_read_seq"] for one in others}
    readers = ThreadReader.objects.filter(user=person.user, thread__in=shapes)
    threads = {str(key): seq for key, seq in readers.values_list("thread", "last_read_seq")}
    return shapes, conversation, members, drafts, positions, threads


def _group(owner: Person, others: list[Person]) -> Conversation:
    ids = [one.id for one in others]
    return actions.create_conversation(user=owner.user, type="group", title="스터디", participant_ids=ids)[0]


def _do(group: Conversation, people: dict[str, Person], what: str, name: str, n: int, *rest: str) -> None:
    """One step; what is refused changes nothing."""
    user = people[name].user
    rows = list(Message.objects.filter(conversation=group).order_by("seq").values_list("pk", flat=True))
    at: dict[str, Any] = {"user": user, "message_id": rows[n % len(rows)] if rows else group.pk}
    here: dict[str, Any] = {"user": user, "conversation_id": group.pk}
    new = actions.NewMessage(sender_id=user.pk, conversation_id=group.pk, content=f"말 {n} @최민지")
    steps: dict[str, Any] = {
        "send": lambda: actions.send_messages([new]),
        "reply": lambda: actions.send_messages([_reply(new, at["message_id"])]),
        "edit": lambda: actions.edit_message(**at, content=f"고친 말 {n}"),
        "delete": lambda: actions.delete_message(**at),
        "react": lambda: actions.add_reaction(**at, emoji=rest[0]),
        "unreact": lambda: actions.remove_reaction(**at, emoji=rest[0]),
        "pin": lambda: actions.pin_message(**at),
        "unpin": lambda: actions.unpin_message(**at),
        "read": lambda: actions.mark_read(**here, seq=n),
        "read_thread": lambda: actions.read_thread(**at, seq=n),
        "conceal": lambda: actions.change_preferences(user=user, read_receipts=bool(n % 2)),
        "settle": lambda: actions.change_settings(**here, pinned=bool(n % 2)),
        "draft": lambda: actions.keep_draft(**here, content="쓰다가 만 말" * (n % 3)),
        "rename": lambda: actions.change_conversation(**here, title=f"이름 {n}"),
        "remove": lambda: actions.remove_participant(**here, user_id=people["seojun"].id),
        "add": lambda: actions.add_participants(**here, user_ids=[people["seojun"].id]),
    }
    with suppress(Refused):
        steps[what]()


def _reply(new: actions.NewMessage, root: Any) -> actions.NewMessage:
    return replace(new, thread_id=root, reply_to_id=root)
