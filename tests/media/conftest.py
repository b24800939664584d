"""One node and the pages of one call, on loopback."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import pytest_asyncio

from calls.media.node import Node
from calls.media.state import CallState, Member
from tests.media.client import Client


class Hall:
    """A call: who is in it with which rights, and the node that forwards it."""

    def __init__(self, capacity: int = 10_000) -> None:
        self.call_id = uuid4()
        self.people: dict[UUID, Client] = {}
        self.members: dict[UUID, Member] = {}
        self.away: set[UUID] = set()
        self.node = Node(load=self._load, tell=self._tell, capacity=capacity)

    async def close(self) -> None:
        await self.node.close()
        for client in self.people.values():
            await client.leaves()

    async def _load(self, call_id: UUID) -> CallState | None:
        return CallState(dict(self.members)) if call_id == self.call_id else None

    def _tell(self, peer_id: UUID, event: dict[str, Any]) -> None:
        if peer_id in self.people and peer_id not in self.away:
            self.people[peer_id].told(event)

    def enters(self, user_id: int | None = None, **rights: bool) -> Client:
        """Somebody who is in the call and has not connected yet."""
        client = Client(self.node, self.call_id, user_id or len(self.people) + 1)
        self.people[client.peer_id] = client
        self.members[client.peer_id] = Member(
            client.user_id, **{"audio": True, "video": True, "screen": False, "screen_audio": True, **rights}
        )
        return client

    async def may(self, client: Client, **rights: bool) -> None:
        """Their rights change, as the web process says."""
        self.members[client.peer_id] = self.members[client.peer_id]._replace(**rights)
        await self.node.changed(self.call_id)

    def cuts_off(self, client: Client) -> None:
        """Their socket is lost: what is told meanwhile does not reach them."""
        self.away.add(client.peer_id)

    async def comes_back(self, client: Client) -> None:
        """By the same claim on another socket, as the web process says."""
        self.away.remove(client.peer_id)
        await client.says("call.answer")

    async def puts_out(self, client: Client) -> None:
        del self.members[client.peer_id]
        await self.node.changed(self.call_id)


@pytest_asyncio.fixture
async def hall() -> AsyncIterator[Hall]:
    hall = Hall()
    yield hall
    await hall.close()
