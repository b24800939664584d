"""Offers, answers, candidates: handed from one page of a call to another, at once and without the database.

The server stamps who speaks; a page speaks only as the peer its own socket claimed, and only to live
peers of the same call.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from django.utils.translation import gettext as _

from calls import claims, nodes
from calls.events import peer_topic
from calls.roster import Roster, roster_of
from dreamseed.realtime.errors import Conflict, Invalid, NotFound, RateLimited
from dreamseed.realtime.frames import Frame, Incoming
from dreamseed.realtime.limits import Bucket
from dreamseed.realtime.publishing import whisper
from dreamseed.realtime.socket import Socket

Short = Annotated[str, msgspec.Meta(max_length=200)]
Tracks = Annotated[
    dict[Short, Literal["microphone", "camera", "camera_small", "screen", "screen_audio"]],
    msgspec.Meta(max_length=16),
]
Streams = Annotated[dict[Short, Literal["camera", "screen"]], msgspec.Meta(max_length=16)]


Target = UUID | Literal["sfu:send", "sfu:recv"]
SERVER: tuple[Literal["sfu:send", "sfu:recv"], ...] = ("sfu:send", "sfu:recv")
"""The forwarding server as two peers: one takes what a page sends, one gives it the others."""


class Signal(Incoming, kw_only=True):
    """`peer_id` is the peer spoken to, or one of SERVER; in a call of two pages it may be left out."""

    call_id: UUID
    peer_id: Annotated[str, msgspec.Meta(max_length=36)] | None = None


class Offer(Signal, tag="webrtc.offer", kw_only=True):
    sdp: str
    streams: Streams | None = None
    tracks: Tracks | None = None


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


class View(Incoming, tag="call.view", kw_only=True):
    """Whose pictures this page shows now, small and large: only these are sent to it."""

    call_id: UUID
    tiles: Annotated[list[UUID], msgspec.Meta(max_length=12)]
    large: Annotated[list[UUID], msgspec.Meta(max_length=2)] = msgspec.field(default_factory=list)


async def offer(socket: Socket, frame: Offer) -> None:
    await _describe(socket, frame)


async def answer(socket: Socket, frame: Answer) -> None:
    await _describe(socket, frame)


async def _describe(socket: Socket, frame: Offer | Answer) -> None:
    claim, target = await route(socket, frame)
    _spend(claim.descriptions_to(target))
    body: dict[str, Any] = {"sdp": frame.sdp, "streams": frame.streams or {}}
    if isinstance(frame, Offer) and target in SERVER:
        body["tracks"] = frame.tracks or {}
    await _relay(socket, frame, claim, target, body)


async def ice_candidate(socket: Socket, frame: IceCandidate) -> None:
    claim, target = await route(socket, frame)
    _spend(claim.candidates_to(target))
    body = {
        "candidate": frame.candidate,
        "sdpMid": frame.sdp_mid,
        "sdpMLineIndex": frame.sdp_line,
        "usernameFragment": frame.username_fragment,
    }
    await _relay(socket, frame, claim, target, body)


async def renegotiate(socket: Socket, frame: Renegotiate) -> None:
    claim, target = await route(socket, frame)
    _spend(claim.renegotiations)
    await _relay(socket, frame, claim, target, {"reason": frame.reason})


async def view(socket: Socket, frame: View) -> None:
    """Nothing to do in a mesh, where everything comes anyway."""
    claim = claims.claim_of(socket, frame.call_id)
    body = {"tiles": [str(one) for one in frame.tiles], "large": [str(one) for one in frame.large]}
    node = (await _roster(socket, frame.call_id, claim)).node
    if node:
        _tell_node(node, {"type": "call.view", **_stamp(socket, frame.call_id, claim), **body})


def returned(socket: Socket, call_id: UUID, node: str | None) -> None:
    """This page has come back by its claim; in a mesh pages see to it themselves."""
    if node:
        _tell_node(node, {"type": "call.answer", **_stamp(socket, call_id, claims.claim_of(socket, call_id))})


async def route(socket: Socket, frame: Signal) -> tuple[claims.Claim, Target]:
    """The page that speaks and the one spoken to, both in the call right now."""
    claim = claims.claim_of(socket, frame.call_id)
    named = _named(frame.peer_id)
    roster = await _roster(socket, frame.call_id, claim, *([named] if isinstance(named, UUID) else []))
    return claim, _target(roster, claim.peer_id, named)


def _named(peer_id: str | None) -> Target | None:
    if peer_id is None:
        return None
    for name in SERVER:
        if peer_id == name:
            return name
    try:
        return UUID(peer_id)
    except ValueError:
        raise Invalid(fields={"peer_id": [_("This is not the id of a peer.")]}) from None


async def _roster(socket: Socket, call_id: UUID, claim: claims.Claim, *wanted: UUID) -> Roster:
    """Who is in, the speaking page among them; a claim that has run out is forgotten."""
    roster = await roster_of(call_id, with_peers=(claim.peer_id, *wanted))
    if roster.peers is None:
        claims.forget(socket, call_id)
        raise Conflict("call_ended", _("This call has ended."), call_id=str(call_id))
    if roster.peers.get(claim.peer_id) != socket.user_id:
        claims.forget(socket, call_id)
        raise NotFound(_("This page is not in that call."))
    return roster


def _target(roster: Roster, mine: UUID, named: Target | None) -> Target:
    if isinstance(named, str):
        if not roster.node:
            raise Conflict("no_media_server", _("This call goes directly from page to page."))
        return named
    others = (roster.peers or {}).keys() - {mine}
    if named is None:
        if len(others) > 1:
            raise Invalid(
                fields={"peer_id": [_("Say which of them: there are more than two pages in this call.")]}
            )
        named = next(iter(others), None)
    if named not in others:
        raise NotFound(_("This page is not in that call."))
    return named


async def _relay(
    socket: Socket, frame: Signal, claim: claims.Claim, target: Target, body: dict[str, Any]
) -> None:
    kind = {"type": frame.__struct_config__.tag, "peer_id": str(target)}
    event = {**kind, **_stamp(socket, frame.call_id, claim), **body}
    if isinstance(target, UUID):
        whisper(peer_topic(target), event, skip=socket.id)
    else:
        _tell_node((await roster_of(frame.call_id)).node, event)


def _stamp(socket: Socket, call_id: UUID, claim: claims.Claim) -> dict[str, Any]:
    """What no client says of itself."""
    return {
        "call_id": str(call_id),
        "from_peer_id": str(claim.peer_id),
        "from_user_id": socket.user_id,
    }


def _tell_node(node: str, event: dict[str, Any]) -> None:
    whisper(nodes.topic(node), event)


def _spend(bucket: Bucket) -> None:
    wait = bucket.take()
    if wait:
        raise RateLimited(wait)


FRAMES = {
    "webrtc.offer": Frame(Offer, offer),
    "webrtc.answer": Frame(Answer, answer),
    "webrtc.ice_candidate": Frame(IceCandidate, ice_candidate),
    "webrtc.renegotiate": Frame(Renegotiate, renegotiate),
    "call.view": Frame(View, view, limit="20/10s"),
}
