"""Who is in a call, as this process knows it: what every frame of signaling is checked against.

Read from PostgreSQL when it is not known, dropped as soon as anybody comes or goes, and after a
few seconds anyway, should that word be lost. Used from the sockets' loop only.
"""

from __future__ import annotations

from time import monotonic
from typing import Any, NamedTuple
from uuid import UUID

from calls.models import Call, CallConnection
from dreamseed.realtime.floor import database

TOPIC = "calls.roster"
EXPIRES = 5.0
LARGEST = 2000
"""Calls kept in mind; beyond that all are forgotten and read again."""


class Roster(NamedTuple):
    """`peers`: the live peers of a call and whose they are; None when the call has ended or never was.

    `node`: the forwarding server, empty in a mesh.
    """

    peers: dict[UUID, int] | None
    read_at: float
    node: str = ""


_known: dict[UUID, Roster] = {}
_reading: dict[UUID, object] = {}


async def roster_of(call_id: UUID, *, with_peers: tuple[UUID, ...] = ()) -> Roster:
    """The roster; one without some of `with_peers` is read again, for they may just have come."""
    known = _known.get(call_id)
    if known is not None and monotonic() - known.read_at < EXPIRES and _has(known, with_peers):
        return known
    return await _read(call_id)


def drop(event: dict[str, Any]) -> None:
    """Somebody came or went (`hooks.listen`); a reading under way may be older than that."""
    call_id = UUID(event["call_id"])
    _known.pop(call_id, None)
    _reading.pop(call_id, None)


def _has(roster: Roster, peers: tuple[UUID, ...]) -> bool:
    return roster.peers is None or all(peer in roster.peers for peer in peers)


async def _read(call_id: UUID) -> Roster:
    mine = _reading[call_id] = object()
    peers, node = await database(_peers, call_id)
    roster = Roster(peers, monotonic(), node)
    if _reading.get(call_id) is mine:
        del _reading[call_id]
        if len(_known) >= LARGEST:
            _known.clear()
        _known[call_id] = roster
    return roster


def _peers(call_id: UUID) -> tuple[dict[UUID, int] | None, str]:
    node = Call.objects.live().filter(pk=call_id).values_list("media_node", flat=True).first()
    if node is None:
        return None, ""
    live = CallConnection.objects.live().filter(participant__call=call_id)
    return dict(live.values_list("peer_id", "participant__user_id")), node
