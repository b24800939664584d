"""Whatever happens while devices come and go: after `sync` each knows what a fresh one would fetch."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from dreamseed.realtime import limits
from dreamseed.realtime.errors import Refused
from messenger import actions, serializers
from messenger.access import drafts_of
from messenger.models import Conversation, Message, Participant
from tests.messenger.steps import ask_async
from tests.people import Person
from tests.sockets import Line, Lines

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
    st.tuples(st.just("read"), who, number),
    st.tuples(st.just("settle"), who, number),
    st.tuples(st.just("draft"), who, number),
    st.tuples(st.just("rename"), st.just("minji"), number),
    st.tuples(st.sampled_from(("remove", "add")), st.just("minji"), number),
    st.tuples(st.sampled_from(("lose", "find")), st.sampled_from(tuple(DEVICES))),
)


@dataclass
class Device:
    """A client written from docs/protocol.md, of one conversation."""

    person: Person
    id: str
    line: Line | None = None
    head: int = 0
    own: int = 0
    ahead: set[int] = field(default_factory=set)
    messages: dict[str, Any] = field(default_factory=dict)
    people: dict[int, Any] = field(default_factory=dict)
    conversation: dict[str, Any] = field(default_factory=dict)
    drafts: dict[str | None, str] = field(default_factory=dict)

    def hear(self, frame: dict[str, Any]) -> None:
        match frame["type"]:
            case "message.created" | "message.updated" | "reaction.added" | "reaction.removed":
                self._take(frame["message"])
            case "message.deleted" if frame["message_id"] in self.messages:
                gone = {"change": frame["change"], "deleted_at": True}
                self._take({**self.messages[frame["message_id"]], **gone})
            case "message.deleted":
                return  # of what is unknown the number stays open, and the hole is asked for
            case "participant.added" | "participant.removed":
                self._take_person(frame["participant"])
            case "conversation.updated" if self.conversation:  # else it is still to be read, whole
                self.conversation["title"] = frame["conversation"]["title"]
            case "conversation.removed":
                self._forget()
                return
        change = frame.get("change") or _change_in(frame)
        if change is not None and frame["type"] not in ("draft.updated", "conversation.settings"):
            self.ahead.add(change)
            while self.head + 1 in self.ahead:
                self.head += 1

    async def catch_up(self) -> None:
        """A conversation that is not known is read first, then everything since what is known."""
        if not self.conversation:
            self.conversation = await ask_async(self.person, "get", f"conversations/{self.id}")
            if "code" in self.conversation:
                self._forget()
                return
            people = await ask_async(self.person, "get", f"conversations/{self.id}/participants", status=200)
            for one in people:
                self._take_person(one)
        more = True
        while more:
            body = {"conversations": {self.id: self.head}, "own": self.own}
            answer = await ask_async(self.person, "post", "sync", body, 200)
            if self.id in answer["removed"]:
                self._forget()
            told = answer["conversations"].get(self.id, {"more": False})
            more = told["more"] or answer["own"]["more"]
            self._take_own(answer["own"])
            if "head" in told:
                self._take_all(told)

    def _take_all(self, told: Any) -> None:
        assert all(one["change"] > self.head for one in told["messages"])  # exactly what changed
        changes = [one["change"] for one in told["messages"]]
        assert changes == sorted(set(changes))  # in order, once
        for one in told["messages"]:
            self._take(one)
        for one in told["participants"]:
            self._take_person(one)
        self.head, self.conversation = told["head"], told["conversation"]
        since = self.conversation["my"]["from_seq"]
        self.messages = {key: one for key, one in self.messages.items() if one["seq"] > since}

    def _take_own(self, own: Any) -> None:
        self.own = own["head"]
        for one in own["conversations"]:
            if one["conversation_id"] == self.id and self.conversation:
                self.conversation["my"] = one["my"]
        for one in own["drafts"]:
            if one["conversation_id"] == self.id:
                self.drafts[one["thread_id"]] = one["content"]

    def _take(self, shape: Any) -> None:
        known = self.messages.get(shape["id"])
        if known is None or shape["change"] > known["change"]:
            self.messages[shape["id"]] = shape

    def _take_person(self, shape: Any) -> None:
        known = self.people.get(shape["user"]["id"])
        if known is None or shape["change"] >= known["change"]:
            self.people[shape["user"]["id"]] = shape

    def _forget(self) -> None:
        self.head = 0
        for kept in (self.ahead, self.messages, self.people, self.conversation, self.drafts):
            kept.clear()


def _change_in(frame: dict[str, Any]) -> int | None:
    return (frame.get("message") or frame.get("conversation") or {}).get("change")


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


@pytest.mark.django_db(transaction=True)
@pytest.mark.timeout(180)
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@example(steps=[("send", "teacher", 0), ("reply", "teacher", 0), ("edit", "teacher", 0)])
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
    messages, conversation, members, drafts = rows
    assert {key: _seen(one) for key, one in device.messages.items()} == {
        key: _seen(one) for key, one in messages.items()
    }
    assert _own(device.conversation) == _own(conversation)
    there = {key: one["role"] for key, one in device.people.items() if one["left_at"] is None}
    assert there == members
    assert {key: text for key, text in device.drafts.items() if text} == drafts


def _fresh(person: Person, group: Conversation) -> Any:
    row = Participant.objects.active().filter(conversation=group, user=person.user).first()
    if row is None:
        return None
    found = Message.objects.shown().filter(conversation=group, seq__gt=row.from_seq)
    shapes = {shape["id"]: shape for shape in serializers.messages(found, person.id)}
    conversation = serializers.conversation(Conversation.objects.get(pk=group.pk), person.user)
    members = dict(group.participants.active().values_list("user_id", "role"))
    kept = drafts_of(person.user).filter(conversation=group).exclude(content="")
    drafts = {row.thread_id: row.content for row in kept}
    return shapes, conversation, members, drafts


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
