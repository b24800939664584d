"""Starting, ringing, declining, ending."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from calls import access, events, serializers
from calls.actions.ground import EndReason, State, conclude, finish, lock, locked
from calls.actions.reminding import stop_reminding
from calls.actions.telling import stop_telling, tell_invited
from calls.lessons import kept_plan
from calls.models import Call, CallParticipant, Lesson
from dreamseed.realtime.acting import acting
from dreamseed.realtime.errors import Conflict, NotFound
from messenger.access import conversation_to_call
from messenger.models import Conversation


def start_call(
    *,
    user: User,
    conversation_id: Any,
    call_type: str,
    invited_user_ids: Sequence[int] = (),
    client_id: UUID | None = None,
    lesson: Lesson | None = None,
    skip: str | None = None,
) -> tuple[Call, bool]:
    """Ring, and whether the call is new: a repeated client_id gives the first one.

    `lesson`: what it was planned as. Conflict `call_running` with `call_id` while another call is live.
    """
    with acting(user.pk):
        lock(conversation_to_call(user, conversation_id).pk)
        conversation = conversation_to_call(user, conversation_id)
        known = _known(user, client_id)
        if known is not None:
            return known, False
        _refuse_second(conversation)
        invited = access.invited_members(conversation, invited_user_ids, user)
        if not invited and conversation.type == Conversation.Type.DIRECT:
            raise Conflict("nobody_to_call", _("This person cannot be called any more."))
        call = _create(user, conversation, call_type, invited, client_id, lesson)
        events.changed(call, skip=skip)
        events.invitation(call, user, invited)
        tell_invited(call, user, invited)
        if lesson is not None:
            stop_reminding(lesson)
    return call, True


def _known(user: User, client_id: UUID | None) -> Call | None:
    if client_id is None:
        return None
    known = Call.objects.filter(initiator=user, client_id=client_id).first()
    return known and access.call_for(user, known.pk)


def _refuse_second(conversation: Conversation) -> None:
    running = Call.objects.live().filter(conversation=conversation).first()
    if running is not None:
        raise Conflict("call_running", _("A call is already running here."), call_id=str(running.pk))


def _create(
    user: User,
    conversation: Conversation,
    call_type: str,
    invited: Sequence[int],
    client_id: UUID | None,
    lesson: Lesson | None,
) -> Call:
    """Who starts is on the way in until their page claims a peer: it rings during the preview."""
    now = timezone.now()
    plan = {} if lesson is None else kept_plan(lesson, now)
    call = Call(conversation=conversation, initiator=user, call_type=call_type, client_id=client_id, **plan)
    call.leaders = sorted(access.moderators_of(call))
    call.save()
    starter = CallParticipant(call=call, user=user, state=State.WAITING, is_initiator=True, invited_at=now)
    CallParticipant.objects.bulk_create(
        [starter, *(CallParticipant(call=call, user_id=one, invited_at=now) for one in invited)]
    )
    return call


def invite_to_call(*, user: User, call_id: Any, user_ids: Sequence[int], skip: str | None = None) -> Call:
    """Ring these members (again); who is in already is left in peace.

    By a moderator it opens a locked call for them; Conflict `locked` when another rings somebody outside.
    """
    with acting(user.pk):
        call = locked(access.call_to_invite, user, call_id)
        wanted = access.invited_members(call.conversation, user_ids, user, "user_ids") if user_ids else []
        there = Q(state__in=(State.JOINED, State.WAITING)) | Q(is_blocked=True)
        ringing = sorted(set(wanted) - set(call.participants.filter(there).values_list("user_id", flat=True)))
        if ringing:
            access.check_ring(call, user, ringing)
            before = serializers.call(call)
            _ring(call, ringing, let_in=call.is_locked and access.may_moderate(call, user))
            conclude(call, before, skip=skip)
            events.invitation(call, user, ringing)
            tell_invited(call, user, ringing)
    return call


def _ring(call: Call, user_ids: Sequence[int], let_in: bool) -> None:
    now = timezone.now()
    rung = call.participants.filter(user_id__in=user_ids)
    rows = (CallParticipant(call=call, user_id=one, invited_at=now) for one in user_ids)
    CallParticipant.objects.bulk_create(rows, ignore_conflicts=True)
    rung.update(state=State.INVITED, invited_at=now)
    if let_in:
        rung.update(let_in=True)


def reject_call(*, user: User, call_id: Any, skip: str | None = None) -> Call:
    """Decline while it rings for one; too late, or answered on another page, it changes nothing."""
    with acting(user.pk):
        call = locked(access.call_to_join, user, call_id)
        if not call.participants.filter(user=user).exists():
            raise NotFound(_("You are not invited to this call."))
        before = serializers.call(call)
        if call.participants.filter(user=user, state=State.INVITED).update(state=State.DECLINED):
            stop_telling(call, [user.pk])
            conclude(call, before, skip=skip)
    return call


def end_with_conversation(conversation_id: UUID) -> None:
    """For messenger.registries: inside the archival's transaction, which holds the conversation's lock.

    Whoever it rings for misses nothing: there is nowhere to call back.
    """
    call = Call.objects.live().select_related("conversation").filter(conversation=conversation_id).first()
    if call is not None:
        call.participants.filter(state=State.INVITED).update(state=State.MISSED)
        finish(call, EndReason.COMPLETED if call.started_at else EndReason.CANCELLED)


def end_call(*, user: User, call_id: Any, skip: str | None = None) -> Call:
    """For everybody. Conflict `call_ended` when it has ended."""
    with acting(user.pk):
        call = locked(access.call_to_end, user, call_id)
        finish(call, EndReason.COMPLETED if call.started_at else EndReason.CANCELLED, skip=skip)
    return call
