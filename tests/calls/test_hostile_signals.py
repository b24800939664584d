"""Whoever means ill in a call is refused under their own `ref`; the others hear nothing of it and go on."""

from typing import Any
from uuid import UUID, uuid4

import pytest
import pytest_asyncio
from channels.db import database_sync_to_async as in_database

from messenger.actions import remove_participant
from messenger.models import Conversation
from tests.calls.room import Page, meet
from tests.people import Person
from tests.sockets import Lines

CANDIDATE = {"candidate": "candidate:1 1 udp 1 192.0.2.1 5000 typ host", "sdpMid": "0", "sdpMLineIndex": 0}
SIGNALS: dict[str, dict[str, Any]] = {
    "webrtc.offer": {"sdp": "v=0"},
    "webrtc.answer": {"sdp": "v=0"},
    "webrtc.ice_candidate": CANDIDATE,
    "webrtc.renegotiate": {"reason": "for fun"},
}
Class = tuple[Page, Page, Page]


@pytest_asyncio.fixture
async def class_(
    lines: Lines, teacher: Person, minji: Person, seojun: Person, algebra: Conversation
) -> Class:
    """The teacher, minji and seojun in one call; whoever means ill is seojun."""
    board, phone, villain = await meet(lines, algebra, teacher, minji, seojun)
    return board, phone, villain


async def goes_on(class_: Class) -> None:
    """Nothing but this signal comes from one to the other."""
    board, phone, _villain = class_
    await board.says("webrtc.offer", sdp="v=0 on", peer_id=phone.peer_id)
    heard = await phone.heard(*SIGNALS)
    assert [one["sdp"] for one in heard] == ["v=0 on"]
    assert await board.heard(*SIGNALS) == []


@pytest.mark.parametrize("type", SIGNALS)
async def test_a_page_of_another_call_and_one_that_never_was_are_not_found(
    lines: Lines, class_: Class, pair: Conversation, teacher: Person, minji: Person, type: str
) -> None:
    elsewhere, _other = await meet(lines, pair, teacher, minji)
    for target in (elsewhere.peer_id, str(uuid4())):
        refused = await class_[2].refused(type, peer_id=target, **SIGNALS[type])
        assert refused["code"] == "not_found"
    assert await elsewhere.heard(*SIGNALS) == []
    await goes_on(class_)


@pytest.mark.parametrize("type", SIGNALS)
async def test_a_forged_sender_is_refused(class_: Class, type: str) -> None:
    board, phone, villain = class_
    for forged in ({"from_peer_id": phone.peer_id}, {"from_user_id": 1}):
        refused = await villain.refused(type, peer_id=board.peer_id, **forged, **SIGNALS[type])
        assert refused["code"] == "invalid"
    await goes_on(class_)


async def test_nobody_claims_the_page_of_another(
    lines: Lines, class_: Class, seojun: Person, stranger: Person
) -> None:
    board, phone, _villain = class_
    thief = Page(await lines.of(seojun), board.call_id, phone.peer_id)
    assert (await thief.refused("call.answer", peer_id=phone.peer_id))["code"] == "peer_taken"
    outsider = Page(await lines.of(stranger), board.call_id)
    assert (await outsider.refused("call.answer", peer_id=str(uuid4())))["code"] == "not_found"
    await goes_on(class_)


async def test_a_description_of_a_mebibyte_is_too_large(class_: Class) -> None:
    board, _phone, villain = class_
    for type in ("webrtc.offer", "webrtc.answer"):
        refused = await villain.refused(type, peer_id=board.peer_id, sdp="v=0\r\n" + "a" * (1 << 20))
        assert refused["code"] == "too_large"
    await villain.says("webrtc.renegotiate", peer_id=class_[1].peer_id, reason="still here")
    await class_[1].hears("webrtc.renegotiate")
    await goes_on(class_)


async def test_a_thousand_candidates_at_once_are_refused_one_by_one(class_: Class) -> None:
    board, _phone, villain = class_
    frame = {"call_id": villain.call_id, "peer_id": board.peer_id, **CANDIDATE}
    refs = [f"flood-{number}" for number in range(1000)]
    for ref in refs:
        await villain.line.throws({"type": "webrtc.ice_candidate", "ref": ref, **frame})
    answers = [await villain.line.answer_to(ref) for ref in refs]
    assert {one["type"] for one in answers} == {"ack", "error"}
    assert {one["code"] for one in answers if one["type"] == "error"} == {"rate_limited"}
    taken = [one for one in answers if one["type"] == "ack"]
    assert len(await board.heard("webrtc.ice_candidate")) == len(taken)
    await goes_on(class_)


@pytest.mark.parametrize("type", [*SIGNALS, "call.view", "call.media", "call.answer"])
async def test_a_removed_person_says_nothing_more(
    class_: Class, teacher: Person, seojun: Person, algebra: Conversation, type: str
) -> None:
    board, _phone, villain = class_
    await in_database(remove_participant)(user=teacher.user, conversation_id=algebra.pk, user_id=seojun.id)
    own: dict[str, dict[str, Any]] = {"call.view": {"tiles": []}, "call.media": {"audio_enabled": True}}
    target = villain.peer_id if type == "call.answer" else board.peer_id
    fields = own.get(type) or {**SIGNALS.get(type, {}), "peer_id": target}
    refused = await villain.refused(type, **fields)
    assert refused["code"] == "not_found"
    await goes_on(class_)


@pytest.mark.parametrize(
    "garbage",
    [
        "",
        "{",
        "[]",
        "null",
        b"\x00\xff",
        '{"type": "webrtc.offer"}',
        '{"type": "webrtc.nothing", "ref": "r"}',
        '{"type": ["webrtc.offer"]}',
        '{"type": "webrtc.offer", "call_id": "not an id", "sdp": "v=0"}',
        '{"type": "call.view", "call_id": "' + str(UUID(int=7)) + '", "tiles": ' + f"[{'5,' * 50}5]" + "}",
    ],
    ids=repr,
)
async def test_garbage_closes_no_socket(class_: Class, garbage: str | bytes) -> None:
    villain = class_[2]
    await villain.line.throws(garbage)
    assert (await villain.hears("error"))["code"] in ("malformed", "unknown_type", "invalid")
    await goes_on(class_)


async def test_who_wants_the_pictures_of_another_call_gets_none(
    lines: Lines, class_: Class, teacher: Person, minji: Person, pair: Conversation
) -> None:
    elsewhere, _other = await meet(lines, pair, teacher, minji)
    await class_[2].says("call.view", tiles=[elsewhere.peer_id], large=[elsewhere.peer_id])
    assert await elsewhere.heard("call.tracks", "call.view") == []
    foreign = Page(class_[2].line, elsewhere.call_id)
    assert (await foreign.refused("call.view", tiles=[elsewhere.peer_id]))["code"] == "not_found"
    await goes_on(class_)
