"""Whose screen is shown: one person's at a time, and only as long as the page it comes from is there."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.serializers import person
from calls import access
from calls.actions.record import record
from calls.models import Call, CallConnection, CallEvent, CallParticipant
from dreamseed.realtime.errors import Conflict, Forbidden

Kind = CallEvent.Kind


def begin_sharing(
    call: Call, me: CallParticipant, user: User, peer_id: UUID | None
) -> CallParticipant | None:
    """Before the flag rises; who shared until now, for a moderator takes over.

    Forbidden while only moderators share, Conflict `someone_shares` (with `user`) while another does.
    """
    moderates = access.may_moderate(call, user)
    if not call.sharing_allowed and not moderates:
        raise Forbidden(_("The teacher does not allow others to share their screens for now."))
    former = sharers(call).exclude(pk=me.pk).select_related("user").first()
    if former is not None and not moderates:
        words = _("%(name)s is sharing a screen. Only one can be shown at a time.")
        raise Conflict("someone_shares", words % {"name": former.user.name}, user=person(former.user))
    record(call, me.user_id, Kind.SHARING_STARTED, peer_id=peer_id or me.peer_id)
    return former


def sharers(call: Call) -> QuerySet[CallParticipant]:
    return call.participants.filter(screen_sharing=True)


def end_sharing(call: Call, people: QuerySet[CallParticipant]) -> None:
    """Those of them who share do so no longer."""
    for one in people.filter(screen_sharing=True):
        record(call, one.user_id, Kind.SHARING_STOPPED)
    people.update(screen_sharing=False)


def end_orphaned_sharing(call: Call) -> None:
    """A person may stay with another page when the page that shared has gone."""
    for one in sharers(call):
        began = call.events.filter(user=one.user_id, kind=Kind.SHARING_STARTED)
        page = began.order_by("-pk").values_list("peer_id", flat=True).first()
        if page is None or not CallConnection.objects.live().filter(peer_id=page).exists():
            end_sharing(call, call.participants.filter(pk=one.pk))
