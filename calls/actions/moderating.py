"""The teacher's hand: who may speak, show and come in. Whatever is forbidden here, the server enforces."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from calls import access, events, serializers
from calls.actions.ground import SILENT, State, close, conclude, locked, put_out
from calls.actions.record import record
from calls.actions.sharing import end_sharing
from calls.changes import Peer
from calls.models import Call, CallConnection, CallEvent, CallParticipant
from dreamseed.realtime.acting import acting
from dreamseed.realtime.errors import Conflict, Forbidden, Invalid, NotFound

Kind = CallEvent.Kind


def moderate(
    *, user: User, call_id: Any, action: str, user_id: int | None = None, skip: str | None = None
) -> Call:
    """One of PERSONAL, done to `user_id`, or of GENERAL, done to the whole call; repeating one is harmless.

    Conflict `not_there` when the person is not in the call, Forbidden when it is another moderator
    who would be removed, NotFound when the call never knew the person.
    """
    with acting(user.pk):
        call = locked(access.call_to_moderate, user, call_id)
        before = serializers.call(call)
        if action in GENERAL:
            GENERAL[action](call)
        else:
            target = _participant(call, user_id)
            if action not in WITHOUT_BEING_THERE and target.state != State.JOINED:
                raise Conflict("not_there", _("This person is not in the call."))
            PERSONAL[action](call, target)
        events.moderated(call, action, user.pk, None if action in GENERAL else user_id, skip)
        conclude(call, before, went=_removed(call, action, user_id), skip=skip)
    return call


def _participant(call: Call, user_id: int | None) -> CallParticipant:
    if user_id is None:
        raise Invalid(fields={"user_id": [_("Who is meant?")]})
    found = call.participants.filter(user=user_id).first()
    if found is None:
        raise NotFound(_("This person is not in the call."))
    return found


def _mute(call: Call, one: CallParticipant) -> None:
    call.participants.filter(pk=one.pk).update(**SILENT)


def _stop_camera(call: Call, one: CallParticipant) -> None:
    call.participants.filter(pk=one.pk).update(video_enabled=False)


def _stop_sharing(call: Call, one: CallParticipant) -> None:
    end_sharing(call, call.participants.filter(pk=one.pk))


def _lower_hand(call: Call, one: CallParticipant) -> None:
    _lower(call, call.participants.filter(pk=one.pk))


def _show_to_all(call: Call, one: CallParticipant) -> None:
    call.spotlight_id = one.user_id


def _remove(call: Call, one: CallParticipant) -> None:
    """Out, and not back in until a moderator allows it. The pages are closed by `_removed`."""
    if one.user_id in access.moderators_of(call):
        raise Forbidden(_("Another teacher of this lesson cannot be removed."))
    call.participants.filter(pk=one.pk).update(is_blocked=True)


def _removed(call: Call, action: str, user_id: int | None) -> list[Peer]:
    if action != "remove" or user_id is None:
        return []
    went = close(call, CallConnection.objects.filter(participant__user=user_id), State.REMOVED)
    put_out(call, [user_id], State.REMOVED)
    return went


def _unblock(call: Call, one: CallParticipant) -> None:
    if one.is_blocked:
        call.participants.filter(pk=one.pk).update(is_blocked=False, state=State.LEFT)


def _mute_all(call: Call) -> None:
    _others(call).update(**SILENT)


def _hold_muted(call: Call) -> None:
    call.hold_muted = True
    _mute_all(call)


def _allow_unmuting(call: Call) -> None:
    """Microphones wait for their people; what is shared is heard again at once."""
    call.hold_muted = False
    _others(call).update(screen_audio_enabled=True)


def _forbid_sharing(call: Call) -> None:
    call.sharing_allowed = False
    end_sharing(call, _others(call))


def _allow_sharing(call: Call) -> None:
    call.sharing_allowed = True


def _lock(call: Call) -> None:
    """Who was let in through a former lock is not through this one."""
    if not call.is_locked:
        call.participants.update(let_in=False)
    call.is_locked = True


def _unlock(call: Call) -> None:
    call.is_locked = False


def _lower_hands(call: Call) -> None:
    _lower(call, call.participants.all())


def _unspotlight(call: Call) -> None:
    call.spotlight = None


def _others(call: Call) -> QuerySet[CallParticipant]:
    """Everybody who does not moderate."""
    moderators: Collection[int] = access.moderators_of(call)
    return call.participants.exclude(user__in=moderators)


def _lower(call: Call, people: QuerySet[CallParticipant]) -> None:
    for one in people.filter(hand_raised_at__isnull=False):
        record(call, one.user_id, Kind.HAND_LOWERED)
    people.update(hand_raised_at=None)


PERSONAL: dict[str, Callable[[Call, CallParticipant], None]] = {
    "mute": _mute,
    "stop_camera": _stop_camera,
    "stop_sharing": _stop_sharing,
    "lower_hand": _lower_hand,
    "spotlight": _show_to_all,
    "remove": _remove,
    "unblock": _unblock,
}
GENERAL: dict[str, Callable[[Call], None]] = {
    "mute_all": _mute_all,
    "hold_muted": _hold_muted,
    "allow_unmuting": _allow_unmuting,
    "allow_sharing": _allow_sharing,
    "forbid_sharing": _forbid_sharing,
    "lower_hands": _lower_hands,
    "lock": _lock,
    "unlock": _unlock,
    "unspotlight": _unspotlight,
}
WITHOUT_BEING_THERE = ("remove", "unblock")
"""Somebody who has not come in yet can be kept out."""
