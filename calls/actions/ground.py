"""What all changes of a call share: its lock, closing pages, and deciding whether it goes on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils import timezone

from accounts.models import User
from calls import access, events
from calls.actions.record import record_going
from calls.actions.sharing import end_orphaned_sharing, end_sharing
from calls.actions.telling import stop_telling, tell_missed
from calls.actions.watching import watch
from calls.changes import Peer, Shape
from calls.models import Call, CallConnection, CallParticipant
from messenger.actions import post_system_message
from messenger.models import Conversation

CHANGES = (
    "status", "started_at", "ended_at", "end_reason", "ends_at", "is_locked", "hold_muted", "sharing_allowed",
    "spotlight", "leaders", "revision",
)  # fmt: skip
SILENT = {"audio_enabled": False, "screen_audio_enabled": False}
"""Nothing is heard of a person: the sound of a shared screen would be another microphone."""
State, Status, EndReason = CallParticipant.State, Call.Status, Call.EndReason


def lock(conversation_id: UUID) -> Conversation:
    """One lock for a conversation's messages, people and call: whatever ends a call also writes a message."""
    return Conversation.objects.select_for_update(no_key=True).get(pk=conversation_id)


def locked(door: Callable[[User, Any], Call], user: User, call_id: Any) -> Call:
    """The call through this door as it is once nobody else can change it; strangers never reach the lock."""
    lock(door(user, call_id).conversation_id)
    return door(user, call_id)


def close(
    call: Call, connections: QuerySet[CallConnection], state: str = State.LEFT, lost: bool = False
) -> list[Peer]:
    """These pages are gone, and with their last page so are people. `lost`: gone since last heard of."""
    rows = shut(call, connections, lost)
    if not rows:
        return []
    live = CallConnection.objects.live().filter(participant__call=call)
    staying = set(live.values_list("participant__user_id", flat=True))
    gone = {user_id: seen_at for _peer_id, user_id, seen_at in rows if user_id not in staying}
    record_going(call, gone, state, lost)
    put_out(call, list(gone), state)
    end_orphaned_sharing(call)
    return [Peer(user_id, peer_id, user_id in gone) for peer_id, user_id, _seen_at in rows]


def shut(
    call: Call, connections: QuerySet[CallConnection], lost: bool = False
) -> list[tuple[UUID, int, datetime]]:
    """Pages alone: (peer, person, last sign of life) of those that were open, the oldest sign first."""
    what = ("peer_id", "participant__user_id", "seen_at")
    rows = list(connections.filter(left_at__isnull=True, participant__call=call).values_list(*what))
    going = CallConnection.objects.filter(peer_id__in=[peer_id for peer_id, *_rest in rows])
    going.update(left_at=F("seen_at") if lost else timezone.now())
    return sorted(rows, key=lambda row: row[2])


def put_out(call: Call, user_ids: Sequence[int], state: str) -> None:
    """These people are in no longer."""
    people = call.participants.filter(user_id__in=user_ids)
    end_sharing(call, people)
    quality = {"connection_quality": "", "connection_cause": ""}
    people.update(state=state, left_at=timezone.now(), hand_raised_at=None, **quality)


def conclude(
    call: Call,
    before: Shape,
    *,
    came: Sequence[Peer] = (),
    went: Sequence[Peer] = (),
    skip: str | None = None,
) -> Shape:
    """After who is in has changed: the call becomes active, goes on or ends, and everybody is told.

    `before`: its shape under the lock, before the change. Its shape after it.
    """
    people = list(call.participants.select_related("user"))
    reason = verdict(call, people)
    if reason is not None:
        return finish(call, reason, went=went, skip=skip)
    if call.started_at is None and _count(people, State.JOINED) > 1:
        call.status, call.started_at = Status.ACTIVE, timezone.now()
    watch(call, people)
    if call.spotlight_id not in {one.user_id for one in people if one.state == State.JOINED}:
        call.spotlight = None
    _save(call)
    return events.changed(call, before, came, went, skip)


def verdict(call: Call, people: Sequence[CallParticipant]) -> str | None:
    """Why a call has to end now; None while it goes on."""
    direct = call.conversation.type == Conversation.Type.DIRECT
    joined = _count(people, State.JOINED)
    if call.conversation.archived_at is not None:
        return EndReason.COMPLETED if call.started_at else EndReason.CANCELLED
    if call.started_at is not None:
        return EndReason.COMPLETED if joined < (2 if direct else 1) else None
    return _verdict_while_ringing(people, joined, direct)


def _verdict_while_ringing(people: Sequence[CallParticipant], joined: int, direct: bool) -> str | None:
    """A direct call rings for one; a group's goes on for whoever is in, and rings while its starter comes."""
    starter = next((one for one in people if one.is_initiator), None)
    others = {one.state for one in people if not one.is_initiator}
    if starter is None or starter.state in (State.LEFT, State.REMOVED):
        return EndReason.CANCELLED if direct or not joined else None
    if direct and others <= {State.DECLINED}:
        return EndReason.DECLINED
    if direct and others <= {State.DECLINED, State.MISSED}:
        return EndReason.MISSED
    if starter.state == State.MISSED and not joined:
        return EndReason.MISSED
    return EndReason.CANCELLED if direct and others <= {State.LEFT, State.REMOVED} else None


def finish(call: Call, reason: str, *, went: Sequence[Peer] = (), skip: str | None = None) -> Shape:
    """End it for everybody; the conversation's history keeps its length and reason."""
    gone = [*went, *close(call, CallConnection.objects.all())]
    put_out(
        call,
        [one.user_id for one in call.participants.filter(state__in=(State.JOINED, State.WAITING))],
        State.LEFT,
    )
    miss(call, call.participants.filter(state=State.INVITED))
    stop_telling(call)
    call.leaders = sorted(access.leaders_of(call))
    call.status, call.ended_at, call.end_reason = Status.ENDED, timezone.now(), reason
    _save(call)
    shape = events.changed(call, went=gone, skip=skip)
    data = {"call_id": str(call.pk), "call_type": call.call_type, "seconds": call.seconds, "reason": reason}
    post_system_message(call.conversation, "call_ended", {**data, "initiator_id": call.initiator_id})
    return shape


def miss(call: Call, late: QuerySet[CallParticipant]) -> int:
    """These did not hear it ring; how many."""
    missed = list(late.values_list("user_id", flat=True))
    call.participants.filter(user_id__in=missed).update(state=State.MISSED)
    tell_missed(call, missed)
    return len(missed)


def _save(call: Call) -> None:
    call.revision += 1
    call.save(update_fields=CHANGES)


def _count(people: Sequence[CallParticipant], state: str) -> int:
    return sum(one.state == state for one in people)
