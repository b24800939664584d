"""Who comes, goes and switches is told alone, and whoever applies that has the call as it is."""

from __future__ import annotations

import json
from typing import Any

from asgiref.sync import sync_to_async

from messenger.models import Conversation
from tests.calls.room import Page, meet
from tests.calls.steps import look
from tests.people import Person
from tests.sockets import Lines

PEOPLE = ("call.participant_joined", "call.participant_left", "call.participant_updated")


class Replay:
    """A client as docs/protocol.md, "The people of a call", tells to write one."""

    def __init__(self, call: dict[str, Any]) -> None:
        self.call = call
        self.people = {one["user"]["id"]: one for one in call["participants"]}
        self.revisions = [call["revision"]]

    def take(self, frame: dict[str, Any]) -> None:
        if frame["type"] == "call.updated":
            self.__dict__.update(Replay(frame["call"]).__dict__, revisions=self.revisions)
        elif frame["type"] in PEOPLE:
            self.people[frame["user_id"]] = frame["participant"]
        elif frame["type"] in ("call.media", "call.hand"):
            hidden = ("type", "call_id", "user_id", "revision")
            self.people[frame["user_id"]] |= {name: frame[name] for name in frame if name not in hidden}
        else:
            return
        self.revisions.append(frame.get("revision") or frame["call"]["revision"])

    @property
    def state(self) -> dict[str, Any]:
        people = sorted(self.people.values(), key=lambda one: (not one["is_initiator"], one["user"]["id"]))
        return {**self.call, "participants": people, "revision": self.revisions[-1]}


async def _settled(page: Page, teacher: Page) -> list[dict[str, Any]]:
    """What a page has heard once everything before now has come."""
    await teacher.says("call.reaction", emoji="👏")
    frames: list[dict[str, Any]] = []
    while not frames or frames[-1]["type"] != "call.reaction":
        frames += await page.line.heard()
    return frames


async def test_all_events_applied_are_the_call_as_it_is_read_afresh(
    lines: Lines, teacher: Person, minji: Person, seojun: Person, algebra: Conversation
) -> None:
    board, listener = await meet(lines, algebra, teacher, minji)
    await _settled(listener, board)
    replay = Replay(await sync_to_async(look)(minji, {"id": board.call_id}))
    phone = Page(await lines.of(seojun), board.call_id)

    await phone.answers()
    await phone.says("call.media", video_enabled=False)
    await phone.says("call.hand", raised=True)
    for action in ({"action": "mute", "user_id": seojun.id}, {"action": "lock"}, {"action": "lower_hands"}):
        await board.says("call.moderate", **action)
    reloaded = Page(await lines.of(seojun), board.call_id)
    await reloaded.answers(replaces=phone.peer_id)
    await reloaded.says("call.leave")
    await board.says("call.moderate", action="remove", user_id=seojun.id)
    await board.says("call.moderate", action="hold_muted")

    for frame in await _settled(listener, board):
        replay.take(frame)
    assert replay.state == await sync_to_async(look)(minji, {"id": board.call_id})
    known = sorted(set(replay.revisions))
    assert known == list(range(known[0], known[-1] + 1))


async def test_who_comes_and_goes_is_told_without_the_others(
    lines: Lines, teacher: Person, minji: Person, seojun: Person, algebra: Conversation
) -> None:
    board, phone = await meet(lines, algebra, teacher, minji)
    await _settled(phone, board)
    late = Page(await lines.of(seojun), board.call_id)
    await late.answers()
    came = await phone.hears("call.participant_joined", user_id=seojun.id)
    assert (came["conversation_id"], came["joined"]) == (str(algebra.pk), 3)
    assert came["participant"]["peers"] == [late.peer_id]
    await late.says("call.leave")
    went = await phone.hears("call.participant_left", user_id=seojun.id)
    assert (went["participant"]["peers"], went["joined"]) == ([], 2)
    assert went["revision"] == came["revision"] + 1
    assert len(json.dumps(came)) < 1000
    assert await phone.heard("call.updated") == []


async def test_what_changes_the_call_itself_is_told_whole(
    lines: Lines, teacher: Person, minji: Person, algebra: Conversation
) -> None:
    board, phone = await meet(lines, algebra, teacher, minji)
    await _settled(phone, board)
    await board.says("call.moderate", action="lock")
    assert (await phone.hears("call.updated"))["call"]["locked"] is True


async def test_a_stranger_hears_nobody_come(
    lines: Lines, teacher: Person, minji: Person, stranger: Person, algebra: Conversation
) -> None:
    line = await lines.of(stranger)
    board, _phone = await meet(lines, algebra, teacher, minji)
    await board.says("call.reaction", emoji="👏")
    assert [frame for frame in await line.heard() if frame["type"].startswith("call.")] == []
