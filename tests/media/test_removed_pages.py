"""Who is put out keeps no connection, whatever was under way; and nothing is kept of who is gone."""

import asyncio
import gc
from typing import Any
from uuid import uuid4

import pytest
from aiortc import RTCPeerConnection

from calls.media import aiortc_inside, publisher, subscriber
from calls.media.page import Page
from calls.media.publisher import Publisher
from tests.media.client import Client, until
from tests.media.conftest import Hall

CANDIDATE = "candidate:1 1 udp 2122260223 127.0.0.1 9 typ host"


@pytest.fixture
def connections(monkeypatch: pytest.MonkeyPatch) -> list[RTCPeerConnection]:
    """All that the server makes."""
    made: list[RTCPeerConnection] = []

    def connection(*arguments: Any) -> RTCPeerConnection:
        made.append(aiortc_inside.connection(*arguments))
        return made[-1]

    for module in (publisher, subscriber):
        monkeypatch.setattr(module, "connection", connection)
    return made


def page_of(hall: Hall, client: Client) -> Page:
    return hall.node._rooms[hall.call_id].pages[client.peer_id]


async def test_an_offer_that_waited_is_not_taken_from_who_was_put_out_meanwhile(
    hall: Hall, connections: list[RTCPeerConnection]
) -> None:
    minji = hall.enters()
    await hall.enters().joins("microphone")
    before = len(connections)
    async with page_of(hall, minji).lock:
        joining = asyncio.ensure_future(minji.joins("microphone"))
        await until(lambda: minji.sending is not None and minji.sending.localDescription)
        leaving = asyncio.ensure_future(hall.puts_out(minji))
        await until(lambda: minji.peer_id not in hall.node._rooms[hall.call_id].pages)
    await asyncio.gather(joining, leaving)
    assert (minji.events, len(connections)) == ([], before)


async def test_a_connection_that_was_being_made_is_closed_with_its_page(
    hall: Hall, connections: list[RTCPeerConnection], monkeypatch: pytest.MonkeyPatch
) -> None:
    teacher = await hall.enters().joins("camera")
    minji = hall.enters()
    leaving: list[asyncio.Future[None]] = []
    answer = Publisher.answer

    async def answer_who_is_put_out(link: Publisher, sdp: str, tracks: dict[str, str]) -> str:
        leaving.append(asyncio.ensure_future(hall.puts_out(minji)))
        await until(lambda: minji.peer_id not in hall.node._rooms[hall.call_id].pages)
        return await answer(link, sdp, tracks)

    with monkeypatch.context() as patch:
        patch.setattr(Publisher, "answer", answer_who_is_put_out)
        await minji.joins("microphone")
    await asyncio.gather(*leaving)
    await hall.puts_out(teacher)
    assert {one.connectionState for one in connections} == {"closed"}


async def test_connections_that_were_replaced_are_closed_with_their_page(
    hall: Hall, connections: list[RTCPeerConnection]
) -> None:
    teacher = await hall.enters().joins("camera")
    minji = await hall.enters().joins("camera")
    await minji.gets(teacher, "camera")
    await minji.joins("camera")
    await minji.says("webrtc.renegotiate", peer_id="sfu:recv", reason="network")
    await hall.puts_out(minji)
    await hall.puts_out(teacher)
    assert {one.connectionState for one in connections} == {"closed"}


async def test_a_call_that_ends_while_many_changes_of_it_are_read_ends_once(hall: Hall) -> None:
    await hall.enters().joins("microphone")
    call_id, hall.call_id = hall.call_id, uuid4()
    await asyncio.gather(*(hall.node.changed(call_id) for _ in range(3)))
    assert hall.node.calls == []


async def test_signals_of_unknown_calls_leave_nothing_behind(hall: Hall) -> None:
    stranger = hall.enters()
    for _ in range(3):
        stranger.call_id = uuid4()
        await stranger.says("call.view", tiles=[])
    gc.collect()
    assert not hall.node._locks._locks


async def test_a_new_connection_may_have_as_many_candidates_as_the_first(hall: Hall) -> None:
    minji = await hall.enters().joins("microphone")
    for _connection in range(2):
        for _ in range(150):
            await minji.says("webrtc.ice_candidate", peer_id="sfu:send", candidate=CANDIDATE, sdpMid="0")
        await minji.joins("microphone")
        await until(lambda: minji.sending is not None and minji.sending.connectionState == "connected")
    assert [event for event in minji.events if event["type"] == "error"] == []
