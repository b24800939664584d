"""Coming in by a page, coming back, leaving."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from calls import access, serializers
from calls.actions.ground import State, close, conclude, locked, put_out, shut
from calls.actions.record import record_coming, record_silence
from calls.actions.sharing import end_orphaned_sharing
from calls.actions.telling import stop_telling
from calls.actions.topology import make_room_for
from calls.changes import Peer, Shape
from calls.models import Call, CallConnection, CallParticipant
from dreamseed.realtime.acting import acting
from dreamseed.realtime.errors import Conflict

PEERS_A_PERSON = 3


class Answered(NamedTuple):
    """The call's shape; `fresh` is false when the same page came back."""

    call: Shape
    peer_id: UUID
    fresh: bool


def answer_call(
    *,
    user: User,
    call_id: Any,
    peer_id: UUID | None = None,
    replaces: UUID | None = None,
    user_agent: str = "",
    audio_enabled: bool | None = None,
    video_enabled: bool | None = None,
    skip: str | None = None,
) -> Answered:
    """Come in with a page, invited or not; the same peer_id again is the same page coming back.

    `replaces`: the peer of this page before it was reloaded; its person never leaves.
    Conflicts: `call_ended` with the call, `call_full`, `too_many_pages`, `peer_taken`, `peer_gone`,
    `blocked` for whom the teacher removed, `locked` for whom was not in before.
    """
    peer_id = peer_id or uuid4()
    with acting(user.pk):
        call = locked(access.call_to_join, user, call_id)
        if _refresh(call, user, peer_id):
            return Answered(serializers.call(call), peer_id, False)
        before = serializers.call(call)
        me = _participant(call, user)
        access.check_entry(call, me)
        went = _make_room(call, me, replaces)
        _connect(me, peer_id, user_agent)
        _enter(me, peer_id, call, {"audio_enabled": audio_enabled, "video_enabled": video_enabled})
        shape = conclude(call, before, came=[Peer(user.pk, peer_id)], went=went, skip=skip)
    return Answered(shape, peer_id, True)


def _refresh(call: Call, user: User, peer_id: UUID) -> bool:
    """The page was only cut off: it is heard again."""
    known = CallConnection.objects.select_related("participant__call").filter(peer_id=peer_id).first()
    if known is None:
        return False
    access.check_claim(known, user, call.pk)
    record_silence(known)
    CallConnection.objects.filter(pk=known.pk).update(seen_at=timezone.now())
    return True


def _participant(call: Call, user: User) -> CallParticipant:
    me, _created = CallParticipant.objects.get_or_create(call=call, user=user, defaults={"state": State.LEFT})
    me.call, me.user = call, user
    return me


def _make_room(call: Call, me: CallParticipant, replaces: UUID | None) -> list[Peer]:
    """Check what the call and the person can hold; the page that is replaced goes first."""
    make_room_for(call, me)
    live = me.connections.filter(left_at__isnull=True).values_list("peer_id", flat=True)
    if len(set(live) - {replaces}) >= PEERS_A_PERSON:
        raise Conflict("too_many_pages", _("You are in this call on three pages already. Close one of them."))
    if replaces is None:
        return []
    return [Peer(user_id, gone) for gone, user_id, _at in shut(call, me.connections.filter(peer_id=replaces))]


def _connect(me: CallParticipant, peer_id: UUID, user_agent: str) -> None:
    """Somebody else may claim the same id at this very moment for another call."""
    connection, created = CallConnection.objects.get_or_create(
        peer_id=peer_id, defaults={"participant": me, "user_agent": user_agent[:300]}
    )
    if not created:
        access.check_claim(connection, me.user, me.call_id)


def _enter(me: CallParticipant, peer_id: UUID, call: Call, wishes: dict[str, bool | None]) -> None:
    """Microphone and, in a video call, camera are on for who comes in, unless the page says otherwise."""
    media = {name: value for name, value in wishes.items() if value is not None}
    if me.state != State.JOINED:
        media = {"audio_enabled": True, "video_enabled": call.call_type == Call.Type.VIDEO, **media}
        media["screen_audio_enabled"] = True
    if access.is_held(call, me.user):
        media["audio_enabled"] = media["screen_audio_enabled"] = False
    if me.state != State.JOINED:
        record_coming(me, peer_id)
        stop_telling(call, [me.user_id])
    end_orphaned_sharing(call)
    CallParticipant.objects.filter(pk=me.pk).update(
        state=State.JOINED,
        answered=True,
        peer_id=peer_id,
        joined_at=me.joined_at or timezone.now(),
        left_at=None,
        **media,
    )


def leave_call(
    *, user: User, call_id: Any, peer_ids: Sequence[UUID] | None = None, skip: str | None = None
) -> Call:
    """Leave with these pages, or with all of them. Leaving twice, or too late, changes nothing."""
    with acting(user.pk):
        call = locked(access.call_for, user, call_id)
        if call.is_ended:
            return call
        before = serializers.call(call)
        connections = CallConnection.objects.filter(participant__user=user)
        if peer_ids is not None:
            connections = connections.filter(peer_id__in=peer_ids)
        went = close(call, connections)
        if went or _give_up(call, user):
            conclude(call, before, went=went, skip=skip)
    return call


def _give_up(call: Call, user: User) -> bool:
    """Who started it turns round before coming in."""
    if not call.participants.filter(user=user, state=State.WAITING).exists():
        return False
    put_out(call, [user.pk], State.LEFT)
    return True


def leave_on_removal(conversation_id: UUID, user_id: int) -> None:
    """For messenger.registries: inside the removal's transaction, which holds the conversation's lock."""
    call = Call.objects.live().select_related("conversation").filter(conversation=conversation_id).first()
    if call is None or not call.participants.filter(user=user_id).exists():
        return
    before = serializers.call(call)
    went = close(call, CallConnection.objects.filter(participant__user=user_id), State.REMOVED)
    put_out(call, [user_id], State.REMOVED)
    conclude(call, before, went=went)
