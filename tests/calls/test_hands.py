"""Raised hands: everybody in the call sees them, in the order they were raised."""

from __future__ import annotations

from uuid import uuid4

from channels.db import database_sync_to_async as in_database

from calls.models import CallEvent
from messenger.models import Conversation
from tests.calls.room import Page, meet
from tests.calls.steps import do, join, start
from tests.people import Person
from tests.sockets import Lines


async def test_everybody_in_the_call_sees_a_raised_hand(
    lines: Lines, teacher: Person, minji: Person, seojun: Person, algebra: Conversation
) -> None:
    board, phone, other = await meet(lines, algebra, teacher, minji, seojun)
    call = (await phone.says("call.hand", raised=True))["call"]
    event = await board.hears("call.hand", user_id=minji.id)
    assert event["hand_raised_at"] is not None
    assert event["revision"] == call["revision"]
    await other.says("call.hand", raised=True)
    later = await board.hears("call.hand", user_id=seojun.id)
    assert later["hand_raised_at"] > event["hand_raised_at"]
    await phone.says("call.hand", raised=False)
    assert (await board.hears("call.hand", user_id=minji.id))["hand_raised_at"] is None
    hands = CallEvent.objects.filter(kind__startswith="hand").values_list("kind", flat=True)
    kinds = await in_database(list)(hands)
    assert kinds == ["hand_raised", "hand_raised", "hand_lowered"]


def test_raising_a_hand_twice_keeps_its_place(
    db: None, minji: Person, algebra: Conversation, teacher: Person
) -> None:
    call = start(teacher, algebra)
    join(teacher, call)
    join(minji, call)
    first, again = [do(minji, call, "hand", raised=True) for _ in range(2)]
    assert [one["participants"] for one in (first,)] == [one["participants"] for one in (again,)]
    assert first["revision"] == again["revision"]


def test_who_leaves_takes_the_hand_along(
    db: None, minji: Person, algebra: Conversation, teacher: Person
) -> None:
    call = start(teacher, algebra)
    join(teacher, call)
    join(minji, call)
    do(minji, call, "hand", raised=True)
    left = do(minji, call, "leave")
    assert [one["hand_raised_at"] for one in left["participants"]] == [None] * len(left["participants"])


async def test_only_those_in_the_call_raise_hands(
    lines: Lines, teacher: Person, minji: Person, stranger: Person, algebra: Conversation
) -> None:
    board, *_ = await meet(lines, algebra, teacher)
    outside = Page(await lines.of(minji), board.call_id)
    assert (await outside.refused("call.hand", raised=True))["code"] == "not_joined"
    strange = Page(await lines.of(stranger), board.call_id)
    assert (await strange.refused("call.hand", raised=True))["code"] == "not_found"
    assert (await board.refused("call.hand", raised="yes"))["code"] == "invalid"


def test_strangers_are_told_there_is_no_such_call(
    db: None, teacher: Person, stranger: Person, algebra: Conversation
) -> None:
    call = start(teacher, algebra)
    assert do(stranger, call, "hand", status=404, raised=True)["code"] == "not_found"
    assert do(teacher, {"id": uuid4()}, "hand", status=404, raised=True)["code"] == "not_found"
    assert do(teacher, call, "hand", status=400)["code"] == "invalid"
