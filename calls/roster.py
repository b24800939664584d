"""Who is in a call, as this process knows it: what every frame of signaling is checked against.

Read from PostgreSQL when it is not known, dropped as soon as anybody comes or goes, and after a
few seconds anyway, should that word be lost. Used from the sockets' loop only.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from time import monotonic
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from dreamseed.realtime.floor import database

TOPIC = "calls.roster"
EXPIRES = 5.0
LARGEST = 2000
"""Calls kept in mind; beyond that all are forgotten and read again."""
READ = """
    SELECT call.id, call.media_node, page.peer_id, person.user_id
    FROM calls AS call
    LEFT JOIN call_participants AS person ON person.call_id = call.id
    LEFT JOIN call_connections AS page ON page.participant_id = person.id AND page.left_at IS NULL
    WHERE call.id = ANY(%s) AND call.status <> 'ended'
"""
"""By hand: five hundred calls ask for it every few seconds, and building the query cost more than it."""


class Roster(NamedTuple):
    """`peers`: the live peers of a call and whose they are; None when the call has ended or never was.

    `node`: the forwarding server, empty in a mesh.
    """

    peers: dict[UUID, int] | None
    read_at: float
    node: str = ""


Rosters = dict[UUID, Roster]
_known: Rosters = {}
_asked: set[UUID] = set()
_reading: dict[UUID, asyncio.Task[Rosters]] = {}


async def roster_of(call_id: UUID, *, with_peers: tuple[UUID, ...] = ()) -> Roster:
    """The roster; one without some of `with_peers` is read again, for they may just have come."""
    known = _known.get(call_id)
    if known is not None and monotonic() - known.read_at < EXPIRES and _has(known, with_peers):
        _asked.add(call_id)
        return known
    running = _reading.get(call_id)
    if running is not None:
        roster = (await asyncio.shield(running))[call_id]
        if _has(roster, with_peers):
            return roster
    return (await asyncio.shield(_read(call_id)))[call_id]


def drop(event: dict[str, str]) -> None:
    """Somebody came or went (`hooks.listen`); a reading under way may be older than that."""
    call_id = UUID(event["call_id"])
    _known.pop(call_id, None)
    _reading.pop(call_id, None)
    _asked.discard(call_id)


def _has(roster: Roster, peers: tuple[UUID, ...]) -> bool:
    return roster.peers is None or all(peer in roster.peers for peer in peers)


def _read(call_id: UUID) -> asyncio.Task[Rosters]:
    """One reading brings along the calls in use that would run out soon: many calls, few readings."""
    old = monotonic() - EXPIRES / 2
    wanted = {one for one in _asked & _known.keys() if _known[one].read_at < old} - _reading.keys()
    wanted.add(call_id)
    _asked.difference_update(wanted)
    task = asyncio.ensure_future(_read_all(wanted))
    for one in wanted:
        _reading[one] = task
    return task


async def _read_all(wanted: set[UUID]) -> Rosters:
    mine = asyncio.current_task()
    try:
        rosters: Rosters = await database(_rosters, list(wanted))
    finally:
        current = {one for one in wanted if _reading.get(one) is mine}
        for one in current:
            del _reading[one]
    if len(_known) >= LARGEST:
        _known.clear()
    _known.update({one: rosters[one] for one in current})
    return rosters


def _rosters(call_ids: Sequence[UUID]) -> Rosters:
    read_at = monotonic()
    peers: dict[UUID, dict[UUID, int]] = {}
    nodes: dict[UUID, str] = {}
    with connection.cursor() as cursor:
        cursor.execute(READ, [list(call_ids)])
        for call_id, node, peer_id, user_id in cursor.fetchall():
            nodes[call_id] = node
            peers.setdefault(call_id, {}).update({peer_id: user_id} if peer_id else {})
    return {one: Roster(peers.get(one), read_at, nodes.get(one, "")) for one in call_ids}
