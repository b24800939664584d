"""Between processes: one channel-layer group carries one numbered batch after another.

The layer promises little (at most once, no word when Valkey was away), so batches are numbered a
process, a probe confirms the subscription, and holes, silence and returns are told to the floor,
which repairs from PostgreSQL.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from time import monotonic
from typing import Any
from uuid import uuid4

import msgpack
from channels.layers import get_channel_layer

from dreamseed.realtime.hub import Close, Delivery, Item, Join, Leave

log = logging.getLogger(__name__)

GROUP = "hub"
HEARTBEAT = 1.0
SILENCE = 3.0
FORGET = 60.0
KINDS: dict[str, Callable[..., Item]] = {"d": Delivery, "j": Join, "l": Leave, "c": Close}
LETTERS = {kind: letter for letter, kind in KINDS.items()}


class Bus:
    """`take(items)` gets what others sent, `returned()` is called when batches may have been lost,
    `silent()` when a peer stopped in the middle."""

    def __init__(
        self, take: Callable[[list[Item]], None], returned: Callable[[], None], silent: Callable[[], None]
    ) -> None:
        self.me = uuid4().hex
        self.confirmed = asyncio.Event()
        self._take, self._returned, self._silent = take, returned, silent
        self._layer: Any = get_channel_layer()
        self._out: list[Item] = []
        self._wake = asyncio.Event()
        self._idle = asyncio.Event()
        self._number = 0
        self._heard: dict[str, int] = {}
        self._at: dict[str, float] = {}
        self._away = False
        self._tasks: list[asyncio.Task[None]] = []

    def start(self, listen: bool = True) -> None:
        work = [self._write, self._read, self._watch] if listen else [self._write]
        self._tasks = [asyncio.create_task(_supervised(one)) for one in work]

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def put(self, items: list[Item]) -> None:
        """Goes out with the next batch; while one is on its way the next gathers."""
        self._out.extend(items)
        self._idle.clear()
        self._wake.set()

    async def flushed(self) -> None:
        await self._idle.wait()

    async def _write(self) -> None:
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(HEARTBEAT):
                    await self._wake.wait()
            self._wake.clear()
            out, self._out = self._out, []
            self._number += 1  # counted before it is sent: a failed publish leaves a hole others see
            await self._send(self._number, out)
            if not self._out:
                self._idle.set()

    async def _send(self, number: int, out: list[Item]) -> None:
        message = {"type": "hub", "from": self.me, "n": number, "e": pack(out)}
        try:
            async with asyncio.timeout(SILENCE):
                await self._layer.group_send(GROUP, message)
        except Exception as error:
            if out or not self._away:
                log.warning(
                    "bus: %d events stay in this process: %s", len(out), error or type(error).__name__
                )
            self._lost_touch()

    async def _read(self) -> None:
        channel = await self._layer.new_channel()
        await self._layer.group_add(GROUP, channel)
        while True:
            try:
                self._hear(await self._layer.receive(channel))
            except Exception:
                log.exception("bus: a batch could not be read")  # one bad payload must not end the reader
                self._returned()

    def _hear(self, message: dict[str, Any]) -> None:
        who, number = message["from"], message["n"]
        before, self._heard[who] = self._heard.get(who), number
        self._at[who] = monotonic()
        if who == self.me:
            self._hear_myself()
        elif message["e"]:
            self._take(unpack(message["e"]))
        if before is not None and number > before + 1:
            log.warning("bus: lost %d batches of %s", number - before - 1, who[:8])
            self._returned()

    def _hear_myself(self) -> None:
        """Our own batch came back: the subscription works."""
        self.confirmed.set()
        if self._away:
            self._away = False
            log.warning("bus: Valkey is back")
            self._returned()

    def _lost_touch(self) -> None:
        self._away = True
        self.confirmed.clear()

    async def _watch(self) -> None:
        """Peers that stopped speaking may have committed something they never told."""
        told: set[str] = set()
        while True:
            await asyncio.sleep(HEARTBEAT)
            quiet = {who for who, at in self._at.items() if monotonic() - at > SILENCE}
            if self.me in quiet and not self._away:
                log.warning("bus: our own batches do not come back")
                self._lost_touch()
            if not self._away and quiet - told - {self.me}:
                self._silent()
            told = quiet if not self._away else set()
            self._forget(quiet)

    def _forget(self, quiet: set[str]) -> None:
        for who in quiet - {self.me}:
            if monotonic() - self._at[who] > FORGET:
                del self._at[who], self._heard[who]


async def _supervised(work: Callable[[], Any]) -> None:
    while True:
        try:
            await work()
        except Exception as error:
            log.warning("bus: %s starts again: %s", work.__name__, error or type(error).__name__)
            await asyncio.sleep(0.5)


def pack(items: list[Item]) -> bytes:
    return msgpack.packb([[LETTERS[type(item)], *item[:4]] for item in items]) if items else b""


def unpack(data: bytes) -> list[Item]:
    return [
        KINDS[letter](*fields)
        for letter, *fields in msgpack.unpackb(data, strict_map_key=False, use_list=False)
    ]
