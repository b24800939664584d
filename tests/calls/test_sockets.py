"""What every page and device of everybody hears of a call."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from channels.db import database_sync_to_async as in_database
from django.utils import timezone

from calls import actions, claims
from calls.models import CallConnection
from dreamseed.realtime.floor import floor
from messenger.actions import remove_participant
from messenger.models import Conversation
from tests.calls.room import Page, meet, start
from tests.calls.steps import peers_of, state_of
from tests.people import Person
from tests.sockets import Lines, Refusal


async def test_it_rings_on_every_device_and_stops_when_answered_on_one(
    lines: Lines, teacher: Person, minji: Person, seojun: Person, algebra: Conversation
) -> None:
    board = await lines.of(teacher)
    phone, laptop, other = [await lines.of(one) for one in (minji, minji, seojun)]
    call = await start(board, algebra, invited_user_ids=[minji.id])
    for device in (phone, laptop):
        invitation = await device.hears("call.invitation")
        assert invitation["from"]["id"] == teacher.id
        assert invitation["call"]["conversation_title"] == algebra.title
        assert state_of(invitation["call"], minji) == "invited"

    await Page(phone, call["id"]).answers()
    rings, stops = await laptop.hears("call.updated"), await laptop.hears("call.participant_joined")
    assert state_of(rings["call"], minji) == "invited"
    assert (stops["user_id"], stops["participant"]["state"], stops["joined"]) == (minji.id, "joined", 1)
    assert rings["call"]["revision"] < stops["revision"]
    heard = [frame["type"] for frame in await other.heard() if frame["type"].startswith("call.")]
    assert heard == ["call.updated", "call.participant_joined"]


async def test_a_page_that_comes_back_while_it_rings_still_rings(
    lines: Lines, teacher: Person, minji: Person, algebra: Conversation
) -> None:
    board = await lines.of(teacher)
    call = await start(board, algebra)
    late = await lines.of(minji)
    assert [one["id"] for one in late.ready["calls"]] == [call["id"]]
    assert board.ready["calls"] == []
    await late.says("call.reject", call_id=call["id"])
    assert (await lines.of(minji)).ready["calls"] == []


async def test_everybody_in_the_call_hears_who_comes_and_goes(
    lines: Lines, teacher: Person, minji: Person, algebra: Conversation
) -> None:
    board, phone = await meet(lines, algebra, teacher, minji)
    came = await board.hears("call.participant_joined", user_id=minji.id)
    assert (came["call_id"], came["peer_id"]) == (board.call_id, phone.peer_id)
    await phone.says("call.leave")
    left = await board.hears("call.participant_left", user_id=minji.id)
    assert left["peer_id"] == phone.peer_id
    assert [one["user_id"] for one in await phone.heard("call.participant_left")] == []


async def test_switches_are_told_to_who_is_in(
    lines: Lines, teacher: Person, minji: Person, seojun: Person, algebra: Conversation
) -> None:
    outside = await lines.of(seojun)
    board, phone = await meet(lines, algebra, teacher, minji)
    answer = await phone.says("call.media", audio_enabled=False)
    told = await board.hears("call.media", user_id=minji.id)
    assert (told["audio_enabled"], told["video_enabled"]) == (False, True)
    assert told["revision"] == answer["call"]["revision"]
    assert "call.media" not in [frame["type"] for frame in await outside.heard()]
    assert (await phone.refused("call.media", audio_enabled="yes"))["code"] == "invalid"


async def test_both_are_told_of_the_end(
    lines: Lines, teacher: Person, minji: Person, algebra: Conversation
) -> None:
    board, phone = await meet(lines, algebra, teacher, minji)
    assert (await board.says("call.end"))["call"]["status"] == "ended"
    ended = await phone.hears("call.ended")
    assert ended["call"]["end_reason"] == "completed"
    line = await phone.hears("message.created")
    assert line["message"]["content"]["kind"] == "call_ended"
    refused = await phone.refused("call.answer", peer_id=phone.peer_id)
    assert (refused["code"], refused["call"]["id"]) == ("call_ended", board.call_id)


async def test_a_lost_socket_leaves_its_page_in_the_call(
    lines: Lines, teacher: Person, minji: Person, algebra: Conversation
) -> None:
    board, phone = await meet(lines, algebra, teacher, minji)
    await phone.line.close()
    again = Page(await lines.of(minji), phone.call_id, phone.peer_id)
    answer = await again.answers()
    assert answer["fresh"] is False
    assert peers_of(answer["call"], minji) == [phone.peer_id]
    await board.line.heard()
    await board.says("webrtc.offer", sdp="v=0", peer_id=phone.peer_id)
    assert (await again.hears("webrtc.offer"))["from_peer_id"] == board.peer_id
    assert await board.heard("call.participant_left", "call.updated") == []


async def test_a_reloaded_page_comes_back_without_leaving(
    lines: Lines, teacher: Person, minji: Person, pair: Conversation
) -> None:
    board, phone = await meet(lines, pair, teacher, minji)
    await phone.line.close()
    await board.line.heard()
    reloaded = Page(await lines.of(minji), phone.call_id)
    answer = await reloaded.answers(replaces=phone.peer_id)
    assert answer["call"]["status"] == "active"
    assert peers_of(answer["call"], minji) == [reloaded.peer_id]
    assert (await board.hears("call.participant_left"))["peer_id"] == phone.peer_id
    assert (await board.hears("call.participant_joined"))["peer_id"] == reloaded.peer_id
    assert await board.heard("call.updated") == []


async def test_one_socket_speaks_for_one_page(
    lines: Lines, teacher: Person, minji: Person, pair: Conversation
) -> None:
    _board, phone = await meet(lines, pair, teacher, minji)
    second = Page(phone.line, phone.call_id)
    assert peers_of((await second.answers())["call"], minji) == [second.peer_id]


async def test_a_refused_claim_hears_nothing(
    lines: Lines, teacher: Person, minji: Person, stranger: Person, algebra: Conversation
) -> None:
    board, phone = await meet(lines, algebra, teacher, minji)
    thief = Page(await lines.of(stranger), board.call_id, board.peer_id)
    assert (await thief.refused("call.answer", peer_id=board.peer_id))["code"] == "not_found"
    double = Page(await lines.of(minji), board.call_id, board.peer_id)
    assert (await double.refused("call.answer", peer_id=board.peer_id))["code"] == "peer_taken"
    await phone.says("webrtc.offer", sdp="v=0", peer_id=board.peer_id)
    await phone.says("call.media", audio_enabled=False)
    await board.hears("webrtc.offer")
    for page in (thief, double):
        assert await page.heard("webrtc.offer", "call.media") == []
    assert len(floor.hub.rooms[f"peer:{board.peer_id}"].sockets) == 1


async def test_the_removed_hear_nothing_more(
    lines: Lines, minji: Person, seojun: Person, study_group: Conversation
) -> None:
    host, guest = await meet(lines, study_group, minji, seojun)
    remove = in_database(remove_participant)
    await remove(user=minji.user, conversation_id=study_group.pk, user_id=seojun.id)
    await guest.hears("conversation.removed")
    await guest.line.heard()
    assert (await host.refused("webrtc.offer", sdp="v=0", peer_id=guest.peer_id))["code"] == "not_found"
    assert (await guest.refused("webrtc.offer", sdp="v=0", peer_id=host.peer_id))["code"] == "not_found"
    await host.says("call.media", audio_enabled=False)
    assert await guest.heard("call.media", "call.updated", "webrtc.offer") == []
    assert await host.heard("webrtc.offer") == []


async def test_leaving_one_device_keeps_the_other_in(
    lines: Lines, teacher: Person, minji: Person, algebra: Conversation
) -> None:
    board, phone, laptop = await meet(lines, algebra, teacher, minji, minji)
    assert state_of((await phone.says("call.leave"))["call"], minji) == "joined"
    await board.says("call.media", audio_enabled=False)
    assert await laptop.hears("call.media", user_id=teacher.id)
    assert await phone.heard("call.media") == []


async def test_the_heartbeat_keeps_pages_and_forgets_the_dead(
    lines: Lines, teacher: Person, minji: Person, algebra: Conversation
) -> None:
    board, phone = await meet(lines, algebra, teacher, minji)
    long_ago = timezone.now() - timedelta(seconds=29)
    await CallConnection.objects.aupdate(seen_at=long_ago)
    await CallConnection.objects.filter(peer_id=phone.peer_id).aupdate(left_at=timezone.now())
    await claims.beat(floor.hub.sockets())
    seen = await CallConnection.objects.aget(peer_id=board.peer_id)
    assert seen.seen_at > long_ago
    assert (await phone.refused("webrtc.offer", sdp="v=0"))["code"] == "not_found"
    assert f"peer:{phone.peer_id}" not in floor.hub.rooms
    assert await in_database(actions.sweep)() == 0


async def test_a_second_start_leads_to_the_first(
    lines: Lines, teacher: Person, minji: Person, pair: Conversation
) -> None:
    first, second = await lines.of(teacher), await lines.of(minji)
    call = await start(first, pair)
    with pytest.raises(Refusal) as refusal:
        await start(second, pair)
    assert (refusal.value.code, refusal.value.frame["call_id"]) == ("call_running", call["id"])
    assert state_of((await Page(second, call["id"]).answers())["call"], minji) == "joined"


async def test_bad_frames_name_their_field(lines: Lines, teacher: Person, algebra: Conversation) -> None:
    page = Page(await lines.of(teacher), str(uuid4()))
    assert (await page.refused("call.answer", peer_id="mine"))["fields"].keys() == {"peer_id"}
    assert (await page.refused("call.answer", peer_id=page.peer_id))["code"] == "not_found"
    fields = {"conversation_id": str(algebra.pk), "call_type": "hologram"}
    assert (await _refused(page, "call.initiate", fields))["fields"].keys() == {"call_type"}
    forged = {"conversation_id": str(algebra.pk), "call_type": "audio", "from": 1}
    assert (await _refused(page, "call.initiate", forged))["code"] == "invalid"


async def _refused(page: Page, type: str, fields: dict[str, Any]) -> dict[str, Any]:
    await page.line.throws({"type": type, "ref": "x", **fields})
    return await page.hears("error", ref="x")
