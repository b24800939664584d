"""A person's socket in a test, against the application in this process: speaks frames, hears events."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import jsonschema  # type: ignore[import-untyped]
import pytest
from asgiref.testing import ApplicationCommunicator
from channels.db import database_sync_to_async

from dreamseed.realtime import told
from dreamseed.realtime.fields import schema_of
from tests.people import Person

PATIENCE = 5.0


class Refusal(AssertionError):
    """An `error` frame where an ack was hoped for."""

    def __init__(self, frame: dict[str, Any]):
        super().__init__(frame)
        self.frame, self.code = frame, frame["code"]


def _is_documented(frame: dict[str, Any]) -> None:
    known = told.EVENTS.get(frame["type"])
    assert known is not None, f"{frame['type']} is documented nowhere"
    fields = frame.keys() - {"type"}
    assert known.always <= fields, f"{frame['type']} comes without {known.always - fields}"
    if frame["type"] not in told.ANSWERS:
        more = fields - known.always - known.sometimes
        assert not more, f"{frame['type']} comes with {more}, which is documented nowhere"
    for name in fields & (known.always | known.sometimes):
        jsonschema.validate(frame[name], _without_shapes(schema_of(frame["type"], name)))


def _without_shapes(schema: Any) -> Any:
    """What is of the OpenAPI document is compared with it elsewhere."""
    if isinstance(schema, dict):
        return {} if "$ref" in schema else {name: _without_shapes(part) for name, part in schema.items()}
    return schema


class Line:
    """One open socket. `frames` keeps what arrived and nobody has asked for yet."""

    def __init__(
        self,
        address: str,
        headers: list[tuple[bytes, bytes]] | None = None,
        subprotocols: list[str] | None = None,
    ):
        from dreamseed.asgi import application

        path, _, query = address.partition("?")
        scope = {
            "type": "websocket",
            "path": path,
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "headers": headers or [],
            "subprotocols": subprotocols or [],
        }
        self.wire = ApplicationCommunicator(application, scope)
        self.frames: list[dict[str, Any]] = []
        self.ready: dict[str, Any] = {}
        self.closed: int | None = None
        self.accepted: dict[str, Any] = {}

    async def open(self) -> Line:
        """Connect and wait for `ready`, or for the close code."""
        await self.wire.send_input({"type": "websocket.connect"})
        self.accepted = await self.wire.receive_output(PATIENCE)
        await self._arrive()
        if self.closed is None:
            self.ready = await self.hears("ready")
        return self

    async def close(self) -> None:
        # a server says so too after it has closed by itself
        await self.wire.send_input({"type": "websocket.disconnect", "code": self.closed or 1000})
        await self.wire.wait(PATIENCE)

    async def says(self, type: str, **fields: Any) -> dict[str, Any]:
        """Send a frame and wait for its ack; Refusal when an error comes instead."""
        ref = uuid4().hex
        await self.throws({"type": type, "ref": ref, **fields})
        answer = await self.answer_to(ref)
        if answer["type"] == "error":
            raise Refusal(answer)
        return answer

    async def answer_to(self, ref: str) -> dict[str, Any]:
        """The ack or the error of the frame that was sent with this ref."""
        return await self._first(lambda frame: frame.get("ref") == ref and frame["type"] in ("ack", "error"))

    async def throws(self, frame: Any) -> None:
        """Send anything at all: an object, text, bytes."""
        if isinstance(frame, bytes):
            await self.wire.send_input({"type": "websocket.receive", "bytes": frame})
        else:
            text = frame if isinstance(frame, str) else json.dumps(frame, default=str)
            await self.wire.send_input({"type": "websocket.receive", "text": text})

    async def hears(self, type: str, **fields: Any) -> dict[str, Any]:
        """The next event of this type whose fields are like these."""

        def fits(frame: dict[str, Any]) -> bool:
            return frame["type"] == type and all(frame.get(name) == value for name, value in fields.items())

        return await self._first(fits)

    async def heard(self) -> list[dict[str, Any]]:
        """Everything that has arrived until now: the answer to a last frame comes after it."""
        await self.says("presence.watch", user_ids=[])
        frames, self.frames = self.frames, []
        return frames

    async def closes(self) -> int:
        """Wait for the server to close; its code."""
        while self.closed is None:
            await self._arrive()
        return self.closed

    async def _first(self, fits: Any) -> dict[str, Any]:
        while True:
            for frame in self.frames:
                if fits(frame):
                    self.frames.remove(frame)
                    return frame
            assert self.closed is None, f"closed with {self.closed}"
            await self._arrive()

    async def _arrive(self) -> None:
        try:
            output = await self.wire.receive_output(PATIENCE)
        except TimeoutError:
            raise AssertionError(f"nothing came; unasked for: {self.frames}") from None
        if output["type"] == "websocket.close":
            self.closed = output["code"]
            return
        frames = json.loads(output["text"])
        frames = frames if isinstance(frames, list) else [frames]
        for frame in frames:
            _is_documented(frame)
        self.frames.extend(frames)


class Lines:
    """Opens sockets, and closes them when the test is over."""

    def __init__(self) -> None:
        self.opened: list[Line] = []

    async def of(self, person: Person, query: str = "", **options: Any) -> Line:
        """A socket of this person, signed in by token."""
        address = f"/api/v1/messenger/ws/{person.id}?token={await token_of(person)}{query}"
        return await self.at(address, **options)

    async def at(self, address: str, **options: Any) -> Line:
        line = Line(address, **options)
        self.opened.append(line)
        return await line.open()

    async def hang_up(self) -> None:
        await asyncio.gather(*(line.close() for line in self.opened), return_exceptions=True)


@database_sync_to_async
def token_of(person: Person) -> str:
    return person.token


@pytest.fixture
async def lines(transactional_db: None) -> AsyncIterator[Lines]:
    """`line = await lines.of(minji)`."""
    from dreamseed.realtime import limits

    limits.forget()
    opened = Lines()
    yield opened
    await opened.hang_up()
