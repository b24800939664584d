"""From the mesh to a forwarding server: who decides, who hears of it, who may speak to it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import pytest
import pytest_asyncio
from channels.db import database_sync_to_async as in_database

from calls import nodes
from calls.actions import answer_call, start_call
from calls.actions.topology import adopt
from calls.management.commands.media import load
from calls.models import Call
from calls.nodes import NodeState
from dreamseed.realtime import hooks
from dreamseed.realtime.hooks import HOOKS
from messenger.actions import remove_participant
from messenger.models import Conversation
from tests.calls.room import Page, meet
from tests.people import Person
from tests.sockets import Lines

NODE = "node-of-this-test"
Crowd = tuple[Conversation, list[Person]]


@pytest_asyncio.fixture
async def heard(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[list[dict[str, Any]]]:
    """A forwarding server lives; what pages tell it."""
    events: list[dict[str, Any]] = []
    monkeypatch.setattr(nodes, "EXPIRES_MS", 60_000)
    await in_database(nodes.announce)(NODE, NodeState(load=0, capacity=400))
    hooks.listen(nodes.topic(NODE), events.append)
    yield events
    del HOOKS.listeners[nodes.topic(NODE)]


async def meet_all(lines: Lines, teacher: Person, crowd: Crowd) -> list[Page]:
    conversation, people = crowd
    return await meet(lines, conversation, teacher, *people[:4])


async def test_the_fifth_person_takes_the_call_to_the_server_and_everybody_hears_it(
    lines: Lines, teacher: Person, crowd: Crowd, heard: list[dict[str, Any]]
) -> None:
    pages = await meet_all(lines, teacher, crowd)
    for page in pages[:4]:
        event = await page.hears("call.topology")
        assert (event["topology"], event["media_server"]) == ("sfu", NODE)
    call = (await pages[0].says("call.media", audio_enabled=False))["call"]
    assert (call["topology"], call["media_server"]) == ("sfu", NODE)


async def test_it_never_goes_back(
    lines: Lines, teacher: Person, crowd: Crowd, heard: list[dict[str, Any]]
) -> None:
    pages = await meet_all(lines, teacher, crowd)
    for page in pages[3:]:
        await page.says("call.leave")
    call = (await pages[0].says("call.media", audio_enabled=False))["call"]
    assert call["topology"] == "sfu"


async def test_what_a_page_says_to_the_server_reaches_it_stamped(
    lines: Lines, teacher: Person, crowd: Crowd, heard: list[dict[str, Any]]
) -> None:
    page, *others = await meet_all(lines, teacher, crowd)
    tracks = {"0": "microphone", "1": "camera"}
    forged = {"from_peer_id": others[0].peer_id, "from_user_id": 1}
    await page.says("webrtc.offer", peer_id="sfu:send", sdp="v=0", tracks=tracks)
    await page.says("webrtc.answer", peer_id="sfu:recv", sdp="v=0")
    await page.says("webrtc.renegotiate", peer_id="sfu:recv", reason="lost")
    await page.says("call.view", tiles=[others[0].peer_id], large=[])
    stamp = {"call_id": page.call_id, "from_peer_id": page.peer_id, "from_user_id": teacher.id}
    assert [event["type"] for event in heard] == [
        "webrtc.offer", "webrtc.answer", "webrtc.renegotiate", "call.view",
    ]  # fmt: skip
    assert all(event.items() >= stamp.items() for event in heard)
    assert heard[0]["tracks"] == tracks
    assert heard[3]["tiles"] == [others[0].peer_id]
    assert (await page.refused("webrtc.offer", peer_id="sfu:send", sdp="v=0", **forged))["code"] == "invalid"
    assert len(heard) == 4


async def test_the_server_hears_of_a_page_that_comes_back_and_of_no_newcomer(
    lines: Lines, teacher: Person, crowd: Crowd, heard: list[dict[str, Any]]
) -> None:
    page, *_others = await meet_all(lines, teacher, crowd)
    assert heard == []
    await page.line.close()
    again = Page(await lines.of(teacher), page.call_id, page.peer_id)
    assert (await again.answers())["fresh"] is False
    stamp = {"call_id": page.call_id, "from_peer_id": page.peer_id, "from_user_id": teacher.id}
    assert heard == [{"type": "call.answer", **stamp}]


async def test_in_a_mesh_nobody_speaks_to_a_server(
    lines: Lines, teacher: Person, minji: Person, algebra: Conversation
) -> None:
    page, _other = await meet(lines, algebra, teacher, minji)
    refusal = await page.refused("webrtc.offer", peer_id="sfu:send", sdp="v=0")
    assert refusal["code"] == "no_media_server"
    await page.says("call.view", tiles=[], large=[])


@pytest.mark.parametrize(
    ("frame", "fields"),
    [
        ("webrtc.offer", {"peer_id": "sfu:send", "sdp": "v=0"}),
        ("webrtc.ice_candidate", {"peer_id": "sfu:recv", "candidate": "candidate:1"}),
        ("webrtc.renegotiate", {"peer_id": "sfu:recv"}),
        ("call.view", {"tiles": [str(uuid4())]}),
    ],
)
async def test_strangers_and_the_removed_are_not_heard(
    lines: Lines,
    teacher: Person,
    stranger: Person,
    crowd: Crowd,
    heard: list[dict[str, Any]],
    frame: str,
    fields: dict[str, Any],
) -> None:
    pages = await meet_all(lines, teacher, crowd)
    outside = Page(await lines.of(stranger), pages[0].call_id)
    assert (await outside.refused(frame, **fields))["code"] == "not_found"
    conversation, people = crowd
    await in_database(remove_participant)(
        user=teacher.user, conversation_id=conversation.pk, user_id=people[0].id
    )
    assert (await pages[1].refused(frame, **fields))["code"] == "not_found"
    assert heard == []


async def test_a_thousand_candidates_to_the_server_are_too_many(
    lines: Lines, teacher: Person, crowd: Crowd, heard: list[dict[str, Any]]
) -> None:
    page, *_others = await meet_all(lines, teacher, crowd)
    page.line.frames.clear()
    codes = set()
    for _ in range(110):
        try:
            await page.says("webrtc.ice_candidate", peer_id="sfu:send", candidate="candidate:1")
        except Exception as error:
            codes.add(getattr(error, "frame", {}).get("code"))
            break
    assert codes == {"rate_limited"}
    assert len(heard) <= 101


async def test_a_dead_servers_calls_go_on_with_the_next_one(
    lines: Lines, teacher: Person, crowd: Crowd, heard: list[dict[str, Any]]
) -> None:
    pages = await meet_all(lines, teacher, crowd)
    another, third = {"another": NodeState(0, 400)}, {"third": NodeState(0, 400)}
    assert await in_database(adopt)(another, spared=[NODE]) == 0
    await pages[0].hears("call.topology", media_server=NODE)
    assert await in_database(adopt)(another) == 1
    for page in pages:
        await page.hears("call.topology", media_server="another")
    assert await in_database(adopt)({**another, **third}) == 0


async def test_a_server_that_was_late_and_lost_its_calls_keeps_none_of_them(
    lines: Lines, teacher: Person, crowd: Crowd, heard: list[dict[str, Any]]
) -> None:
    pages = await meet_all(lines, teacher, crowd)
    call_id = UUID(pages[0].call_id)
    state = await load(NODE, call_id)
    assert state is not None
    assert {str(peer_id) for peer_id in state.peers} == {page.peer_id for page in pages}
    await in_database(adopt)({"another": NodeState(0, 400)})
    assert await load(NODE, call_id) is None
    assert await load("another", call_id) == state


def forwarded(starter: Person, conversation: Conversation, node: str) -> Call:
    """A call that this server forwards, its starter in it."""
    call, _created = start_call(user=starter.user, conversation_id=conversation.pk, call_type="video")
    answer_call(user=starter.user, call_id=call.pk)
    Call.objects.filter(pk=call.pk).update(topology=Call.Topology.SFU, media_node=node)
    return call


def test_the_calls_of_a_dead_server_are_spread_over_those_with_room(
    teacher: Person, minji: Person, algebra: Conversation, study_group: Conversation
) -> None:
    lost = [forwarded(teacher, algebra, "dead"), forwarded(minji, study_group, "dead")]
    living = {"full": NodeState(500, 400), "one": NodeState(0, 400), "other": NodeState(0, 400)}
    assert adopt(living) == 2
    assert {Call.objects.get(pk=call.pk).media_node for call in lost} == {"one", "other"}


def test_a_call_weighs_as_soon_as_it_is_placed(
    teacher: Person,
    minji: Person,
    seojun: Person,
    algebra: Conversation,
    study_group: Conversation,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Classes begin at the same minute, and their pages take seconds to connect."""
    monkeypatch.setattr("calls.actions.topology.MESH_PEOPLE", 1)
    nodes.announce("one", NodeState(load=0, capacity=401))
    nodes.announce("other", NodeState(load=0, capacity=400))
    forwarded(teacher, algebra, "one")
    call, _created = start_call(user=minji.user, conversation_id=study_group.pk, call_type="video")
    for person in (minji, seojun):
        answer_call(user=person.user, call_id=call.pk)
    assert Call.objects.get(pk=call.pk).media_node == "other"


