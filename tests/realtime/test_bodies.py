"""A body that is too long is refused before it is read, and while it is read when nobody announced it."""

import json
from typing import Any

import pytest
from asgiref.testing import ApplicationCommunicator
from twisted.internet.error import ConnectionDone
from twisted.python.failure import Failure
from twisted.web.http import Request
from twisted.web.test.requesthelper import DummyChannel

from dreamseed.realtime.bodies import BodyLimit
from dreamseed.realtime.servers import BodyPace


async def reader(scope: Any, receive: Any, send: Any) -> None:
    """An application that wants the whole body."""
    more = True
    while more:
        more = (await receive()).get("more_body", False)
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"read"})


async def never(scope: Any, receive: Any, send: Any) -> None:
    raise AssertionError("it was handed on")


async def answer(app: Any, *parts: bytes, length: bytes | None = None) -> tuple[int, bytes]:
    headers = [(b"content-length", length)] if length is not None else []
    line = ApplicationCommunicator(
        BodyLimit(app, lambda path: 10 if path == "/small" else 100),
        {"type": "http", "method": "POST", "path": "/small", "headers": headers},
    )
    for at, part in enumerate(parts, 1):
        await line.send_input({"type": "http.request", "body": part, "more_body": at < len(parts)})
    start, body = await line.receive_output(), await line.receive_output()
    return start["status"], body["body"]


async def test_what_fits_is_handed_on() -> None:
    assert await answer(reader, b"12345", b"67890", length=b"10") == (200, b"read")


async def test_by_its_length_it_is_refused_unread() -> None:
    status, body = await answer(never, length=b"11")
    assert (status, json.loads(body)["code"]) == (413, "too_large")


async def test_without_a_length_it_is_refused_when_it_has_grown_too_long() -> None:
    status, body = await answer(reader, b"12345", b"678901", b"never read")
    assert (status, json.loads(body)["code"]) == (413, "too_large")


async def test_a_length_that_is_no_number_is_left_to_the_application() -> None:
    assert await answer(reader, b"12", length=b"many") == (200, b"read")


@pytest.mark.parametrize("begun", [True, False])
async def test_who_goes_away_in_the_middle_of_an_answer_is_no_error(begun: bool) -> None:
    channel: Any = DummyChannel()
    request = Request(channel, False)
    pace = BodyPace(request)
    if begun:
        pace.begin()
    request.connectionLost(Failure(ConnectionDone()))

    pace.begin()
    pace.end()
    assert pace.open.is_set()


async def test_an_answer_may_be_whole_before_its_pace_ends() -> None:
    channel: Any = DummyChannel()
    request = Request(channel, False)
    pace = BodyPace(request)
    pace.begin()
    pace.end()
    request.finish()

    pace.end()
    assert pace.open.is_set()
