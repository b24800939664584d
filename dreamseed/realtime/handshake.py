"""How a socket is let in: where its token stands, whose it is, and the first frame it gets."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs

from dreamseed.realtime.errors import NotSignedIn
from dreamseed.realtime.floor import database, floor
from dreamseed.realtime.hooks import HOOKS, Identity
from dreamseed.realtime.wire import moment

PROTOCOL = "dreamseed.v1"
CONFIRM_WITHIN = 1.5


def subprotocol_of(scope: dict[str, Any]) -> str | None:
    return PROTOCOL if PROTOCOL in scope.get("subprotocols", []) else None


def token_of(scope: dict[str, Any]) -> str | None:
    """`?token=`, or the second of the subprotocol pair; None leaves it to the session cookie."""
    query = parse_qs(scope["query_string"].decode(errors="replace"))
    if "token" in query:
        return query["token"][0]
    offered = scope.get("subprotocols", [])
    if len(offered) > 1 and offered[0] == PROTOCOL:
        return str(offered[1])
    return None


async def identify(scope: dict[str, Any]) -> Identity:
    """Who this is; NotSignedIn when nobody, or somebody else than the path says."""
    identity = await authenticate(scope, token_of(scope))
    if str(identity.user_id) != scope["url_route"]["kwargs"]["user_id"]:
        raise NotSignedIn
    return identity


async def authenticate(scope: dict[str, Any], token: str | None) -> Identity:
    """Whom a token, or without one the page's cookie, stands for; NotSignedIn when nobody."""
    assert HOOKS.authenticate is not None, "no app registered hooks.authenticate"
    identity: Identity = await database(HOOKS.authenticate, scope, token)
    return identity


async def welcome(user_id: int) -> dict[str, Any]:
    """The `ready` frame, once the bus is known to hear (or Valkey is known to be away)."""
    assert floor.bus is not None
    with suppress(TimeoutError):
        async with asyncio.timeout(CONFIRM_WITHIN):
            await floor.bus.confirmed.wait()
    fields: dict[str, Any] = await database(_fields, user_id)
    return {
        "type": "ready",
        "user_id": user_id,
        "protocol": PROTOCOL,
        "server_time": moment(datetime.now(UTC)),
        **fields,
    }


def _fields(user_id: int) -> dict[str, Any]:
    return {name: value for hook in HOOKS.ready for name, value in hook(user_id).items()}
