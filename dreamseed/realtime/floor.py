"""One hub and one bus a process, and the loop they live in.

In a process with sockets that is the server's loop (`start`, called by asgi.py). A process
without one (Celery, commands, WSGI) gets a thread that only sends.
"""

from __future__ import annotations

import asyncio
import atexit
import logging
import threading
from collections.abc import Awaitable, Iterable
from concurrent.futures import ThreadPoolExecutor
from random import random
from typing import Any

from channels.db import DatabaseSyncToAsync

from dreamseed.realtime.bus import Bus
from dreamseed.realtime.connections import Connections
from dreamseed.realtime.hooks import HOOKS, Repair
from dreamseed.realtime.hub import Delivery, Hub, Item
from dreamseed.realtime.servers import before_shutdown
from dreamseed.realtime.wire import encode

log = logging.getLogger(__name__)

RESTART = 1012
BEAT = 10.0
GAP_CHECK = 0.25
EXECUTOR = ThreadPoolExecutor(4, thread_name_prefix="socket-database")
"""Reads of sockets: few, and apart from HTTP's threads, so that neither delays the other."""


async def database(function: Any, *args: Any, **kwargs: Any) -> Any:
    """Synchronous database work from a coroutine of the sockets."""
    return await DatabaseSyncToAsync(function, thread_sensitive=False, executor=EXECUTOR)(*args, **kwargs)


class Floor:
    """What publishing.py and socket.py share."""

    def __init__(self) -> None:
        self.hub = Hub()
        self.connections = Connections()
        self.bus: Bus | None = None
        self.loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._lock = threading.RLock()
        self._recovery: asyncio.Lock

    def start(self) -> None:
        """Take the running loop for this process's sockets; does nothing when it has it already."""
        loop = asyncio.get_running_loop()
        if self.loop is loop:
            return
        with self._lock:  # a thread that posts meanwhile waits, instead of starting a loop of its own
            self.end_thread()
            self._recovery = asyncio.Lock()
            self.bus = Bus(self.hub.take, self._returned, self._fell_silent)
            self.bus.start()
            self.loop = loop
        before_shutdown(self._say_goodbye)
        self._tasks = [loop.create_task(work()) for work in (self._beat, self._mend_gaps)]

    async def stop(self) -> None:
        """Leave the loop (tests; a server just ends)."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self.bus is not None:
            await self.bus.stop()
        self.loop = self.bus = None

    def post(self, items: list[Item]) -> None:
        """From any thread: to the sockets here, and to all other processes."""
        loop = self.loop or self._start_thread()
        try:
            if asyncio.get_running_loop() is loop:
                self._take(items)
                return
        except RuntimeError:
            pass
        loop.call_soon_threadsafe(self._take, items)

    async def online(self, user_ids: Iterable[int]) -> set[int]:
        """Those with a socket anywhere; while Valkey is away, those with one in this process."""
        asked = set(user_ids)
        return await self.connections.online(asked) | (asked & self.hub.people.keys())

    async def repair(self, highs: dict[str, int]) -> None:
        """Read from PostgreSQL what numbered topics missed, and deliver it."""
        for prefix, backfill in HOOKS.backfill.items():
            behind = {topic: high for topic, high in highs.items() if topic.startswith(f"{prefix}:")}
            while behind:
                heads = self._fill(await database(backfill, behind))
                for topic in behind.keys() - heads.keys():  # gone from the database: nothing is missing
                    self.hub.settle(topic, None)
                behind = {topic: head for topic, head in heads.items() if head > behind[topic]}

    def _fill(self, found: Iterable[Repair]) -> dict[str, int]:
        heads: dict[str, int] = {}
        for one in found:
            if one.event is not None:
                instead = [(place, encode(event)) for place, event in one.instead]
                self.hub.deliver(Delivery(one.topic, one.change, encode(one.event), instead))
            else:
                heads[one.topic] = one.change
        for topic, head in heads.items():
            self.hub.settle(topic, head)
        return heads

    def _take(self, items: list[Item]) -> None:
        assert self.bus is not None
        self.bus.put(items)
        self.hub.take(items)

    def _fell_silent(self) -> None:
        """A process stopped in the middle: what it committed may never have been told."""
        self._spawn(self._recover())

    def _returned(self) -> None:
        """Batches were lost: repair what is numbered, and let every page ask for the rest."""
        self._spawn(self._recover("sync.required"))

    async def _recover(self, tell: str = "") -> None:
        """First who may still hear what, then what they missed."""
        async with self._recovery:
            for socket in self.hub.sockets():
                await socket.review()
            await self.repair(self.hub.highs())
        if tell:
            text = encode({"type": tell, "within": 2})
            for socket in self.hub.sockets():
                socket.push(text)

    def _say_goodbye(self) -> None:
        for socket in self.hub.sockets():
            socket.pace.close_now(RESTART)

    def _spawn(self, work: Any) -> None:
        assert self.loop is not None
        task = self.loop.create_task(work)
        self._tasks = [one for one in self._tasks if not one.done()] + [task]
        task.add_done_callback(_log_failure)

    async def _mend_gaps(self) -> None:
        while True:
            await asyncio.sleep(GAP_CHECK)
            late = self.hub.late_gaps()
            if late:
                try:
                    await self.repair(late)
                except Exception:
                    log.exception("gaps could not be repaired; trying again")

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(BEAT * (0.9 + 0.2 * random()))  # noqa: S311  spreads load, no secret
            sockets = self.hub.sockets()
            for work in (self.connections.beat, *HOOKS.heartbeat):
                try:
                    await work(sockets)
                except Exception:
                    log.exception("heartbeat of %s", work)

    def _start_thread(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self.loop is not None:
                return self.loop
            loop = asyncio.new_event_loop()
            self._thread = threading.Thread(target=loop.run_forever, name="bus", daemon=True)
            self._thread.start()
            asyncio.run_coroutine_threadsafe(self._send_only(), loop).result(5)
            self.loop = loop
            atexit.register(self.end_thread)
            return loop

    async def _send_only(self) -> None:
        self.bus = Bus(lambda items: None, lambda: None, lambda: None)
        self.bus.start(listen=False)

    def end_thread(self) -> None:
        """Send what is still queued, for two seconds at most."""
        if self._thread is None or self.loop is None or self.bus is None:
            return
        loop, bus, self.loop = self.loop, self.bus, None
        try:
            asyncio.run_coroutine_threadsafe(_within(2, bus.flushed()), loop).result(3)
        except Exception as error:
            log.warning("bus: the last events were not sent: %s", error or type(error).__name__)
        loop.call_soon_threadsafe(loop.stop)
        self._thread.join(2)
        self._thread = None


async def _within(seconds: float, work: Awaitable[None]) -> None:
    async with asyncio.timeout(seconds):
        await work


def _log_failure(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and task.exception() is not None:
        log.error("repair failed", exc_info=task.exception())


floor = Floor()
