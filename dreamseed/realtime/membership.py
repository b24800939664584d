"""Which topics a socket was given, kept right while the list of them is being read."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from dreamseed.realtime.floor import database, floor
from dreamseed.realtime.hooks import HOOKS, Place

if TYPE_CHECKING:
    from dreamseed.realtime.socket import Socket


class Membership:
    """The topics of `hooks.topics` and `subscribe`; what apps join by themselves is not its business."""

    def __init__(self, socket: Socket) -> None:
        self._socket = socket
        self._given: set[str] = set()
        self._meanwhile: set[str] | None = None
        self._reading = asyncio.Lock()

    async def read(self) -> None:
        """Join what the list names, leave the rest. A change that overtakes the reading wins."""
        async with self._reading:
            meanwhile: set[str] = set()
            self._meanwhile = meanwhile
            try:
                topics = await database(_topics_of, self._socket.user_id)
            finally:
                self._meanwhile = None
            self.evict(self._given - topics.keys() - meanwhile)
            self.admit({topic: place for topic, place in topics.items() if topic not in meanwhile})

    def admit(self, topics: Mapping[str, Place]) -> None:
        self._note(topics)
        for topic, place in topics.items():
            floor.hub.join(self._socket, topic, place.change, place.since)
        self._given.update(topics)

    def evict(self, topics: Iterable[str]) -> None:
        """Leave at once, whoever joined the topic."""
        gone = set(topics)
        self._note(gone)
        for topic in gone:
            floor.hub.leave(self._socket, topic)
        self._given -= gone

    def _note(self, topics: Iterable[str]) -> None:
        if self._meanwhile is not None:
            self._meanwhile.update(topics)


def _topics_of(user_id: int) -> dict[str, Place]:
    return {topic: place for hook in HOOKS.topics for topic, place in hook(user_id).items()}
