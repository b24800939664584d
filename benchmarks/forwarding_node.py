"""A forwarding server alone in its process: signals come by lines of JSON, what it tells goes out by them."""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any
from uuid import UUID

from calls.media.node import Node
from calls.media.state import CallState, Member

LONGEST_LINE = 1 << 22


async def _serve() -> None:
    peers: dict[UUID, Member] = {}
    tasks: set[asyncio.Task[None]] = set()

    async def load(_call_id: UUID) -> CallState:
        return CallState(dict(peers))

    def tell(peer_id: UUID, event: dict[str, Any]) -> None:
        print(json.dumps({"to": str(peer_id), "event": event}, default=str), flush=True)

    node = Node(load=load, tell=tell, capacity=10_000)
    async for line in await _lines():
        event = json.loads(line)
        peers.setdefault(UUID(event["from_peer_id"]), Member(event["from_user_id"], True, True, False, False))
        task = asyncio.ensure_future(node.handle(event))
        tasks.add(task)
        task.add_done_callback(tasks.discard)


async def _lines() -> asyncio.StreamReader:
    reader = asyncio.StreamReader(LONGEST_LINE)
    protocol = asyncio.StreamReaderProtocol(reader)
    await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, sys.stdin)
    return reader


asyncio.run(_serve())