def test_of_all_servers_the_one_with_most_room_is_taken() -> None:
    living = {"busy": NodeState(390, 400), "overfull": NodeState(700, 600), "free": NodeState(10, 100)}
    assert nodes.roomiest(living) == "free"
    del living["free"]
    assert nodes.roomiest(living) == "busy"
    del living["busy"]
    assert nodes.roomiest(living) == "overfull"


async def test_a_server_that_ended_in_good_order_gets_no_call(
    lines: Lines, teacher: Person, crowd: Crowd, heard: list[dict[str, Any]]
) -> None:
    await in_database(nodes.retire)(NODE)
    conversation, people = crowd
    pages = await meet(lines, conversation, teacher, *people[:3])
    fifth = Page(await lines.of(people[3]), pages[0].call_id)
    refusal = await fifth.refused("call.answer", peer_id=fifth.peer_id)
    assert (refusal["code"], refusal["limit"]) == ("call_full", 4)


async def test_fifty_people_are_a_full_call(
    lines: Lines, teacher: Person, minji: Person, algebra: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("calls.actions.topology.CALL_PEOPLE", 1)
    page, *_ = await meet(lines, algebra, teacher)
    refusal = await Page(await lines.of(minji), page.call_id).refused("call.answer", peer_id=str(uuid4()))
    assert (refusal["code"], refusal["limit"]) == ("call_full", 1)
