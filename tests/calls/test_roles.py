"""Who is made a teacher of the class while its lesson runs keeps order in it from then on."""

from __future__ import annotations

from typing import Any

from asgiref.sync import sync_to_async

from messenger.models import Conversation
from tests.calls.room import meet
from tests.calls.steps import ROOT, do, join, look, start
from tests.people import Person
from tests.sockets import Lines


def _give(by: Person, conversation: Conversation, to: Person, role: str, status: int = 200) -> None:
    address = f"{ROOT}/conversations/{conversation.pk}/participants/{to.id}"
    response = by.rest.patch(address, {"role": role}, format="json")
    assert response.status_code == status, response.content


def _one(call: Any, person: Person) -> Any:
    return next(one for one in call["participants"] if one["user"]["id"] == person.id)


async def test_the_pages_hear_at_once_who_keeps_order_now(
    lines: Lines, teacher: Person, minji: Person, seojun: Person, algebra: Conversation
) -> None:
    board, laptop, other = await meet(lines, algebra, teacher, minji, seojun)
    assert (await laptop.refused("call.moderate", action="mute_all"))["code"] == "forbidden"

    await sync_to_async(_give)(teacher, algebra, minji, "admin")
    for page in (board, laptop, other):
        told = await page.hears("call.participant_updated", user_id=minji.id)
        while not told["participant"]["moderator"]:
            told = await page.hears("call.participant_updated", user_id=minji.id)
        assert told["revision"] == (await sync_to_async(look)(minji, {"id": board.call_id}))["revision"]
    await laptop.says("call.moderate", action="mute_all")

    await sync_to_async(_give)(teacher, algebra, minji, "member")
    told = await other.hears("call.participant_updated", user_id=minji.id)
    assert told["participant"]["moderator"] is False
    assert (await laptop.refused("call.moderate", action="mute_all"))["code"] == "forbidden"


def test_who_moderates_no_longer_is_held_muted_like_the_others(
    db: None, teacher: Person, minji: Person, algebra: Conversation
) -> None:
    call = start(teacher, algebra)
    _give(teacher, algebra, minji, "admin")
    join(teacher, call)
    join(minji, call)
    do(teacher, call, "moderate", action="hold_muted")
    assert _one(look(teacher, call), minji)["audio_enabled"] is True
    _give(teacher, algebra, minji, "member")
    assert _one(look(teacher, call), minji)["audio_enabled"] is False


def test_a_role_without_a_call_or_by_a_student_changes_none(
    db: None, teacher: Person, minji: Person, seojun: Person, algebra: Conversation
) -> None:
    _give(teacher, algebra, seojun, "admin")
    _give(teacher, algebra, seojun, "member")
    call = join(teacher, start(teacher, algebra))
    _give(minji, algebra, minji, "admin", 403)
    now = look(teacher, call)
    assert now["revision"] == call["revision"]
    assert _one(now, minji)["moderator"] is False
