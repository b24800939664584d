"""A quick client: picows costs a fraction of what the server does, so the server is what is measured."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from typing import Any

from picows import WSFrame, WSListener, WSMsgType, WSTransport, ws_connect


class Client(WSListener):
    """One socket; `heard(text)` gets every text frame after `ready`."""

    def __init__(self, heard: Callable[[bytes], None] | None = None) -> None:
        self.heard = heard or (lambda _text: None)
        self.ready = asyncio.get_running_loop().create_future()
        self.closed: int | None = None
        self.transport: WSTransport

    def on_ws_connected(self, transport: WSTransport) -> None:
        self.transport = transport

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type == WSMsgType.TEXT:
            text = frame.get_payload_as_bytes()
            if not self.ready.done():
                self.ready.set_result(text)
            else:
                self.heard(text)
        elif frame.msg_type == WSMsgType.CLOSE:
            self.closed = int(frame.get_close_code())
            transport.disconnect()
        elif frame.msg_type == WSMsgType.PING:
            transport.send_pong(frame.get_payload_as_bytes())

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        if not self.ready.done():
            self.ready.set_exception(ConnectionError(f"closed with {self.closed}"))

    def say(self, frame: dict[str, Any]) -> None:
        self.transport.send(WSMsgType.TEXT, json.dumps(frame).encode())


async def connect(address: str, heard: Callable[[bytes], None] | None = None) -> Client:
    """Open, and wait for `ready`."""
    _transport, client = await ws_connect(lambda: Client(heard), address)
    await asyncio.wait_for(client.ready, 60)
    return client


async def connect_all(
    addresses: list[tuple[str, Callable[[bytes], None] | None]], at_once: int = 50
) -> list[Client]:
    gate = asyncio.Semaphore(at_once)

    async def one(address: str, heard: Callable[[bytes], None] | None) -> Client:
        async with gate:
            return await connect(address, heard)

    return list(await asyncio.gather(*(one(*each) for each in addresses)))


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else float("nan")


def ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"


now = time.perf_counter
