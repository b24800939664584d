"""Who is connected where, kept in Valkey with expiry, so that a crashed process is forgotten.

Keys: `connections` (sorted set of `user:socket`, score = when it expires) and
`connections:<user>` (the same for one person). Valkey away: every question has a calm answer.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Sequence
from time import time
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from django.conf import settings
from redis import asyncio as redis
from redis.exceptions import RedisError

if TYPE_CHECKING:
    from dreamseed.realtime.socket import Socket

log = logging.getLogger(__name__)

EXPIRES = 45
ALL = "connections"


def _key(user_id: int) -> str:
    return f"{ALL}:{user_id}"


class Connections:
    """One client a loop."""

    def __init__(self) -> None:
        self._clients: WeakKeyDictionary[asyncio.AbstractEventLoop, Any] = WeakKeyDictionary()

    async def enter(self, socket: Socket) -> int:
        """Note a socket; the number of sockets its person has now, everywhere."""
        *_, count = await self._run(
            [
                ("zremrangebyscore", _key(socket.user_id), 0, time()),
                *self._note(socket),
                ("zcard", _key(socket.user_id)),
            ],
            [1],
        )
        return int(count)

    async def leave(self, socket: Socket) -> int:
        """Forget a socket; how many its person has left."""
        *_, count = await self._run(
            [
                ("zrem", ALL, f"{socket.user_id}:{socket.id}"),
                ("zrem", _key(socket.user_id), socket.id),
                ("zcount", _key(socket.user_id), time(), "+inf"),
            ],
            [0],
        )
        return int(count)

    async def beat(self, sockets: Sequence[Socket]) -> None:
        """Live sockets of this process stay noted."""
        await self.run([command for socket in sockets for command in self._note(socket)])

    async def run(self, commands: Sequence[tuple[Any, ...]]) -> None:
        """Commands whose answers nobody needs, in one round trip."""
        if commands:
            await self._run(commands, [])

    async def ask(self, commands: Sequence[tuple[Any, ...]], otherwise: list[Any]) -> list[Any]:
        """The answers of commands in one round trip; `otherwise` while Valkey is away."""
        return await self._run(commands, otherwise)

    async def sweep(self) -> set[int]:
        """Forget what expired; the people who have no socket left since then."""
        (expired,) = await self._run([("zrangebyscore", ALL, 0, time())], [[]])
        if not expired:
            return set()
        names = [entry.decode() for entry in expired]
        removed = await self._run([("zrem", ALL, name) for name in names], [0] * len(names))
        # Several processes sweep: only the one whose removal counted tells it
        people = {int(name.partition(":")[0]) for name, mine in zip(names, removed, strict=True) if mine}
        return people - await self.online(people)

    async def online(self, user_ids: Iterable[int]) -> set[int]:
        """Those of `user_ids` with at least one live socket anywhere."""
        asked = list(user_ids)
        if not asked:
            return set()
        counts = await self._run([("zcount", _key(one), time(), "+inf") for one in asked], [0] * len(asked))
        return {user_id for user_id, count in zip(asked, counts, strict=True) if count}

    def _note(self, socket: Socket) -> list[tuple[Any, ...]]:
        until = time() + EXPIRES
        return [
            ("zadd", ALL, {f"{socket.user_id}:{socket.id}": until}),
            ("zadd", _key(socket.user_id), {socket.id: until}),
            ("expire", _key(socket.user_id), EXPIRES * 2),
        ]

    async def _run(self, commands: Sequence[tuple[Any, ...]], otherwise: list[Any]) -> list[Any]:
        try:
            async with self._connection().pipeline(transaction=False) as pipeline:
                for name, *args in commands:
                    getattr(pipeline, name)(*args)
                return list(await pipeline.execute())
        except (RedisError, OSError) as error:
            log.info("who is connected is unknown: %s", error)
            return otherwise

    def _connection(self) -> Any:
        loop = asyncio.get_running_loop()  # REST asks from loops of its own
        if loop not in self._clients:
            pool = redis.BlockingConnectionPool.from_url(
                settings.REDIS_URL, max_connections=8, timeout=2, socket_timeout=2
            )
            self._clients[loop] = redis.Redis.from_pool(pool)
        return self._clients[loop]
