"""What pages report of their connections, and that the call's people hear of it in batches."""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import Literal
from uuid import UUID

import msgspec

from calls import events
from calls.actions import report_connection
from calls.quality import Stats, Verdict
from calls.roster import roster_of
from calls.signaling import SERVER, Signal, route
from dreamseed.realtime.frames import Frame
from dreamseed.realtime.socket import Socket

GATHER = 0.5
"""Seconds for which changes are gathered: fifty people whose Wi-Fi breaks together are one event."""


class ConnectionState(Signal, tag="webrtc.connection_state", kw_only=True):
    state: Literal[
        "new", "checking", "connecting", "connected", "completed", "disconnected", "failed", "closed"
    ]
    stats: Stats = msgspec.field(default_factory=Stats)


async def connection_state(socket: Socket, frame: ConnectionState) -> None:
    """The page's connection with `peer_id` now; written and told only when the person's quality changed."""
    claim, target = await route(socket, frame)
    roster = await roster_of(frame.call_id)
    there = {*(roster.peers or {}), *(SERVER if roster.node else ())}
    verdict = claim.judge.hear(target, frame.state, frame.stats, there=there, now=monotonic())
    if verdict is None:
        return
    told = await socket.database(
        report_connection,
        user_id=socket.user_id,
        call_id=frame.call_id,
        peer_id=claim.peer_id,
        quality=verdict.quality,
        cause=verdict.cause,
    )
    if told is not None:
        _tell(frame.call_id, socket.user_id, told)


_waiting: dict[UUID, dict[int, Verdict]] = {}


def _tell(call_id: UUID, user_id: int, verdict: Verdict) -> None:
    if call_id not in _waiting:
        _waiting[call_id] = {}
        asyncio.get_running_loop().call_later(GATHER, _flush, call_id)
    _waiting[call_id][user_id] = verdict


def _flush(call_id: UUID) -> None:
    events.qualities(call_id, _waiting.pop(call_id))


FRAMES = {"webrtc.connection_state": Frame(ConnectionState, connection_state, limit="60/10s")}
