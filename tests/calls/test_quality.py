"""How well somebody is connected: judged from reports, told to the call, seen by its teacher."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from channels.db import database_sync_to_async as in_database

from calls.quality import Judge, Stats, Verdict
from messenger.models import Conversation
from tests.calls.room import meet
from tests.people import Person
from tests.sockets import Lines

PEER, OTHER = uuid4(), uuid4()


def _judged(judge: Judge, now: float, peer: UUID | str = PEER, state: str = "connected", **stats: Any) -> Any:
    return judge.hear(peer, state, Stats(**stats), there={PEER, OTHER, "sfu:send", "sfu:recv"}, now=now)


@pytest.mark.parametrize(
    ("stats", "quality", "cause"),
    [
        ({}, "good", ""),
        ({"round_trip_time": 0.1, "loss_up": 0.01, "loss_down": 0.01, "jitter": 0.01}, "good", ""),
        ({"loss_up": 0.04}, "fair", "upload"),
        ({"loss_up": 0.2, "loss_down": 0.2}, "poor", "upload"),
        ({"loss_down": 0.2}, "poor", "download"),
        ({"round_trip_time": 0.3}, "fair", "delay"),
        ({"jitter": 0.2}, "poor", "download"),
        ({"quality_limitation_reason": "cpu"}, "fair", "device"),
        ({"quality_limitation_reason": "bandwidth", "available_outgoing_bitrate": 80_000}, "poor", "upload"),
        ({"available_outgoing_bitrate": 80_000}, "good", ""),
        ({"freeze_count": 3}, "good", ""),
        ({"freeze_count": 3, "loss_down": 0.02}, "fair", "download"),
    ],
)
def test_a_report_is_judged(stats: dict[str, Any], quality: str, cause: str) -> None:
    assert _judged(Judge(), 0, **stats) == Verdict(quality, cause)


def test_what_changes_is_told_when_it_lasts() -> None:
    judge = Judge()
    assert _judged(judge, 0) == Verdict("good")
    assert _judged(judge, 5, loss_up=0.2) is None
    assert _judged(judge, 10) is None
    assert _judged(judge, 15, loss_up=0.2) is None
    assert _judged(judge, 20, loss_up=0.2) == Verdict("poor", "upload")
    assert [_judged(judge, now) for now in (25, 30, 35)] == [None] * 3
    assert _judged(judge, 40) == Verdict("good")


def test_a_loss_and_its_end_are_told_at_once() -> None:
    judge = Judge()
    _judged(judge, 0)
    assert _judged(judge, 1, state="failed") == Verdict("lost", "connection")
    assert _judged(judge, 2, state="checking") is None
    assert _judged(judge, 3) == Verdict("good")


def test_what_is_bad_with_one_of_two_pages_is_the_others_fault() -> None:
    judge = Judge()
    assert _judged(judge, 0) == Verdict("good")
    assert _judged(judge, 0, OTHER, "failed") is None
    server = Judge()
    _judged(server, 0, "sfu:recv")
    assert _judged(server, 0, "sfu:send", "failed") == Verdict("lost", "connection")


async def test_the_people_of_the_call_hear_of_it(
    lines: Lines, teacher: Person, minji: Person, seojun: Person, algebra: Conversation
) -> None:
    board, phone = await meet(lines, algebra, teacher, minji)
    watching = await lines.of(seojun)
    stats = {"loss_up": 0.3, "round_trip_time": 0.02}
    await phone.says("webrtc.connection_state", peer_id=board.peer_id, state="connected", stats=stats)
    for page in (board, phone):
        assert await page.hears("call.quality") == {
            "type": "call.quality",
            "call_id": phone.call_id,
            "qualities": {str(minji.id): "poor"},
            "causes": {str(minji.id): "upload"},
        }
    await phone.says("webrtc.connection_state", peer_id=board.peer_id, state="failed")
    assert (await board.hears("call.quality"))["qualities"] == {str(minji.id): "lost"}
    assert [one for one in await watching.heard() if one["type"] == "call.quality"] == []


@pytest.mark.parametrize(
    "stats",
    [{"loss_up": 2}, {"loss_down": -1}, {"round_trip_time": 1e9}, {"jitter": "x"}, {"freeze_count": 10**9},
     {"quality_limitation_reason": "laziness"}, {"bitrate_up": 1e300}, [], "good"],
)  # fmt: skip
async def test_a_hostile_report_is_refused_and_harms_nobody(
    lines: Lines, teacher: Person, minji: Person, algebra: Conversation, stats: Any
) -> None:
    board, phone = await meet(lines, algebra, teacher, minji)
    refused = await phone.refused("webrtc.connection_state", state="connected", stats=stats)
    assert (refused["code"], list(refused["fields"])) == ("invalid", ["stats"])
    assert await board.heard("call.quality") == []


def _seen(person: Person, call_id: str) -> Any:
    return person.rest.get(f"/api/v1/messenger/calls/{call_id}/quality")


async def test_the_teacher_sees_everybodys_quality_and_others_do_not(
    lines: Lines, teacher: Person, minji: Person, stranger: Person, algebra: Conversation
) -> None:
    board, phone = await meet(lines, algebra, teacher, minji)
    stats = {"loss_down": 0.3}
    await phone.says("webrtc.connection_state", peer_id=board.peer_id, state="connected", stats=stats)
    rows = (await in_database(_seen)(teacher, phone.call_id)).json()
    [mine] = [row for row in rows if row["user"]["id"] == minji.id]
    assert (mine["quality"], mine["cause"]) == ("poor", "download")
    assert [page["peer_id"] for page in mine["pages"]] == [phone.peer_id]
    assert (await in_database(_seen)(minji, phone.call_id)).status_code == 403
    assert (await in_database(_seen)(stranger, phone.call_id)).status_code == 404
