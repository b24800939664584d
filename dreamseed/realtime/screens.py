"""What is on whose screen, kept in Valkey with expiry: nobody has to be told of what they look at.

Key `screen:<user>`: a sorted set of `<socket> <subject>`, score = when it expires. Valkey away: nobody looks.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from functools import cache
from time import time
from typing import TYPE_CHECKING, Any

import redis
from django.conf import settings
from redis.exceptions import RedisError

from dreamseed.realtime.connections import EXPIRES
from dreamseed.realtime.floor import floor

if TYPE_CHECKING:
    from dreamseed.realtime.socket import Socket

log = logging.getLogger(__name__)
SHOWN = "screen"
"""Where a socket keeps what its page shows."""


def _key(user_id: int) -> str:
    return f"screen:{user_id}"


async def show(socket: Socket, subject: str | None) -> None:
    """This socket's page shows `subject` now (`conversation:<id>`), and nothing else; None: nothing."""
    before = socket.state.pop(SHOWN, None)
    if subject is not None:
        socket.state[SHOWN] = subject
    commands: list[tuple[Any, ...]] = []
    if before is not None and before != subject:
        commands.append(("zrem", _key(socket.user_id), f"{socket.id} {before}"))
    await floor.connections.run([*commands, *_note(socket)])


async def beat(sockets: Sequence[Socket]) -> None:
    """`hooks.on_heartbeat`: what is shown goes on being shown."""
    await floor.connections.run([command for socket in sockets for command in _note(socket)])


async def leave(socket: Socket) -> None:
    """`hooks.on_disconnect`."""
    await show(socket, None)


def _note(socket: Socket) -> list[tuple[Any, ...]]:
    subject = socket.state.get(SHOWN)
    if subject is None:
        return []
    return [
        ("zadd", _key(socket.user_id), {f"{socket.id} {subject}": time() + EXPIRES}),
        ("expire", _key(socket.user_id), EXPIRES * 2),
    ]


def looking(user_ids: Iterable[int], subject: str) -> set[int]:
    """Those of these people who have it on a screen now; for threads and workers."""
    asked = list(user_ids)
    try:
        with _client().pipeline(transaction=False) as pipeline:
            for one in asked:
                pipeline.zrangebyscore(_key(one), time(), "+inf")
            found = pipeline.execute()
    except (RedisError, OSError) as error:
        log.info("what is on screens is unknown: %s", error)
        return set()
    ending = f" {subject}".encode()
    return {
        one
        for one, entries in zip(asked, found, strict=True)
        if any(entry.endswith(ending) for entry in entries)
    }


@cache
def _client() -> redis.Redis:
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2)
