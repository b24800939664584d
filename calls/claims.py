"""Which pages the sockets of this process speak for, and that they live.

A socket claims one peer a call by `call.answer`; what it claimed is kept in its state and lost with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from calls import serializers
from calls.actions import note_alive
from calls.events import call_topic, peer_topic
from calls.models import Call, CallParticipant
from calls.quality import Judge
from dreamseed.realtime.errors import NotFound
from dreamseed.realtime.floor import database
from dreamseed.realtime.limits import Bucket
from dreamseed.realtime.socket import Socket

STATE = "calls"


@dataclass(slots=True)
class Claim:
    """A page in a call, as its socket knows it. `judge` knows how well it is connected."""

    peer_id: UUID
    candidates: dict[UUID | str, Bucket] = field(default_factory=dict)
    descriptions: dict[UUID | str, Bucket] = field(default_factory=dict)
    renegotiations: Bucket = field(default_factory=lambda: Bucket(5 / 60, 5))
    judge: Judge = field(default_factory=Judge)

    def candidates_to(self, peer_id: UUID | str) -> Bucket:
        """Gathering comes in bursts: a hundred at once, ten a second for long."""
        return self.candidates.setdefault(peer_id, Bucket(10, 100))

    def descriptions_to(self, peer_id: UUID | str) -> Bucket:
        """Offers and answers: a screen, a camera and a new network make several in a moment, never many."""
        return self.descriptions.setdefault(peer_id, Bucket(2, 20))


def claims_of(socket: Socket) -> dict[UUID, Claim]:
    claims: dict[UUID, Claim] = socket.state.setdefault(STATE, {})
    return claims


def claim_of(socket: Socket, call_id: UUID) -> Claim:
    """The socket's own page in this call; NotFound when it has none."""
    claim = claims_of(socket).get(call_id)
    if claim is None:
        raise NotFound(_("This page is not in that call."))
    return claim


def listen(socket: Socket, call_id: UUID, peer_id: UUID) -> None:
    """Before the claim is stored, so that no offer of the first millisecond is lost."""
    socket.join(call_topic(call_id))
    socket.join(peer_topic(peer_id))


def unlisten(socket: Socket, call_id: UUID, peer_id: UUID) -> None:
    """The claim was refused; what the socket claimed before under another id still stands."""
    known = claims_of(socket).get(call_id)
    socket.leave(peer_topic(peer_id))
    if known is None or known.peer_id == peer_id:
        forget(socket, call_id)


def settle(socket: Socket, call_id: UUID, peer_id: UUID) -> None:
    """The claim is stored: a page that came back keeps its buckets, another one of the socket is let go."""
    old = claims_of(socket).get(call_id)
    if old is not None and old.peer_id == peer_id:
        return
    if old is not None:
        socket.leave(peer_topic(old.peer_id))
    claims_of(socket)[call_id] = Claim(peer_id)


def forget(socket: Socket, call_id: UUID) -> None:
    claim = claims_of(socket).pop(call_id, None)
    socket.leave(call_topic(call_id))
    if claim is not None:
        socket.leave(peer_topic(claim.peer_id))


async def beat(sockets: Sequence[Socket]) -> None:
    """Every 10 s: claimed pages live. Sets topics right, should another process's word be late or lost."""
    claimed = [(one, call_id, claim.peer_id) for one in sockets for call_id, claim in claims_of(one).items()]
    if not claimed:
        return
    alive = await database(note_alive, {peer_id for _socket, _call, peer_id in claimed})
    for socket, call_id, peer_id in claimed:
        claim = claims_of(socket).get(call_id)
        if claim is None or claim.peer_id != peer_id:
            continue
        if peer_id in alive:
            listen(socket, call_id, peer_id)
        else:
            forget(socket, call_id)


def ready_fields(user_id: int) -> dict[str, Any]:
    """`calls` of `ready`: what rings for one or one is in, so that a page that reconnects still rings."""
    mine = CallParticipant.objects.filter(
        user=user_id,
        state__in=(CallParticipant.State.INVITED, CallParticipant.State.JOINED),
        call__conversation__participants__user=user_id,
        call__conversation__participants__left_at__isnull=True,
    )
    rows = Call.objects.live().filter(pk__in=mine.values("call_id"))
    return {"calls": serializers.calls(list(rows))}
