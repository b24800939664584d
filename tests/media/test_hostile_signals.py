"""Bad signals are refused and harm nobody else."""

from typing import Any
from uuid import uuid4

import pytest

from tests.media.conftest import Hall

BAD: list[dict[str, Any]] = [
    {"type": "webrtc.offer", "peer_id": "sfu:send", "sdp": "v=0"},
    {"type": "webrtc.offer", "peer_id": "sfu:send", "sdp": "x" * (1 << 20)},
    {"type": "webrtc.offer", "peer_id": "sfu:send", "sdp": "v=0\r\n" + "m=audio 9 RTP 0\r\n" * 500},
    {"type": "webrtc.offer", "peer_id": "sfu:send"},
    {"type": "webrtc.answer", "peer_id": "sfu:recv", "sdp": "nonsense"},
    {"type": "webrtc.offer", "peer_id": "sfu:send", "sdp": "v=0\r\nm=nonsense"},
    {"type": "webrtc.ice_candidate", "peer_id": "sfu:send", "candidate": "candidate:nonsense"},
    {"type": "call.view", "tiles": ["no id"]},
]


@pytest.mark.parametrize("signal", BAD, ids=lambda signal: f"{signal['type']} {len(str(signal))}")
async def test_what_cannot_be_read_is_answered_with_an_error(hall: Hall, signal: dict[str, Any]) -> None:
    teacher = await hall.enters().joins("microphone")
    minji = await hall.enters().joins()
    await minji.gets(teacher, "microphone")
    await minji.says(**signal)
    assert [event["code"] for event in minji.events if event["type"] == "error"] != []
    await minji.gets(teacher, "microphone")


async def test_a_page_that_is_not_in_the_call_gets_no_connection(hall: Hall) -> None:
    teacher = await hall.enters().joins("microphone")
    stranger = hall.enters()
    del hall.members[stranger.peer_id]
    await stranger.joins("microphone")
    other_call = hall.enters()
    other_call.call_id = uuid4()
    await other_call.joins("microphone")
    assert (stranger.events, other_call.events, hall.node.calls) == ([], [], [hall.call_id])
    assert teacher.tracks == []


async def test_a_thousand_candidates_are_too_many(hall: Hall) -> None:
    minji = await hall.enters().joins()
    candidate = "candidate:1 1 udp 2122260223 127.0.0.1 9 typ host"
    for _ in range(1000):
        await minji.says("webrtc.ice_candidate", peer_id="sfu:send", candidate=candidate, sdpMid="0")
    assert {event["code"] for event in minji.events if event["type"] == "error"} == {"rate_limited"}
