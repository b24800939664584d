"""Bodies of requests and answers: no more is taken in than allowed, and given out than the peer can read."""

from collections.abc import Callable
from typing import Any

from dreamseed.realtime.errors import TooLarge
from dreamseed.realtime.servers import BodyPace
from dreamseed.realtime.wire import encode


class _Overflow(Exception):
    """More came than was allowed, whatever Content-Length said."""


class BodyLimit:
    """ASGI: 413 in the common shape when a body is longer than `largest(path)` bytes, before it is read."""

    def __init__(self, app: Any, largest: Callable[[str], int]):
        self.app, self.largest = app, largest

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        limit = self.largest(scope["path"])
        if _announced(scope) > limit:
            return await _refuse(send)
        try:
            await self.app(scope, _counted(receive, limit), send)
        except _Overflow:
            await _refuse(send)


def _announced(scope: Any) -> int:
    """Content-Length; what is no number is left to Django."""
    value = dict(scope["headers"]).get(b"content-length", b"0")
    return int(value) if value.isdigit() and len(value) < 19 else 0


def _counted(receive: Any, limit: int) -> Any:
    taken = 0

    async def counted() -> Any:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > limit:
            raise _Overflow
        return message

    return counted


class Paced:
    """ASGI: a long answer waits for its reader, where the server would keep all of it in memory."""

    def __init__(self, app: Any):
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        pace = BodyPace.of(send)
        if pace is None:
            return await self.app(scope, receive, send)

        async def paced(message: Any) -> None:
            more = message.get("more_body", False)
            if message["type"] == "http.response.body" and not more:
                pace.end()
            await send(message)
            if more:
                pace.begin()
                await pace.open.wait()

        try:
            await self.app(scope, receive, paced)
        finally:
            pace.end()


async def _refuse(send: Any) -> None:
    body = encode(TooLarge().as_dict()).encode()
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": body})
