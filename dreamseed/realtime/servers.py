"""The one file that knows the insides of daphne and uvicorn.

ASGI's `send` says nothing about a slow reader: daphne's returns at once and fills memory,
uvicorn's waits so long that no close frame can follow. Both have a transport underneath.
"""

from __future__ import annotations

import asyncio
import socket
import struct
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any

LAST_WRITES = 0.3
"""Seconds in which close frames leave a process that ends."""
NO_LINGER = struct.pack("ii", 1, 0)


class Pace:
    """`open` is set while the peer reads fast enough; `drop` cuts the connection without a handshake."""

    def __init__(self, send: Any) -> None:
        self.open = asyncio.Event()
        self.open.set()
        self._protocol = _daphne_protocol(send)
        self.transport = getattr(self._protocol or getattr(send, "__self__", None), "transport", None)
        if self._protocol is not None:
            self._protocol.failByDrop = False  # a frame is too large: say 1009 before the connection ends
            _lift_limit_of_sending(self._protocol)
            self._protocol.transport.unregisterProducer()
            self._protocol.transport.registerProducer(self, True)

    def close_now(self, code: int) -> None:
        """Send the close frame at once: on daphne's way out no task of ours runs any more."""
        if self._protocol is not None:
            self._protocol.sendCloseFrame(code=code)  # sendClose takes no code of the protocol's own range

    def pauseProducing(self) -> None:  # noqa: N802  Twisted's IPushProducer
        self.open.clear()

    def resumeProducing(self) -> None:  # noqa: N802
        self.open.set()

    def stopProducing(self) -> None:  # noqa: N802
        self.open.set()

    def drop(self) -> None:
        """Cut off. Without lingering, or what the peer does not read stays in the kernel for minutes."""
        tcp = getattr(self.transport, "get_extra_info", lambda name: None)("socket")
        if tcp is not None:
            with suppress(OSError):
                tcp.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, NO_LINGER)
        abort = getattr(self.transport, "abortConnection", None) or getattr(self.transport, "abort", None)
        if abort is not None:
            abort()


class BodyPace:
    """The same for the body of an answer on daphne: `open` is set while the peer reads fast enough."""

    def __init__(self, request: Any) -> None:
        self.open = asyncio.Event()
        self.open.set()
        self._request = request

    @classmethod
    def of(cls, send: Any) -> BodyPace | None:
        """None on servers whose `send` waits by itself."""
        request = next(iter(getattr(send, "args", ())), None)
        return cls(request) if hasattr(request, "registerProducer") else None

    def begin(self) -> None:
        if self._is_connected and self._request.producer is None and not self._request.finished:
            self._request.registerProducer(self, True)

    def end(self) -> None:
        if self._is_connected and self._request.producer is self:
            self._request.unregisterProducer()

    @property
    def _is_connected(self) -> bool:
        """Twisted takes the channel away from a request that is answered, or whose person has gone."""
        return getattr(self._request, "channel", None) is not None

    def pauseProducing(self) -> None:  # noqa: N802  Twisted's IPushProducer
        self.open.clear()

    def resumeProducing(self) -> None:  # noqa: N802
        self.open.set()

    def stopProducing(self) -> None:  # noqa: N802
        self.open.set()


def _daphne_protocol(send: Any) -> Any:
    """daphne hands over partial(Server.handle_reply, protocol)."""
    arguments = getattr(send, "args", ())
    return arguments[0] if arguments and hasattr(arguments[0], "serverClose") else None


def _lift_limit_of_sending(protocol: Any) -> None:
    """autobahn silently drops what we send when it is larger than what we accept."""
    send = protocol.sendMessage

    def send_any_size(*args: Any, **kwargs: Any) -> None:
        limit, protocol.maxMessagePayloadSize = protocol.maxMessagePayloadSize, 0
        try:
            send(*args, **kwargs)
        finally:
            protocol.maxMessagePayloadSize = limit

    protocol.sendMessage = send_any_size


def before_shutdown(function: Callable[[], None]) -> None:
    """Call `function` when daphne is told to end; uvicorn closes its sockets with 1012 by itself."""
    reactor: Any = sys.modules.get("twisted.internet.reactor")
    if reactor is None or not getattr(reactor, "running", False):
        return
    from twisted.internet.task import deferLater

    def end() -> Any:
        function()
        return deferLater(reactor, LAST_WRITES, lambda: None)  # the reactor closes nothing before that

    reactor.addSystemEventTrigger("before", "shutdown", end)
