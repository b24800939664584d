"""Offers, answers, candidates: handed from one page of a call to another, at once and without the database.

The server stamps who speaks; a page speaks only as the peer its own socket claimed, and only to live
peers of the same call.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from django.utils.translation import gettext as _

from calls import claims
from calls.actions import report_connection
from calls.actions.media import QUALITIES, quality_of
from calls.events import peer_topic
from calls.roster import roster_of
from dreamseed.realtime.errors import Conflict, Invalid, NotFound, RateLimited
from dreamseed.realtime.frames import Frame, Incoming
from dreamseed.realtime.limits import Bucket
from dreamseed.realtime.publishing import whisper
from dreamseed.realtime.socket import Socket

Short = Annotated[str, msgspec.Meta(max_length=200)]
Streams = Annotated[dict[Short, Literal["camera", "screen"]], msgspec.Meta(max_length=16)]


class Signal(Incoming, kw_only=True):
    """`peer_id` is the peer spoken to; in a call of two pages it may be left out."""

    call_id: UUID
    peer_id: UUID | None = None


class Offer(Signal, tag="webrtc.offer", kw_only=True):
    sdp: str
    streams: Streams | None = None


class Answer(Signal, tag="webrtc.answer", kw_only=True):
    sdp: str
    streams: Streams | None = None


class IceCandidate(Signal, tag="webrtc.ice_candidate", kw_only=True):
    candidate: Annotated[str, msgspec.Meta(max_length=2000)] | None
    sdp_mid: Short | None = msgspec.field(default=None, name="sdpMid")
    sdp_line: Annotated[int, msgspec.Meta(ge=0, le=65535)] | None = msgspec.field(
        default=None, name="sdpMLineIndex"
    )
    username_fragment: Short | None = msgspec.field(default=None, name="usernameFragment")


class Renegotiate(Signal, tag="webrtc.renegotiate", kw_only=True):
    reason: Short = ""


class Stats(msgspec.Struct):
    """Of getStats, where the page has it: seconds, share of packets lost, seconds to the first connection."""

    round_trip_time: float | None = None
    packet_loss: float | None = None
    connect_time: float | None = None


class ConnectionState(Signal, tag="webrtc.connection_state", kw_only=True):
    state: Literal[
        "new", "checking", "connecting", "connected", "completed", "disconnected", "failed", "closed"
    ]
    stats: Stats | None = None


async def offer(socket: Socket, frame: Offer) -> None:
    await _describe(socket, frame)


async def answer(socket: Socket, frame: Answer) -> None:
    await _describe(socket, frame)


async def _describe(socket: Socket, frame: Offer | Answer) -> None:
    claim, target = await _route(socket, frame)
    _relay(socket, frame, claim, target, {"sdp": frame.sdp, "streams": frame.streams or {}})


async def ice_candidate(socket: Socket, frame: IceCandidate) -> None:
    claim, target = await _route(socket, frame)
    _spend(claim.candidates_to(target))
    body = {
        "candidate": frame.candidate,
        "sdpMid": frame.sdp_mid,
        "sdpMLineIndex": frame.sdp_line,
        "usernameFragment": frame.username_fragment,
    }
    _relay(socket, frame, claim, target, body)


async def renegotiate(socket: Socket, frame: Renegotiate) -> None:
    claim, target = await _route(socket, frame)
    _spend(claim.renegotiations)
    _relay(socket, frame, claim, target, {"reason": frame.reason})


async def connection_state(socket: Socket, frame: ConnectionState) -> None:
    """The worst of a page's connections is its quality; told on when it changed."""
    claim, target = await _route(socket, frame)
    stats = frame.stats or Stats()
    quality = quality_of(frame.state, stats.round_trip_time, stats.packet_loss)
    if quality is None:
        return
    roster = await roster_of(frame.call_id)
    claim.reports = {peer: value for peer, value in claim.reports.items() if peer in (roster.peers or {})}
    claim.reports[target] = quality
    worst = max(claim.reports.values(), key=QUALITIES.index)
    if worst != claim.reported:
        claim.reported = worst
        await socket.database(
            report_connection,
            user_id=socket.user_id,
            call_id=frame.call_id,
            peer_id=claim.peer_id,
            quality=worst,
            skip=socket.id,
        )


async def _route(socket: Socket, frame: Signal) -> tuple[claims.Claim, UUID]:
    """The page that speaks and the one spoken to, both in the call right now."""
    claim = claims.claim_of(socket, frame.call_id)
    wanted = (claim.peer_id,) if frame.peer_id is None else (claim.peer_id, frame.peer_id)
    peers = (await roster_of(frame.call_id, with_peers=wanted)).peers
    if peers is None:
        claims.forget(socket, frame.call_id)
        raise Conflict("call_ended", _("This call has ended."), call_id=str(frame.call_id))
    if peers.get(claim.peer_id) != socket.user_id:
        claims.forget(socket, frame.call_id)
        raise NotFound(_("This page is not in that call."))
    return claim, _target(peers, claim.peer_id, frame.peer_id)


def _target(peers: dict[UUID, int], mine: UUID, named: UUID | None) -> UUID:
    others = peers.keys() - {mine}
    if named is None:
        if len(others) > 1:
            raise Invalid(
                fields={"peer_id": [_("Say which of them: there are more than two pages in this call.")]}
            )
        named = next(iter(others), None)
    if named not in others:
        raise NotFound(_("This page is not in that call."))
    return named


def _relay(socket: Socket, frame: Signal, claim: claims.Claim, target: UUID, body: dict[str, Any]) -> None:
    event = {
        "type": frame.__struct_config__.tag,
        "call_id": str(frame.call_id),
        "peer_id": str(target),
        "from_peer_id": str(claim.peer_id),
        "from_user_id": socket.user_id,
        **body,
    }
    whisper(peer_topic(target), event, skip=socket.id)


def _spend(bucket: Bucket) -> None:
    wait = bucket.take()
    if wait:
        raise RateLimited(wait)


FRAMES = {
    "webrtc.offer": Frame(Offer, offer),
    "webrtc.answer": Frame(Answer, answer),
    "webrtc.ice_candidate": Frame(IceCandidate, ice_candidate),
    "webrtc.renegotiate": Frame(Renegotiate, renegotiate),
    "webrtc.connection_state": Frame(ConnectionState, connection_state),
}
