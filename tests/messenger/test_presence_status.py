"""How people are seen: away by themselves, in a lesson, as they choose; told in few frames."""

import asyncio
from time import time
from typing import Any
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from django.utils import timezone

from accounts.models import Organization, User
from dreamseed.realtime.floor import floor
from messenger import presence, standing
from messenger.models import Conversation, Participant
from tests.messenger.steps import ask_async, where
from tests.people import Person, make_class, make_person
from tests.sockets import Line, Lines, Refusal


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presence, "GRACE", 0.0)
    monkeypatch.setattr(presence, "GATHER", 0.01)


async def status_of(line: Line, person: Person, status: str) -> dict[str, Any]:
    """The next news that says so."""
    while True:
        news = (await line.hears("presence"))["users"].get(str(person.id))
        if news and news["status"] == status:
            return news


async def long_ago(person: Person) -> None:
    """As if the last sign of life were older than it is."""
    at = {str(person.id): time() - standing.AWAY_AFTER - 1}
    await floor.connections.run([("zadd", standing.ACTIVE, at)])


async def test_one_who_uses_no_page_for_a_while_is_away(
    teacher: Person, minji: Person, algebra: Conversation, lines: Lines
) -> None:
    desk, phone = await lines.of(teacher), await lines.of(minji)
    await desk.says("presence.watch", user_ids=[minji.id])
    await long_ago(minji)
    await presence._beat(floor.hub.sockets())
    await status_of(desk, minji, "away")
    await phone.says("presence.activity", visible=True)
    await status_of(desk, minji, "online")


async def test_a_page_that_is_not_seen_is_no_sign_of_life(
    teacher: Person, minji: Person, algebra: Conversation, lines: Lines
) -> None:
    desk, phone = await lines.of(teacher), await lines.of(minji)
    await long_ago(minji)
    await phone.says("presence.activity", visible=False)
    answer = await desk.says("presence.watch", user_ids=[minji.id])
    assert answer["users"][str(minji.id)]["status"] == "away"


async def test_what_one_chooses_is_told_to_others_and_to_ones_devices(
    teacher: Person, minji: Person, algebra: Conversation, lines: Lines
) -> None:
    desk, phone, pad = await lines.of(teacher), await lines.of(minji), await lines.of(minji)
    assert phone.ready["status"] == "online"
    await desk.says("presence.watch", user_ids=[minji.id])
    assert (await phone.says("presence.set", status="dnd"))["status"] == "dnd"
    await status_of(desk, minji, "dnd")
    assert (await pad.hears("presence.chosen"))["status"] == "dnd"
    assert await ask_async(minji, "put", "presence", {"status": "online"}, 200) == {"status": "online"}
    await status_of(desk, minji, "online")
    assert await ask_async(minji, "get", "presence/mine", status=200) == {"status": "online"}


async def test_who_is_invisible_looks_offline_and_leaves_unseen(
    teacher: Person, minji: Person, algebra: Conversation, lines: Lines
) -> None:
    desk, phone = await lines.of(teacher), await lines.of(minji)
    await desk.says("presence.watch", user_ids=[minji.id])
    await phone.says("presence.set", status="invisible")
    last_seen = (await status_of(desk, minji, "offline"))["last_seen"]
    assert last_seen is not None
    await phone.close()
    await presence._say_offline({minji.id}, 0)
    await ask_async(minji, "put", "presence", {"status": "invisible"}, 200)
    answer = await ask_async(teacher, "get", f"presence?user_ids={minji.id}", status=200)
    assert answer["users"][str(minji.id)] == {"status": "offline", "last_seen": last_seen}


async def test_who_is_invisible_comes_and_goes_unnoticed(
    teacher: Person, minji: Person, seojun: Person, algebra: Conversation, lines: Lines
) -> None:
    await ask_async(minji, "put", "presence", {"status": "invisible"}, 200)
    desk = await lines.of(teacher)
    await desk.says("presence.watch", user_ids=[minji.id, seojun.id])
    first, second = await lines.of(minji), await lines.of(minji)
    await presence._settle()
    await first.close()
    await second.close()
    await presence._say_offline({minji.id}, 0)
    await ask_async(minji, "put", "presence", {"status": "invisible"}, 200)
    await lines.of(seojun)
    await status_of(desk, seojun, "online")
    third = await lines.of(minji)
    await third.says("presence.set", status="dnd")
    heard = await desk.hears("presence")
    assert heard["users"][str(minji.id)]["status"] == "dnd"


