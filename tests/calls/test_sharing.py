"""One screen at a time: who may show theirs, who takes over, and how it ends."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from channels.db import database_sync_to_async as in_database

from calls.models import CallEvent
from messenger.models import Conversation
from tests.calls.room import Page, meet
from tests.calls.steps import do, join, start
from tests.people import Person
from tests.sockets import Lines


def _share(person: Person, call: Any, on: bool = True, status: int = 200) -> Any:
    path = f"/api/v1/messenger/calls/{call['id']}/media"
    response = person.rest.patch(path, {"screen_sharing": on}, format="json")
    assert response.status_code == status, response.content
    return response.json()


def _sharing(call: Any) -> list[int]:
    return [one["user"]["id"] for one in call["participants"] if one["screen_sharing"]]


def _kinds() -> list[tuple[int, str]]:
    rows = CallEvent.objects.filter(kind__startswith="sharing").order_by("pk")
    return list(rows.values_list("user_id", "kind"))


def test_a_second_person_is_told_who_shares(
    db: None, teacher: Person, minji: Person, seojun: Person, study_group: Conversation
) -> None:
    call = start(minji, study_group)
    for person in (minji, seojun):
        join(person, call)
    assert _sharing(_share(minji, call)) == [minji.id]
    refusal = _refused(seojun, call)
    assert (refusal["code"], refusal["user"]["id"]) == ("someone_shares", minji.id)
    assert minji.user.name in refusal["detail"]
    assert _sharing(_share(minji, call, on=False)) == []
    assert _sharing(_share(seojun, call)) == [seojun.id]
    assert _kinds() == [
        (minji.id, "sharing_started"),
        (minji.id, "sharing_stopped"),
        (seojun.id, "sharing_started"),
    ]


def _refused(person: Person, call: Any) -> Any:
    return _share(person, call, status=409)


def test_the_teacher_takes_over_and_is_not_taken_over(
    db: None, teacher: Person, minji: Person, algebra: Conversation
) -> None:
    call = start(teacher, algebra)
    for person in (teacher, minji):
        join(person, call)
    _share(minji, call)
    assert _sharing(_share(teacher, call)) == [teacher.id]
    assert _refused(minji, call)["code"] == "someone_shares"
    assert _kinds() == [
        (minji.id, "sharing_started"),
        (teacher.id, "sharing_started"),
        (minji.id, "sharing_stopped"),
    ]


def test_while_it_is_not_allowed_only_the_teacher_shares(
    db: None, teacher: Person, minji: Person, algebra: Conversation
) -> None:
    call = start(teacher, algebra)
    for person in (teacher, minji):
        join(person, call)
    do(teacher, call, "moderate", action="forbid_sharing")
    assert _share(minji, call, status=403)["code"] == "forbidden"
    assert _sharing(_share(teacher, call)) == [teacher.id]
    _share(teacher, call, on=False)
    do(teacher, call, "moderate", action="allow_sharing")
    assert _sharing(_share(minji, call)) == [minji.id]


def test_strangers_and_those_outside_share_nothing(
    db: None, teacher: Person, minji: Person, stranger: Person, algebra: Conversation
) -> None:
    call = start(teacher, algebra)
    join(teacher, call)
    assert _share(stranger, call, status=404)["code"] == "not_found"
    assert _share(minji, call, status=409)["code"] == "not_joined"
    assert _kinds() == []


def test_who_leaves_shares_no_longer(db: None, teacher: Person, minji: Person, algebra: Conversation) -> None:
    call = start(teacher, algebra)
    for person in (teacher, minji):
        join(person, call)
    _share(minji, call)
    assert _sharing(do(minji, call, "leave")) == []
    assert _kinds()[-1] == (minji.id, "sharing_stopped")


async def test_a_reloaded_page_shares_no_longer_and_another_device_goes_on(
    lines: Lines, teacher: Person, minji: Person, algebra: Conversation
) -> None:
    board, phone = await meet(lines, algebra, teacher, minji)
    await phone.says("call.media", screen_sharing=True)
    tablet = Page(await lines.of(minji), phone.call_id)
    joined = await tablet.says("call.answer", peer_id=tablet.peer_id)
    assert _sharing(joined["call"]) == [minji.id]
    again = Page(await lines.of(minji), phone.call_id)
    joined = await again.says("call.answer", peer_id=again.peer_id, replaces=phone.peer_id)
    assert _sharing(joined["call"]) == []
    await again.says("call.media", screen_sharing=True)
    assert _sharing((await again.says("call.leave"))["call"]) == []
    kinds = await in_database(_kinds)()
    assert [kind for _user, kind in kinds] == ["sharing_started", "sharing_stopped"] * 2
    assert await board.heard("call.media")


async def test_the_former_sharer_hears_that_the_teacher_took_over(
    lines: Lines, teacher: Person, minji: Person, algebra: Conversation
) -> None:
    board, phone = await meet(lines, algebra, teacher, minji)
    await phone.says("call.media", screen_sharing=True)
    assert (await board.hears("call.media", user_id=minji.id))["screen_sharing"]
    await board.says("call.media", screen_sharing=True)
    mine = await phone.hears("call.media", user_id=minji.id)
    theirs = await phone.hears("call.media", user_id=teacher.id)
    assert (mine["screen_sharing"], theirs["screen_sharing"]) == (False, True)
    assert mine["revision"] < theirs["revision"]


async def test_over_the_socket_the_second_is_told_who_shares(
    lines: Lines, teacher: Person, minji: Person, stranger: Person, algebra: Conversation
) -> None:
    board, phone = await meet(lines, algebra, teacher, minji)
    await board.says("call.media", screen_sharing=True)
    refusal = await phone.refused("call.media", screen_sharing=True)
    assert (refusal["code"], refusal["user"]["id"]) == ("someone_shares", teacher.id)
    strange = Page(await lines.of(stranger), phone.call_id)
    assert (await strange.refused("call.media", screen_sharing=True))["code"] == "not_found"
    unknown = Page(phone.line, str(uuid4()))
    assert (await unknown.refused("call.media", screen_sharing=True))["code"] == "not_found"
