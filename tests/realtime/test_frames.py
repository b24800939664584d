"""Bad frames: each gets an answer, none closes the socket or harms the next."""

import json
from typing import Any
from uuid import uuid4

import pytest

from messenger.models import Conversation
from tests.people import Person
from tests.sockets import Line, Lines, Refusal

SEND = {"type": "message.send", "content": "말"}


@pytest.fixture
async def line(minji: Person, algebra: Conversation, lines: Lines) -> Line:
    return await lines.of(minji)


async def answer(line: Line, frame: Any) -> dict[str, Any]:
    """The error a frame gets; afterwards the socket still works."""
    await line.throws(
        frame if isinstance(frame, (str, bytes)) else json.dumps(frame, default=str, ensure_ascii=False)
    )
    error = await line.hears("error")
    assert error["detail"]
    await line.says("presence.watch", user_ids=[])
    return error


@pytest.mark.parametrize(
    "frame",
    [
        "",
        "{",
        "null",
        "7",
        '"message.send"',
        "[]",
        '[{"type": "presence.watch", "user_ids": []}]',
        "{} {}",
        '{"type": "message.send"',
        "[" * 30_000,
        '{"type":"message.send","content":' + "[" * 30_000 + "]" * 30_000 + "}",
        b"\xff\xfe",
        b"\x00",
        b'{"type": "presence.watch", "ref": "\xed\xa0\x80"}',
    ],
    ids=lambda frame: repr(frame)[:30],
)
async def test_what_is_no_object_is_malformed(frame: str | bytes, line: Line) -> None:
    error = await answer(line, frame)
    assert error["code"] in ("malformed", "invalid")
    assert "ref" not in error


@pytest.mark.parametrize(
    "type", ["nonsense", "", "ack", "message.created", None, 7, ["message.send"], {"a": 1}]
)
async def test_an_unknown_type_is_named_so(type: Any, line: Line) -> None:
    error = await answer(line, {"type": type, "ref": "1"})
    assert (error["code"], error["ref"]) == ("unknown_type", "1")


async def test_a_frame_without_type(line: Line) -> None:
    assert (await answer(line, {"ref": "1"}))["code"] == "unknown_type"


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({}, "conversation_id"),
        ({"conversation_id": "7"}, "conversation_id"),
        ({"conversation_id": None}, "conversation_id"),
        ({"conversation_id": str(uuid4()), "content": 7}, "content"),
        ({"conversation_id": str(uuid4()), "content": None}, "content"),
        ({"conversation_id": str(uuid4()), "client_id": 7}, "client_id"),
        ({"conversation_id": str(uuid4()), "sender_id": 1}, "sender_id"),
        ({"conversation_id": str(uuid4()), "content": " "}, "content"),
        ({"conversation_id": str(uuid4()), "content": "a\x00"}, "content"),
        ({"conversation_id": str(uuid4()), "content": "가" * 20_001}, "content"),
    ],
)
async def test_a_wrong_field_is_named(fields: dict[str, Any], wrong: str, line: Line) -> None:
    error = await answer(line, {**SEND, **fields, "ref": "1"})
    assert (error["code"], list(error["fields"]), error["ref"]) == ("invalid", [wrong], "1")


async def test_half_a_surrogate_pair_is_refused_under_its_ref(line: Line, algebra: Conversation) -> None:
    frame = {**SEND, "conversation_id": algebra.pk, "content": "\ud800", "ref": "1"}
    error = await answer(line, json.dumps(frame, default=str))
    assert (error["code"], error["ref"]) == ("invalid", "1")
    assert error["fields"] == {"content": ["글자 하나가 온전하지 않습니다."]}


@pytest.mark.parametrize("ref", ["x" * 65, 7, None, ["x"]])
async def test_a_ref_is_a_short_text(ref: Any, line: Line) -> None:
    error = await answer(line, {"type": "presence.watch", "user_ids": [], "ref": ref})
    assert (error["code"], list(error["fields"])) == ("invalid", ["ref"])
    assert "ref" not in error


async def test_a_ref_nobody_could_send_back(line: Line) -> None:
    error = await answer(line, '{"type": "presence.watch", "user_ids": [], "ref": "\\ud800"}')
    assert error["code"] == "invalid"
    assert "ref" not in error


@pytest.mark.parametrize("ref", ["", "x" * 64, "한글 🌱"])
async def test_a_ref_comes_back_as_it_was(ref: str, line: Line) -> None:
    await line.throws({"type": "presence.watch", "user_ids": [], "ref": ref})
    assert (await line.hears("ack"))["ref"] == ref
    assert (await answer(line, {"type": "nonsense", "ref": ref}))["ref"] == ref


async def test_a_frame_without_ref_gets_no_ack(line: Line) -> None:
    await line.throws({"type": "presence.watch", "user_ids": []})
    assert "ack" not in [frame["type"] for frame in await line.heard()]


async def test_a_frame_over_64_kib_is_too_large(line: Line, algebra: Conversation) -> None:
    frame = {**SEND, "conversation_id": algebra.pk, "content": "가" * 22_000, "ref": "large"}
    error = await answer(line, json.dumps(frame, default=str, ensure_ascii=False))
    assert (error["code"], error["ref"]) == ("too_large", "large")
    assert (await answer(line, json.dumps(frame, default=str).encode()))["code"] == "too_large"
    assert (await answer(line, "x" * 900_000))["code"] == "too_large"


async def test_the_longest_message_fits_into_a_frame(line: Line, algebra: Conversation) -> None:
    content = "가" * 20_000
    frame = {**SEND, "conversation_id": algebra.pk, "content": content, "ref": "1"}
    await line.throws(json.dumps(frame, default=str, ensure_ascii=False))
    assert (await line.hears("ack", ref="1"))["seq"] == 1


async def test_a_binary_frame_is_read_like_text(line: Line) -> None:
    await line.throws(b'{"type": "presence.watch", "user_ids": [], "ref": "1"}')
    assert (await line.hears("ack"))["ref"] == "1"


async def test_a_handler_that_fails_says_so_and_the_socket_lives(
    line: Line, algebra: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**fields: Any) -> None:
        raise RuntimeError("as if a bug")

    with monkeypatch.context() as broken:
        broken.setattr("messenger.actions.mark_read", fail)
        error = await answer(
            line, {"type": "message.read", "conversation_id": algebra.pk, "seq": 1, "ref": "1"}
        )
    assert (error["code"], error["ref"]) == ("server_error", "1")


async def test_errors_speak_the_persons_language(minji: Person, lines: Lines) -> None:
    from asgiref.sync import sync_to_async

    from accounts import actions

    said = []
    for language in ("ko", "en"):
        await sync_to_async(actions.update_profile)(user=minji.user, language=language)
        with pytest.raises(Refusal) as refusal:
            await (await lines.of(minji)).says("nonsense")
        said.append(refusal.value.frame["detail"])
    assert said[1] == "There is no frame of this type."
    assert said[0] != said[1]


async def test_a_page_that_asks_gets_frames_in_arrays(
    minji: Person, teacher: Person, algebra: Conversation, lines: Lines
) -> None:
    from dreamseed.realtime.floor import floor

    line = await lines.of(minji, "&batch=1")
    [socket] = floor.hub.sockets_of([minji.id])
    for number in range(3):
        socket.push(json.dumps({"type": "x", "number": number}))
    arrived = await line.wire.receive_output(5)
    assert [one["number"] for one in json.loads(arrived["text"]) if one["type"] == "x"] == [0, 1, 2]
    socket.push('{"type": "x"}')
    alone = json.loads((await line.wire.receive_output(5))["text"])
    assert alone == {"type": "x"}
