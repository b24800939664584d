"""Too much at once: refused, and only who does not stop is closed."""

import pytest

from dreamseed.realtime.socket import FLOODING
from messenger.models import Conversation
from tests.people import Person
from tests.sockets import Lines

ASK = {"type": "presence.watch", "user_ids": [], "ref": "1"}


async def test_the_sixty_first_frame_in_a_second_waits_and_keeps_its_ref(minji: Person, lines: Lines) -> None:
    line = await lines.of(minji)
    for number in range(200):
        await line.throws({"type": "typing.nonsense", "ref": str(number)})
    answers = [await line.hears("error", ref=str(number)) for number in range(200)]
    codes = [answer["code"] for answer in answers]
    assert set(codes[:60]) == {"unknown_type"}
    refused = [answer for answer in answers if answer["code"] == "rate_limited"]
    assert refused
    assert all(answer["retry_after"] > 0 and answer["detail"] for answer in refused)
    assert line.closed is None


async def test_two_sockets_of_a_person_share_the_limit_others_do_not(
    minji: Person, seojun: Person, lines: Lines
) -> None:
    one, other, neighbour = await lines.of(minji), await lines.of(minji), await lines.of(seojun)
    for _number in range(150):
        await one.throws(ASK)
    await other.throws({"type": "nonsense", "ref": "1"})
    assert (await one.hears("error"))["code"] == "rate_limited"
    assert (await neighbour.says("presence.watch", user_ids=[]))["users"] == {}


async def test_who_does_not_stop_is_closed(
    minji: Person, seojun: Person, lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dreamseed.realtime.socket.FLOOD_PATIENCE", 0.1)
    line, neighbour = await lines.of(minji), await lines.of(seojun)
    while line.closed is None:
        for _number in range(100):
            await line.throws(ASK)
        while line.closed is None and len(line.frames) < 100:
            await line._arrive()
        line.frames.clear()
    assert line.closed == FLOODING
    await neighbour.heard()


async def test_who_stops_in_time_is_not(minji: Person, lines: Lines) -> None:
    line = await lines.of(minji)
    for _round in range(2):
        for _number in range(100):
            await line.throws(ASK)
        assert (await line.hears("error"))["code"] == "rate_limited"
    assert line.closed is None


async def test_refused_messages_are_not_written(minji: Person, algebra: Conversation, lines: Lines) -> None:
    from messenger.models import Message

    line = await lines.of(minji)
    for number in range(40):
        await line.throws(
            {
                "type": "message.send",
                "ref": str(number),
                "conversation_id": algebra.pk,
                "content": str(number),
            }
        )
    kinds: list[str] = []
    while len(kinds) < 40:
        await line._arrive()
        kinds += [frame["type"] for frame in line.frames if frame["type"] in ("ack", "error")]
        line.frames.clear()
    assert await Message.objects.acount() == kinds.count("ack")
    assert 20 <= kinds.count("ack") < 40
