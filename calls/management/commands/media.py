"""`manage.py media`: one forwarding server, until SIGTERM."""

from __future__ import annotations

import asyncio
import logging
import signal
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from asgiref.sync import sync_to_async
from django.conf import settings
from django.core.management.base import BaseCommand
from redis.exceptions import RedisError

from calls import events, nodes, roster
from calls.actions.topology import adopt
from calls.ice import ice_servers
from calls.media.backend import Backend
from calls.media.locks import Locks
from calls.media.node import Node
from calls.media.state import CallState, Member
from calls.models import Call, CallConnection
from dreamseed.realtime import hooks
from dreamseed.realtime.floor import database, floor
from dreamseed.realtime.publishing import whisper

log = logging.getLogger(__name__)

BEAT = 0.5
"""Seconds between two signs of life, and between two looks at the others."""
REFRESH = 10
"""Beats after which calls are read and told again though nothing was heard: a word may have been lost."""


class Command(BaseCommand):
    help = "Runs a forwarding server for calls of more than four people."

    def handle(self, *args: Any, **options: Any) -> None:
        asyncio.run(Media().run())


class Media:
    """A Node with the product around it: signals over the bus, rosters from PostgreSQL."""

    def __init__(self) -> None:
        self.name = uuid4().hex
        self.node: Backend = Node(
            load=partial(load, self.name),
            tell=tell,
            ice_servers=ice_servers(),
            capacity=settings.MEDIA_CAPACITY,
        )
        self._order: Locks[str] = Locks()
        self._tasks: set[asyncio.Task[None]] = set()
        self._ended = asyncio.Event()
        self._before: set[str] = set()

    async def run(self) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self._ended.set)
        floor.start()
        hooks.listen(nodes.topic(self.name), self._hear)
        hooks.listen(roster.TOPIC, self._changed)
        beating = asyncio.create_task(self._beat())
        await self._ended.wait()
        beating.cancel()
        await sync_to_async(_quietly_retire)(self.name)
        await self.node.close()

    def _hear(self, event: dict[str, Any]) -> None:
        """Signals of one page keep their order."""
        self._spawn(self._handle(event))

    async def _handle(self, event: dict[str, Any]) -> None:
        async with self._order.of(event["from_peer_id"]):
            await self.node.handle(event)

    def _changed(self, event: dict[str, Any]) -> None:
        roster.drop(event)
        self._spawn(self.node.changed(UUID(event["call_id"])))

    async def _beat(self) -> None:
        """We live; calls whose server does not go to those who do."""
        beats = 0
        while True:
            beats += 1
            try:
                await database(self._announce, nodes.NodeState(self.node.load, self.node.capacity))
                if beats % REFRESH == 0:
                    await self.node.refresh()
            except Exception:
                log.exception("beat")  # whatever it was: the next beat is another one
            await asyncio.sleep(BEAT)

    def _announce(self, state: nodes.NodeState) -> None:
        try:
            nodes.announce(self.name, state)
        except (RedisError, OSError) as error:
            log.warning("nobody hears that we live: %s", error)
            return
        known = nodes.known()
        if known is not None:
            # a Valkey that has just come back knows nobody: the others get a beat to speak
            adopt({**known, self.name: state}, spared=self._before)
            self._before = set(known)

    def _spawn(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def load(node: str, call_id: UUID) -> CallState | None:
    """Who is in the call with which rights; None when it is over or with another server."""
    state: CallState | None = await database(_load, node, call_id)
    return state


def _load(node: str, call_id: UUID) -> CallState | None:
    if not Call.objects.live().filter(pk=call_id, media_node=node).exists():
        return None
    rows = CallConnection.objects.live().filter(participant__call=call_id)
    flags = ("audio_enabled", "video_enabled", "screen_sharing", "screen_audio_enabled")
    values = rows.values_list("peer_id", "participant__user_id", *(f"participant__{name}" for name in flags))
    return CallState({peer_id: Member(*rights) for peer_id, *rights in values})


def tell(peer_id: UUID, event: dict[str, Any]) -> None:
    whisper(events.peer_topic(peer_id), event)


def _quietly_retire(name: str) -> None:
    try:
        nodes.retire(name)
    except (RedisError, OSError) as error:
        log.warning("nobody hears that we end: %s", error)
