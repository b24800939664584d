"""How many tiles a page gets of what one server can forward."""

from __future__ import annotations

from uuid import UUID

TILES = 9
TILES_WHEN_FULL = 4
RELIEVED = 0.85
"""Of the capacity; below it everybody gets all tiles again."""


class Budget:
    """Of all calls of a node, in streams. It follows from what pages want, which stays the same whatever they
    are given: a server that gives fewer tiles does not therefore take itself for relieved."""

    def __init__(self, capacity: int) -> None:
        self.capacity = capacity
        self.tiles = TILES
        self._wanted: dict[UUID, int] = {}

    @property
    def wanted(self) -> int:
        return sum(self._wanted.values())

    def wants(self, call_id: UUID, streams: int) -> None:
        """So many would be sent if everybody got all the tiles they show."""
        self._wanted[call_id] = streams
        self._decide()

    def forget(self, call_id: UUID) -> None:
        self._wanted.pop(call_id, None)
        self._decide()

    def _decide(self) -> None:
        if self.wanted > self.capacity:
            self.tiles = TILES_WHEN_FULL
        elif self.wanted < self.capacity * RELIEVED:
            self.tiles = TILES
