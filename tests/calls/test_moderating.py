"""The teacher's hand over REST and socket: what it does, and who has none."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest

from calls.actions.moderating import GENERAL, PERSONAL
from calls.management.commands.media import load
from calls.models import CallEvent
from messenger.models import Conversation
from tests.calls.room import Page, meet
from tests.calls.steps import do, join, look, peers_of, start, state_of
from tests.people import Person
from tests.sockets import Lines


@pytest.fixture
def lesson(db: None, teacher: Person, minji: Person, seojun: Person, algebra: Conversation) -> Any:
    """The teacher, minji and seojun are in."""
    call = start(teacher, algebra)
    for person in (teacher, minji, seojun):
        join(person, call)
    return look(teacher, call)


def _act(person: Person, call: Any, action: str, whom: Person | None = None, status: int = 200) -> Any:
    fields = {} if whom is None else {"user_id": whom.id}
    return do(person, call, "moderate", status=status, action=action, **fields)


def _of(call: Any, person: Person) -> Any:
    return next(one for one in call["participants"] if one["user"]["id"] == person.id)


def _media(person: Person, call: Any, status: int = 200, **flags: bool) -> Any:
    response = person.rest.patch(f"/api/v1/messenger/calls/{call['id']}/media", flags, format="json")
    assert response.status_code == status, response.content
    return response.json()


@pytest.mark.parametrize("action", [*PERSONAL, *GENERAL])
def test_students_and_strangers_have_no_such_hand(
    lesson: Any, minji: Person, seojun: Person, stranger: Person, teacher: Person, action: str
) -> None:
    before = look(teacher, lesson)
    whom = seojun if action in PERSONAL else None
    assert _act(minji, lesson, action, whom, status=403)["code"] == "forbidden"
    assert _act(stranger, lesson, action, whom, status=404)["code"] == "not_found"
    assert look(teacher, lesson) == before


def test_a_muted_student_may_speak_again(lesson: Any, teacher: Person, minji: Person, seojun: Person) -> None:
    call = _act(teacher, lesson, "mute", minji)
    assert (_of(call, minji)["audio_enabled"], _of(call, seojun)["audio_enabled"]) == (False, True)
    assert call["revision"] > lesson["revision"]
    assert _of(_media(minji, call, audio_enabled=True), minji)["audio_enabled"]


def test_muting_everybody_leaves_the_teachers_microphone_on(
    lesson: Any, teacher: Person, minji: Person, seojun: Person
) -> None:
    call = _act(teacher, lesson, "mute_all")
    assert [_of(call, one)["audio_enabled"] for one in (teacher, minji, seojun)] == [True, False, False]
    assert not call["hold_muted"]


def test_nobody_unmutes_while_held_but_the_teacher(
    lesson: Any, teacher: Person, minji: Person, seojun: Person
) -> None:
    assert _act(teacher, lesson, "hold_muted")["hold_muted"]
    assert _media(minji, lesson, status=409, audio_enabled=True)["code"] == "held_muted"
    assert not _of(_media(minji, lesson, video_enabled=False), minji)["audio_enabled"]
    assert _of(_media(teacher, lesson, audio_enabled=False), teacher)["audio_enabled"] is False
    assert _of(_media(teacher, lesson, audio_enabled=True), teacher)["audio_enabled"]
    do(seojun, lesson, "leave")
    assert not _of(join(seojun, lesson, audio_enabled=True), seojun)["audio_enabled"]
    assert not _act(teacher, lesson, "allow_unmuting")["hold_muted"]
    assert _of(_media(minji, lesson, audio_enabled=True), minji)["audio_enabled"]


def test_a_camera_is_stopped(lesson: Any, teacher: Person, minji: Person) -> None:
    call = _act(teacher, lesson, "stop_camera", minji)
    assert not _of(call, minji)["video_enabled"]
    assert _of(call, minji)["audio_enabled"]


def test_who_is_removed_stays_out_until_let_in_again(
    lesson: Any, teacher: Person, minji: Person, algebra: Conversation
) -> None:
    call = _act(teacher, lesson, "remove", minji)
    assert state_of(call, minji) == "removed"
    assert peers_of(call, minji) == []
    assert _of(call, minji)["blocked"]
    assert do(minji, call, "answer", status=409, peer_id=str(uuid4()))["code"] == "blocked"
    assert state_of(do(teacher, call, "invite", user_ids=[minji.id]), minji) == "removed"
    kinds = CallEvent.objects.filter(user=minji.user).values_list("kind", flat=True)
    assert list(kinds).count("removed") == 1
    call = _act(teacher, call, "unblock", minji)
    assert not _of(call, minji)["blocked"]
    assert state_of(join(minji, call), minji) == "joined"


def test_a_teacher_is_not_removed(lesson: Any, teacher: Person) -> None:
    assert _act(teacher, lesson, "remove", teacher, status=403)["code"] == "forbidden"


def test_a_locked_lesson_takes_nobody_new(
    db: None, teacher: Person, minji: Person, seojun: Person, algebra: Conversation
) -> None:
    call = start(teacher, algebra)
    join(teacher, call)
    mine = join(minji, call)["peer_id"]
    assert _act(teacher, call, "lock")["locked"]
    assert do(seojun, call, "answer", status=409, peer_id=str(uuid4()))["code"] == "locked"
    join(minji, call, replaces=mine)
    do(minji, call, "leave")
    assert state_of(join(minji, call), minji) == "joined"
    do(teacher, call, "leave")
    join(teacher, call)
    assert not _act(teacher, call, "unlock")["locked"]
    assert state_of(join(seojun, call), seojun) == "joined"


@pytest.fixture
def locked(db: None, teacher: Person, minji: Person, algebra: Conversation) -> Any:
    """The teacher and minji are in; seojun, for whom it rang too, is not."""
    call = start(teacher, algebra)
    join(teacher, call)
    join(minji, call)
    return _act(teacher, call, "lock")


def _knock(person: Person, call: Any, status: int = 409) -> Any:
    return do(person, call, "answer", status=status, peer_id=str(uuid4()))


def test_whom_the_teacher_invites_comes_into_a_locked_lesson(
    locked: Any, teacher: Person, seojun: Person
) -> None:
    assert _knock(seojun, locked)["code"] == "locked"
    do(teacher, locked, "invite", user_ids=[seojun.id])
    _act(teacher, locked, "lock")
    assert state_of(_knock(seojun, locked, status=200), seojun) == "joined"


def test_an_invitation_of_before_the_lock_does_not_open_it(
    locked: Any, teacher: Person, seojun: Person
) -> None:
    _act(teacher, locked, "unlock")
    do(teacher, locked, "invite", user_ids=[seojun.id])
    _act(teacher, locked, "lock")
    assert _knock(seojun, locked)["code"] == "locked"


def test_nor_does_one_that_another_lock_has_overtaken(locked: Any, teacher: Person, seojun: Person) -> None:
    do(teacher, locked, "invite", user_ids=[seojun.id])
    _act(teacher, locked, "unlock")
    _act(teacher, locked, "lock")
    assert _knock(seojun, locked)["code"] == "locked"


def test_a_student_rings_nobody_into_a_locked_lesson(
    locked: Any, teacher: Person, minji: Person, seojun: Person
) -> None:
    before = look(teacher, locked)
    assert do(minji, locked, "invite", status=409, user_ids=[seojun.id])["code"] == "locked"
    assert look(teacher, locked) == before
    assert _knock(seojun, locked)["code"] == "locked"


def test_but_whoever_has_been_in_or_is_let_in(
    locked: Any, teacher: Person, minji: Person, seojun: Person
) -> None:
    do(teacher, locked, "invite", user_ids=[seojun.id])
    do(seojun, locked, "reject")
    assert state_of(do(minji, locked, "invite", user_ids=[seojun.id]), seojun) == "invited"
    _knock(seojun, locked, status=200)
    do(seojun, locked, "leave")
    assert state_of(do(minji, locked, "invite", user_ids=[seojun.id]), seojun) == "invited"


def test_who_was_removed_is_not_let_in_by_an_invitation(locked: Any, teacher: Person, seojun: Person) -> None:
    _act(teacher, locked, "remove", seojun)
    do(teacher, locked, "invite", user_ids=[seojun.id])
    assert _knock(seojun, locked)["code"] == "blocked"


def test_hands_are_lowered_one_by_one_and_all_at_once(
    lesson: Any, teacher: Person, minji: Person, seojun: Person
) -> None:
    for person in (minji, seojun):
        do(person, lesson, "hand", raised=True)
    call = _act(teacher, lesson, "lower_hand", minji)
    assert _of(call, minji)["hand_raised_at"] is None
    assert _of(call, seojun)["hand_raised_at"] is not None
    call = _act(teacher, lesson, "lower_hands")
    assert _of(call, seojun)["hand_raised_at"] is None
    assert CallEvent.objects.filter(kind="hand_lowered").count() == 2


def test_one_person_is_shown_to_all_until_they_go(lesson: Any, teacher: Person, minji: Person) -> None:
    assert _act(teacher, lesson, "spotlight", minji)["spotlight"] == minji.id
    assert _act(teacher, lesson, "unspotlight")["spotlight"] is None
    _act(teacher, lesson, "spotlight", minji)
    assert do(minji, lesson, "leave")["spotlight"] is None


def test_sharing_is_stopped_for_one_and_forbidden_to_all(
    lesson: Any, teacher: Person, minji: Person, seojun: Person
) -> None:
    _media(minji, lesson, screen_sharing=True)
    assert not _of(_act(teacher, lesson, "stop_sharing", minji), minji)["screen_sharing"]
    _media(seojun, lesson, screen_sharing=True)
    call = _act(teacher, lesson, "forbid_sharing")
    assert not call["sharing_allowed"]
    assert not _of(call, seojun)["screen_sharing"]
    assert _act(teacher, lesson, "allow_sharing")["sharing_allowed"]


def test_what_is_missing_or_wrong_is_said(
    lesson: Any, teacher: Person, minji: Person, stranger: Person
) -> None:
    assert _act(teacher, lesson, "mute", status=400)["fields"].keys() == {"user_id"}
    assert _act(teacher, lesson, "shout", minji, status=400)["code"] == "invalid"
    assert _act(teacher, lesson, "mute", stranger, status=404)["code"] == "not_found"
    do(minji, lesson, "leave")
    assert _act(teacher, lesson, "mute", minji, status=409)["code"] == "not_there"


def test_in_a_call_of_two_nobody_moderates(
    db: None, teacher: Person, minji: Person, pair: Conversation
) -> None:
    call = start(teacher, pair)
    join(teacher, call)
    join(minji, call)
    assert _act(teacher, call, "mute", minji, status=403)["code"] == "forbidden"


async def test_everybody_hears_what_was_done_and_to_whom(
    lines: Lines, teacher: Person, minji: Person, seojun: Person, algebra: Conversation
) -> None:
    board, phone, other = await meet(lines, algebra, teacher, minji, seojun)
    await board.says("call.moderate", action="mute", user_id=minji.id)
    event = await phone.hears("call.moderated", action="mute")
    assert (event["user_id"], event["by"]) == (minji.id, teacher.id)
    told = await other.hears("call.participant_updated", user_id=minji.id)
    assert not told["participant"]["audio_enabled"]
    await board.says("call.moderate", action="mute_all")
    assert (await phone.hears("call.moderated", action="mute_all"))["user_id"] is None


async def test_a_removed_page_hears_why_and_is_heard_no_more(
    lines: Lines, teacher: Person, minji: Person, seojun: Person, algebra: Conversation
) -> None:
    board, phone, other = await meet(lines, algebra, teacher, minji, seojun)
    await board.says("call.moderate", action="remove", user_id=minji.id)
    assert (await phone.hears("call.moderated", action="remove"))["user_id"] == minji.id
    refusal = await phone.refused("webrtc.offer", peer_id=other.peer_id, sdp="v=0")
    assert refusal["code"] in ("not_found", "forbidden", "peer_gone")
    again = Page(phone.line, phone.call_id)
    assert (await again.refused("call.answer", peer_id=again.peer_id))["code"] == "blocked"


async def test_over_the_socket_students_and_strangers_are_refused(
    lines: Lines, teacher: Person, minji: Person, stranger: Person, algebra: Conversation
) -> None:
    _board, phone = await meet(lines, algebra, teacher, minji)
    assert (await phone.refused("call.moderate", action="mute_all"))["code"] == "forbidden"
    strange = Page(await lines.of(stranger), phone.call_id)
    assert (await strange.refused("call.moderate", action="mute_all"))["code"] == "not_found"
    assert (await phone.refused("call.moderate", action="sing"))["code"] == "invalid"


async def test_the_forwarding_server_learns_who_is_muted(
    lines: Lines, teacher: Person, minji: Person, algebra: Conversation
) -> None:
    board, phone = await meet(lines, algebra, teacher, minji)
    await board.says("call.moderate", action="mute", user_id=minji.id)
    await board.says("call.moderate", action="stop_camera", user_id=minji.id)
    state = await load("", UUID(phone.call_id))
    assert state is not None
    rights = {one.user_id: (one.audio, one.video) for one in state.peers.values()}
    assert rights == {teacher.id: (True, True), minji.id: (False, False)}