async def test_nobody_hears_that_one_who_is_invisible_writes_or_reads(
    teacher: Person, minji: Person, algebra: Conversation, lines: Lines
) -> None:
    before = await ask_async(teacher, "post", where(algebra, "/messages"), {"content": "하나"}, 201)
    desk, phone, pad = await lines.of(teacher), await lines.of(minji), await lines.of(minji)
    await phone.says("message.read", conversation_id=algebra.pk, seq=before["seq"])
    await phone.says("presence.set", status="invisible")
    sent = await desk.says("message.send", conversation_id=algebra.pk, content="둘")
    await desk.heard()
    late = await lines.of(minji)
    for line in (phone, late):
        await line.says("typing.start", conversation_id=algebra.pk)
        await line.says("typing.stop", conversation_id=algebra.pk)
    await phone.says("message.read", conversation_id=algebra.pk, seq=sent["seq"])
    await pad.hears("message.read", seq=sent["seq"])
    assert not {"typing", "message.read"} & {frame["type"] for frame in await desk.heard()}
    assert await ask_async(teacher, "get", f"messages/{sent['id']}/receipts", status=200) == []
    assert await how_far(minji, algebra, teacher) == before["seq"]
    assert await how_far(minji, algebra, minji) == sent["seq"]
    await phone.says("presence.set", status="online")
    await phone.says("typing.start", conversation_id=algebra.pk)
    await desk.hears("typing")


async def how_far(person: Person, conversation: Conversation, viewer: Person) -> int | None:
    """How far somebody has read, as the viewer is told."""
    people = await ask_async(viewer, "get", where(conversation, "/participants"), status=200)
    return {one["user"]["id"]: one["last_read_seq"] for one in people}[person.id]


async def test_in_a_lesson(teacher: Person, minji: Person, algebra: Conversation, lines: Lines) -> None:
    desk, phone = await lines.of(teacher), await lines.of(minji)
    await phone.says("presence.watch", user_ids=[teacher.id])
    started = await desk.says(
        "call.initiate", conversation_id=algebra.pk, call_type="audio", invited_user_ids=[minji.id]
    )
    await desk.says("call.answer", call_id=started["call"]["id"], peer_id=uuid4())
    await status_of(phone, teacher, "in_lesson")
    await desk.says("call.end", call_id=started["call"]["id"])
    await status_of(phone, teacher, "online")


async def test_who_leaves_the_last_conversation_hears_nothing_more(
    teacher: Person, minji: Person, seojun: Person, algebra: Conversation, lines: Lines
) -> None:
    made = await ask_async(
        teacher,
        "post",
        "conversations",
        {"type": "group", "title": "스터디", "participant_ids": [minji.id]},
        201,
    )
    await (
        Participant.objects.filter(user=minji.user)
        .exclude(conversation=made["id"])
        .aupdate(left_at=timezone.now())
    )
    phone = await lines.of(minji)
    assert (await phone.says("presence.watch", user_ids=[teacher.id]))["users"]
    await ask_async(minji, "delete", f"conversations/{made['id']}/participants/{minji.id}", status=204)
    [socket] = floor.hub.sockets_of([minji.id])
    await presence._look_again({minji.id})
    assert not socket.state["watched"]


@pytest.mark.parametrize("status", ["offline", "in_lesson", "", None, 5])
async def test_only_some_can_be_chosen(status: Any, minji: Person, lines: Lines) -> None:
    line = await lines.of(minji)
    with pytest.raises(Refusal, match="invalid"):
        await line.says("presence.set", status=status)
    await ask_async(minji, "put", "presence", {"status": status}, 400)


async def test_thirty_who_come_at_once_are_few_frames(
    teacher: Person, school: Organization, lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presence, "GATHER", 0.25)
    crowd, _class = await sync_to_async(_a_class)(school, teacher)
    desk = await lines.of(teacher)
    await desk.says("presence.watch", user_ids=[one.id for one in crowd])
    await asyncio.gather(*(lines.of(one) for one in crowd))
    online: set[str] = set()
    frames = 0
    while len(online) < len(crowd):
        news = await desk.hears("presence")
        frames += 1
        online |= {key for key, one in news["users"].items() if one["status"] == "online"}
    assert frames <= 15


def _a_class(school: Organization, teacher: Person) -> tuple[list[Person], Any]:
    crowd = [
        make_person(f"crowd{n}@school.example", f"학생{n}", User.Role.STUDENT, school) for n in range(30)
    ]
    return crowd, make_class(school, "수학 11반", [teacher], crowd)
