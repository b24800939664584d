"""Frames of a call's life. Whatever they change is an action; its result is the ack."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec

from accounts.models import User
from calls import access, actions, claims, reports, serializers, signaling
from calls.models import Call
from dreamseed.realtime.errors import NotFound
from dreamseed.realtime.frames import Frame, Incoming
from dreamseed.realtime.socket import Socket

People = Annotated[list[int], msgspec.Meta(max_length=access.MAX_INVITED)]


class InitiateCall(Incoming, tag="call.initiate"):
    """`invited_user_ids` left out or empty: everybody of the conversation."""

    conversation_id: UUID
    call_type: Literal["audio", "video"]
    invited_user_ids: People = msgspec.field(default_factory=list)
    client_id: UUID | None = None


class AnswerCall(Incoming, tag="call.answer"):
    """Come in as this page, come back as it, or come back after a reload as the one that `replaces` it."""

    call_id: UUID
    peer_id: UUID
    replaces: UUID | None = None
    audio_enabled: bool | None = None
    video_enabled: bool | None = None


class RejectCall(Incoming, tag="call.reject"):
    call_id: UUID


class LeaveCall(Incoming, tag="call.leave"):
    """This page; all of one's pages when this one is not in the call."""

    call_id: UUID


class EndCall(Incoming, tag="call.end"):
    call_id: UUID


class InviteToCall(Incoming, tag="call.invite"):
    call_id: UUID
    user_ids: People


class SetMedia(Incoming, tag="call.media"):
    call_id: UUID
    audio_enabled: bool | None = None
    video_enabled: bool | None = None
    screen_sharing: bool | None = None


class RaiseHand(Incoming, tag="call.hand"):
    call_id: UUID
    raised: bool


async def initiate(socket: Socket, frame: InitiateCall) -> dict[str, Any]:
    fields = {
        name: getattr(frame, name)
        for name in ("conversation_id", "call_type", "invited_user_ids", "client_id")
    }
    return await socket.database(_start, socket, fields)


def _start(socket: Socket, fields: dict[str, Any]) -> dict[str, Any]:
    call, created = actions.start_call(user=person_of(socket), skip=socket.id, **fields)
    return {"call_id": str(call.pk), "call": serializers.call(call), "created": created}


async def answer(socket: Socket, frame: AnswerCall) -> dict[str, Any]:
    """The socket hears its topics before the claim is stored, and stops when it is refused.

    A page that comes back may have missed what a forwarding server told it, which tells it again.
    """
    await socket.database(_check, socket, frame)
    known = claims.claims_of(socket).get(frame.call_id)
    claims.listen(socket, frame.call_id, frame.peer_id)
    try:
        result = await socket.database(_answer, socket, frame, known.peer_id if known else None)
    except BaseException:
        claims.unlisten(socket, frame.call_id, frame.peer_id)
        raise
    claims.settle(socket, frame.call_id, frame.peer_id)
    if not result["fresh"]:
        signaling.returned(socket, frame.call_id, result["call"]["media_server"])
    return result


def _check(socket: Socket, frame: AnswerCall) -> None:
    person = person_of(socket)
    access.check_peer(person, access.call_to_join(person, frame.call_id).pk, frame.peer_id)


def _answer(socket: Socket, frame: AnswerCall, before: UUID | None) -> dict[str, Any]:
    """A socket speaks for one page a call: what it claimed before is replaced."""
    replaces = frame.replaces or (before if before != frame.peer_id else None)
    answered = actions.answer_call(
        user=person_of(socket),
        call_id=frame.call_id,
        peer_id=frame.peer_id,
        replaces=replaces,
        user_agent=_device(socket),
        audio_enabled=frame.audio_enabled,
        video_enabled=frame.video_enabled,
        skip=socket.id,
    )
    return {
        "call": answered.call,
        "peer_id": str(answered.peer_id),
        "fresh": answered.fresh,
    }


def _device(socket: Socket) -> str:
    return next(
        (value.decode("latin-1") for name, value in socket.scope["headers"] if name == b"user-agent"), ""
    )


async def leave(socket: Socket, frame: LeaveCall) -> dict[str, Any]:
    claim = claims.claims_of(socket).get(frame.call_id)
    peers = [claim.peer_id] if claim is not None else None
    result = await act(socket, actions.leave_call, call_id=frame.call_id, peer_ids=peers)
    claims.forget(socket, frame.call_id)
    return result


async def reject(socket: Socket, frame: RejectCall) -> dict[str, Any]:
    return await act(socket, actions.reject_call, call_id=frame.call_id)


async def end(socket: Socket, frame: EndCall) -> dict[str, Any]:
    return await act(socket, actions.end_call, call_id=frame.call_id)


async def invite(socket: Socket, frame: InviteToCall) -> dict[str, Any]:
    return await act(socket, actions.invite_to_call, call_id=frame.call_id, user_ids=frame.user_ids)


async def media(socket: Socket, frame: SetMedia) -> dict[str, Any]:
    names = ("audio_enabled", "video_enabled", "screen_sharing")
    flags = {name: value for name in names if (value := getattr(frame, name)) is not None}
    claim = claims.claims_of(socket).get(frame.call_id)
    peer_id = claim.peer_id if claim is not None else None
    return await act(socket, actions.set_media, call_id=frame.call_id, peer_id=peer_id, **flags)


async def hand(socket: Socket, frame: RaiseHand) -> dict[str, Any]:
    return await act(socket, actions.raise_hand, call_id=frame.call_id, raised=frame.raised)


async def act(socket: Socket, action: Any, /, **arguments: Any) -> dict[str, Any]:
    """Run an action of the socket's person; the ack is the call it answers."""

    def run() -> dict[str, Any]:
        call: Call = action(user=person_of(socket), skip=socket.id, **arguments)
        return {"call": serializers.call(call)}

    result: dict[str, Any] = await socket.database(run)
    return result


def person_of(socket: Socket) -> User:
    person = User.objects.filter(pk=socket.user_id, is_active=True).first()
    if person is None:
        raise NotFound
    return person


FRAMES = {
    "call.initiate": Frame(InitiateCall, initiate, limit="10/60s"),
    "call.answer": Frame(AnswerCall, answer, limit="30/60s"),
    "call.reject": Frame(RejectCall, reject, limit="20/10s"),
    "call.leave": Frame(LeaveCall, leave, limit="20/10s"),
    "call.end": Frame(EndCall, end, limit="10/10s"),
    "call.invite": Frame(InviteToCall, invite, limit="10/60s"),
    "call.media": Frame(SetMedia, media, limit="30/10s"),
    "call.hand": Frame(RaiseHand, hand, limit="10/10s"),
    **signaling.FRAMES,
    **reports.FRAMES,
}
