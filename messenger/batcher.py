"""Group commit: what arrives while one batch is being written becomes the next one.

One thread with one connection of its own; batching comes from the queue alone, no timer.
"""

from __future__ import annotations

import asyncio
import logging
import queue
import threading
from collections.abc import Sequence
from typing import NamedTuple

from django.db import DatabaseError, connections

from dreamseed.realtime.errors import Refused
from messenger.actions.sending import NewMessage, Sent, send_messages

log = logging.getLogger(__name__)

LARGEST = 128
TRIES = 3

Answer = Sent | Refused | Exception


class Waiting(NamedTuple):
    message: NewMessage
    loop: asyncio.AbstractEventLoop
    answer: asyncio.Future[Sent]


class Batcher:
    """`send` from a loop; the future holds the Sent, or raises what refused it."""

    def __init__(self) -> None:
        self._queue: queue.SimpleQueue[Waiting] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    def send(self, message: NewMessage) -> asyncio.Future[Sent]:
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Sent] = loop.create_future()
        self._queue.put(Waiting(message, loop, answer))
        if self._thread is None:
            self._start()
        return answer

    def _start(self) -> None:
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="message-writer", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while True:
            batch = [self._queue.get()]
            while len(batch) < LARGEST and not self._queue.empty():
                batch.append(self._queue.get())
            answers = _written([one.message for one in batch])
            loops: dict[asyncio.AbstractEventLoop, list[tuple[asyncio.Future[Sent], Answer]]] = {}
            for one, answer in zip(batch, answers, strict=True):
                loops.setdefault(one.loop, []).append((one.answer, answer))
            for loop, settled in loops.items():
                if not loop.is_closed():
                    loop.call_soon_threadsafe(_settle, settled)


def _written(batch: Sequence[NewMessage]) -> list[Answer]:
    """Whatever happens every sender is answered: this thread must never end."""
    try:
        return commit(batch)
    except Exception as error:
        log.exception("a batch of messages failed")
        return [error] * len(batch)


def commit(batch: Sequence[NewMessage], tries: int = TRIES) -> list[Answer]:
    """Write a batch; when it fails, each message by itself. Safe to repeat: client_id is unique."""
    try:
        return list(send_messages(batch, using="writer"))
    except Exception as error:
        _check_connection()
        if len(batch) > 1:
            return [answer for one in batch for answer in commit([one])]
        if tries > 1 and isinstance(error, DatabaseError):
            return commit(batch, tries - 1)
        log.exception("a message could not be written")
        return [error]


def _check_connection() -> None:
    """A connection that broke is made anew for the next try."""
    try:
        connections["writer"].close_if_unusable_or_obsolete()
    except Exception as error:
        log.warning("PostgreSQL is away: %s", error)


def _settle(settled: list[tuple[asyncio.Future[Sent], Answer]]) -> None:
    for future, answer in settled:
        if future.done():
            continue
        if isinstance(answer, Exception):
            future.set_exception(answer)
        else:
            future.set_result(answer)


batcher = Batcher()
