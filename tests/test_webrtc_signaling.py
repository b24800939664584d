"""Offers, answers and candidates between pages of a call, and nobody else."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import pytest
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.sdp import candidate_from_sdp

from calls.claims import Claim
from messenger.actions import create_conversation
from messenger.models import Conversation
from tests.calls.room import Page, meet, start
from tests.calls.steps import peers_of
from tests.people import Person
from tests.sockets import Lines

CANDIDATE = {"candidate": "candidate:1 1 udp 1 192.0.2.1 5000 typ host", "sdpMid": "0", "sdpMLineIndex": 0}
SIGNALS: dict[str, dict[str, Any]] = {
    "webrtc.offer": {"sdp": "v=0", "streams": {"s1": "camera"}},
    "webrtc.answer": {"sdp": "v=0", "streams": {"s1": "camera", "s2": "screen"}},
    "webrtc.ice_candidate": {**CANDIDATE, "usernameFragment": None},
    "webrtc.renegotiate": {"reason": "screen"},
}


@pytest.fixture
def pair(teacher: Person, minji: Person) -> Conversation:
    """The teacher and minji alone."""
    return create_conversation(user=teacher.user, type="direct", participant_ids=[minji.id])[0]


@pytest.mark.parametrize("type", SIGNALS)
async def test_a_signal_reaches_the_page_spoken_to_with_the_name_of_the_speaker(
    lines: Lines, teacher: Person, minji: Person, seojun: Person, algebra: Conversation, type: str
) -> None:
    board, phone, other = await meet(lines, algebra, teacher, minji, seojun)
    await board.says(type, peer_id=phone.peer_id, **SIGNALS[type])
    assert await phone.hears(type) == {
        "type": type,
        "call_id": board.call_id,
        "peer_id": phone.peer_id,
        "from_peer_id": board.peer_id,
        "from_user_id": teacher.id,
        **SIGNALS[type],
    }
    assert await other.heard(type) == []
    assert await board.heard(type) == []


@pytest.mark.parametrize("type", SIGNALS)
async def test_between_two_pages_the_other_one_is_meant(
    lines: Lines, teacher: Person, minji: Person, pair: Conversation, type: str
) -> None:
    board, phone = await meet(lines, pair, teacher, minji)
    await phone.says(type, **SIGNALS[type])
    assert (await board.hears(type))["from_peer_id"] == phone.peer_id


async def test_among_three_pages_one_has_to_be_named(
    lines: Lines, teacher: Person, minji: Person, seojun: Person, algebra: Conversation
) -> None:
    board, *_others = await meet(lines, algebra, teacher, minji, seojun)
    refused = await board.refused("webrtc.offer", sdp="v=0")
    assert (refused["code"], list(refused["fields"])) == ("invalid", ["peer_id"])


async def test_a_page_alone_speaks_to_nobody(
    lines: Lines, teacher: Person, minji: Person, algebra: Conversation
) -> None:
    [board] = await meet(lines, algebra, teacher)
    assert (await board.refused("webrtc.offer", sdp="v=0"))["code"] == "not_found"
    refused = await board.refused("webrtc.offer", sdp="v=0", peer_id=board.peer_id)
    assert refused["code"] == "not_found"


@pytest.mark.parametrize("forged", [{"from_peer_id": str(uuid4())}, {"from_user_id": 1}])
async def test_nobody_speaks_in_anothers_name(
    lines: Lines, teacher: Person, minji: Person, pair: Conversation, forged: dict[str, object]
) -> None:
    board, phone = await meet(lines, pair, teacher, minji)
    assert (await phone.refused("webrtc.offer", sdp="v=0", **forged))["code"] == "invalid"
    assert await board.heard("webrtc.offer") == []


@pytest.mark.parametrize("type", [*SIGNALS, "webrtc.connection_state"])
async def test_strangers_and_onlookers_reach_no_page(
    lines: Lines,
    teacher: Person,
    minji: Person,
    seojun: Person,
    stranger: Person,
    algebra: Conversation,
    type: str,
) -> None:
    board, phone = await meet(lines, algebra, teacher, minji)
    await board.line.heard()
    fields = {**SIGNALS.get(type, {"state": "connected"}), "peer_id": board.peer_id}
    for person in (stranger, seojun, minji):  # minji has another page that is not in the call
        page = Page(await lines.of(person), board.call_id)
        assert (await page.refused(type, **fields))["code"] == "not_found"
    assert await board.heard(type, "call.quality") == []
    await phone.says(type, **fields)


async def test_a_page_of_another_call_is_not_reached(
    lines: Lines, teacher: Person, minji: Person, seojun: Person, algebra: Conversation, pair: Conversation
) -> None:
    board, phone = await meet(lines, algebra, teacher, minji)
    elsewhere, _other = await meet(lines, pair, teacher, minji)
    for target in (elsewhere.peer_id, str(uuid4())):
        assert (await phone.refused("webrtc.offer", sdp="v=0", peer_id=target))["code"] == "not_found"
    mixed = Page(phone.line, elsewhere.call_id)
    refused = await mixed.refused("webrtc.offer", sdp="v=0", peer_id=elsewhere.peer_id)
    assert refused["code"] == "not_found"
    assert await elsewhere.heard("webrtc.offer") == []
    assert await board.heard("webrtc.offer") == []


async def test_after_leaving_and_after_the_end_nothing_reaches_the_others(
    lines: Lines, teacher: Person, minji: Person, seojun: Person, algebra: Conversation
) -> None:
    board, phone, other = await meet(lines, algebra, teacher, minji, seojun)
    await phone.says("call.leave")
    refused = await phone.refused("webrtc.offer", sdp="v=0", peer_id=board.peer_id)
    assert refused["code"] == "not_found"
    assert (await board.refused("webrtc.offer", sdp="v=0", peer_id=phone.peer_id))["code"] == "not_found"
    await board.says("call.end")
    assert (await other.refused("webrtc.offer", sdp="v=0"))["code"] == "call_ended"
    assert (await other.refused("webrtc.offer", sdp="v=0"))["code"] == "not_found"
    assert await board.heard("webrtc.offer") == []


@pytest.mark.parametrize(
    ("type", "bad", "field"),
    [
        ("webrtc.offer", {}, "sdp"),
        ("webrtc.offer", {"sdp": 5}, "sdp"),
        ("webrtc.offer", {"sdp": "v=0", "peer_id": "board"}, "peer_id"),
        ("webrtc.answer", {"sdp": "v=0", "streams": {"s1": "whiteboard"}}, "streams"),
        ("webrtc.ice_candidate", {"sdpMid": "0"}, "candidate"),
        ("webrtc.ice_candidate", {**CANDIDATE, "sdpMLineIndex": -1}, "sdpMLineIndex"),
        ("webrtc.ice_candidate", {"candidate": "c" * 2001}, "candidate"),
        ("webrtc.renegotiate", {"reason": "r" * 201}, "reason"),
        ("webrtc.connection_state", {"state": "sleepy"}, "state"),
    ],
)
async def test_a_bad_signal_names_its_field(
    lines: Lines,
    teacher: Person,
    minji: Person,
    pair: Conversation,
    type: str,
    bad: dict[str, object],
    field: str,
) -> None:
    board, phone = await meet(lines, pair, teacher, minji)
    refused = await phone.refused(type, **bad)
    assert (refused["code"], list(refused["fields"])) == ("invalid", [field])
    assert await board.heard(type) == []


async def test_an_sdp_is_as_large_as_a_frame_may_be(
    lines: Lines, teacher: Person, minji: Person, pair: Conversation
) -> None:
    board, phone = await meet(lines, pair, teacher, minji)
    await phone.says("webrtc.offer", sdp="v" * 60_000)
    assert len((await board.hears("webrtc.offer"))["sdp"]) == 60_000
    await phone.line.throws({"type": "webrtc.offer", "call_id": phone.call_id, "sdp": "v" * 1_000_000})
    assert (await phone.hears("error"))["code"] == "too_large"
    await phone.says("webrtc.offer", sdp="still here")


async def test_a_flood_of_candidates_drowns_nobody(
    lines: Lines, teacher: Person, minji: Person, seojun: Person, algebra: Conversation
) -> None:
    board, phone, other = await meet(lines, algebra, teacher, minji, seojun)
    frame = {"type": "webrtc.ice_candidate", "call_id": phone.call_id, "peer_id": board.peer_id, **CANDIDATE}
    for _each in range(400):
        await phone.line.throws(frame)
    assert (await phone.hears("error"))["retry_after"] > 0
    await other.says("webrtc.offer", sdp="v=0", peer_id=board.peer_id)
    assert (await board.hears("webrtc.offer"))["from_peer_id"] == other.peer_id
    assert len(await board.heard("webrtc.ice_candidate")) <= 140


async def test_gathering_may_burst_and_renegotiating_may_not(
    lines: Lines, teacher: Person, minji: Person, pair: Conversation
) -> None:
    claim, target = Claim(uuid4()), uuid4()
    assert [claim.candidates_to(target).take() for _each in range(100)] == [0] * 100
    assert 0 < claim.candidates_to(target).take() <= 0.1
    assert claim.candidates_to(uuid4()).take() == 0

    _board, phone = await meet(lines, pair, teacher, minji)
    for _each in range(5):
        await phone.says("webrtc.renegotiate", reason="ice")
    refused = await phone.refused("webrtc.renegotiate", reason="ice")
    assert (refused["code"], refused["retry_after"] <= 12) == ("rate_limited", True)


async def test_two_peers_find_each_other_through_us_alone(
    lines: Lines, teacher: Person, minji: Person, pair: Conversation
) -> None:
    call = await start(await lines.of(teacher), pair)
    board, phone = [Page(await lines.of(person), call["id"]) for person in (teacher, minji)]
    await board.answers()
    there = peers_of((await phone.answers())["call"], teacher)
    caller, callee = RTCPeerConnection(RTCConfiguration([])), RTCPeerConnection(RTCConfiguration([]))
    heard: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    callee.on("datachannel", lambda channel: channel.on("message", heard.set_result))
    channel = caller.createDataChannel("board")
    channel.on("open", lambda: channel.send("안녕하세요"))
    try:
        await caller.setLocalDescription(await caller.createOffer())
        await send(phone, "webrtc.offer", there[0], caller)
        await take(board, "webrtc.offer", callee)
        await callee.setLocalDescription(await callee.createAnswer())
        await send(board, "webrtc.answer", phone.peer_id, callee)
        await take(phone, "webrtc.answer", caller)
        assert await asyncio.wait_for(heard, 10) == "안녕하세요"
        assert caller.connectionState == callee.connectionState == "connected"
    finally:
        await asyncio.gather(caller.close(), callee.close())


async def send(page: Page, type: str, to: str, connection: RTCPeerConnection) -> None:
    """The description without its candidates, and these one by one, as browsers do it."""
    kept = [line for line in connection.localDescription.sdp.splitlines() if "candidate" not in line]
    await page.says(type, peer_id=to, sdp="\r\n".join([*kept, ""]))
    for line in connection.localDescription.sdp.splitlines():
        if line.startswith("a=candidate:"):
            fields = {"candidate": line.removeprefix("a="), "sdpMid": "0", "sdpMLineIndex": 0}
            await page.says("webrtc.ice_candidate", peer_id=to, **fields)
    await page.says("webrtc.ice_candidate", peer_id=to, candidate="", sdpMid="0", sdpMLineIndex=0)


async def take(page: Page, type: str, connection: RTCPeerConnection) -> None:
    frame = await page.hears(type)
    assert UUID(frame["from_peer_id"])
    await connection.setRemoteDescription(RTCSessionDescription(frame["sdp"], type.removeprefix("webrtc.")))
    while (frame := await page.hears("webrtc.ice_candidate"))["candidate"]:
        candidate = candidate_from_sdp(frame["candidate"].removeprefix("candidate:"))
        candidate.sdpMid, candidate.sdpMLineIndex = frame["sdpMid"], frame["sdpMLineIndex"]
        await connection.addIceCandidate(candidate)
    await connection.addIceCandidate(None)
