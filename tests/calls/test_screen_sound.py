"""The sound of a shared screen is no way round the teacher's hand: whoever is kept silent is silent."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from asgiref.sync import async_to_sync

from calls.management.commands.media import load
from messenger.models import Conversation
from tests.calls.room import meet
from tests.calls.steps import ROOT, do, join, look, start
from tests.people import Person
from tests.sockets import Lines


@pytest.fixture
def lesson(transactional_db: None, teacher: Person, minji: Person, algebra: Conversation) -> Any:
    """The teacher and minji are in; minji shares a screen with sound."""
    call = start(teacher, algebra)
    join(teacher, call)
    join(minji, call)
    return media(minji, call, screen_sharing=True)


def media(person: Person, call: Any, status: int = 200, **flags: bool) -> Any:
    answer = person.rest.patch(f"{ROOT}/calls/{call['id']}/media", flags, format="json")
    assert answer.status_code == status, answer.content
    return answer.json()


def act(person: Person, call: Any, action: str, **fields: Any) -> None:
    do(person, call, "moderate", action=action, **fields)


def sounds(call: Any, person: Person) -> bool:
    """Whether the sound of the person's screen is let through: by the pages and by the forwarding server."""
    one = next(one for one in look(person, call)["participants"] if one["user"]["id"] == person.id)
    state = async_to_sync(load)("", UUID(call["id"]))
    assert state is not None
    (member,) = (member for member in state.peers.values() if member.user_id == person.id)
    assert member.screen_audio == one["screen_audio_enabled"]
    return member.screen_audio


def test_a_shared_screen_sounds_also_while_its_person_is_muted_by_themselves(
    lesson: Any, minji: Person
) -> None:
    assert sounds(lesson, minji)
    media(minji, lesson, audio_enabled=False)
    assert sounds(lesson, minji)


def test_held_muted_nothing_of_a_student_is_heard(lesson: Any, teacher: Person, minji: Person) -> None:
    act(teacher, lesson, "hold_muted")
    assert not sounds(lesson, minji)
    media(minji, lesson, screen_sharing=False)
    media(minji, lesson, screen_sharing=True)
    media(minji, lesson, audio_enabled=True, status=409)
    assert not sounds(lesson, minji)
    act(teacher, lesson, "allow_unmuting")
    assert sounds(lesson, minji)


def test_a_teacher_who_holds_the_others_is_heard(lesson: Any, teacher: Person) -> None:
    act(teacher, lesson, "hold_muted")
    media(teacher, lesson, screen_sharing=True)
    assert sounds(lesson, teacher)


def test_who_comes_in_while_all_are_held_is_silent_too(lesson: Any, teacher: Person, seojun: Person) -> None:
    act(teacher, lesson, "hold_muted")
    join(seojun, lesson)
    assert not sounds(lesson, seojun)


@pytest.mark.parametrize("action", ["mute", "mute_all"])
@pytest.mark.parametrize("again", ["audio_enabled", "screen_sharing"])
def test_a_muted_student_is_silent_until_speaking_or_sharing_again(
    lesson: Any, teacher: Person, minji: Person, action: str, again: str
) -> None:
    act(teacher, lesson, action, **({"user_id": minji.id} if action == "mute" else {}))
    assert not sounds(lesson, minji)
    media(minji, lesson, **{again: False})
    assert not sounds(lesson, minji)
    media(minji, lesson, **{again: True})
    assert sounds(lesson, minji)


@pytest.mark.parametrize(("before", "after"), [("admin", "member"), ("member", "admin")])
def test_a_new_role_holds_and_frees_the_sound(
    lesson: Any, teacher: Person, minji: Person, algebra: Conversation, before: str, after: str
) -> None:
    path = f"{ROOT}/conversations/{algebra.pk}/participants/{minji.id}"
    teacher.rest.patch(path, {"role": before}, format="json")
    act(teacher, lesson, "hold_muted")
    assert sounds(lesson, minji) == (before == "admin")
    teacher.rest.patch(path, {"role": after}, format="json")
    assert sounds(lesson, minji) == (after == "admin")


def test_nobody_sets_it_by_themselves(lesson: Any, teacher: Person, minji: Person) -> None:
    act(teacher, lesson, "mute", user_id=minji.id)
    media(minji, lesson, screen_audio_enabled=True)
    assert not sounds(lesson, minji)


async def test_the_others_hear_that_it_is_let_through_again(
    lines: Lines, teacher: Person, minji: Person, algebra: Conversation
) -> None:
    board, phone = await meet(lines, algebra, teacher, minji)
    await phone.says("call.media", screen_sharing=True)
    await board.says("call.moderate", action="mute", user_id=minji.id)
    await phone.says("call.media", audio_enabled=True)
    told = [await board.hears("call.media", user_id=minji.id) for _ in range(2)]
    assert told[-1]["screen_audio_enabled"] is True
    refused = await phone.refused("call.media", screen_audio_enabled=True)
    assert refused["code"] == "invalid"
