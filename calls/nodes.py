"""Which forwarding servers live, kept in Valkey: each says twice a second how loaded it is.

A node that was silent for two and a half seconds is dead, and so are all while Valkey is away.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping

import msgspec
from django.conf import settings
from redis import Redis
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

EXPIRES_MS = 2500
PREFIX = "calls:node:"


class NodeState(msgspec.Struct):
    """`load` and `capacity` count streams: those its pages want, and those it can forward."""

    load: int
    capacity: int

    @property
    def room(self) -> int:
        return self.capacity - self.load


def topic(node: str) -> str:
    """Where a node hears what pages send it."""
    return f"media:{node}"


def announce(node: str, state: NodeState) -> None:
    """This node lives. Raises RedisError while Valkey is away."""
    with _client() as client:
        client.set(PREFIX + node, msgspec.json.encode(state), px=EXPIRES_MS)


def retire(node: str) -> None:
    """This node ends in good order: calls look for another at once."""
    with _client() as client:
        client.delete(PREFIX + node)


def known() -> dict[str, NodeState] | None:
    """All nodes that live now; None when nobody can say."""
    try:
        with _client() as client:
            keys = list(client.scan_iter(match=PREFIX + "*", count=1000))
            values = client.mget(keys) if keys else []
    except (RedisError, OSError) as error:
        log.warning("nobody knows which forwarding servers live: %s", error)
        return None
    names = [key.decode().removeprefix(PREFIX) for key in keys]
    pairs = zip(names, values, strict=True)
    return {name: msgspec.json.decode(value, type=NodeState) for name, value in pairs if value}


def roomiest(nodes: Mapping[str, NodeState]) -> str:
    """The node with most room left; when all are full, the one that is least so."""
    return max(nodes, key=lambda name: nodes[name].room)


def _client() -> Redis:
    return Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1)
