"""What no page tells: pages that died, rings nobody heard."""

from __future__ import annotations

import logging
from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from calls import serializers
from calls.actions.ground import EndReason, State, close, conclude, finish, lock, miss
from calls.models import Call, CallConnection, CallParticipant
from dreamseed.realtime.acting import acting

log = logging.getLogger(__name__)

RINGS_FOR = timedelta(seconds=45)
GONE_AFTER = timedelta(seconds=30)


def note_alive(peer_ids: Collection[UUID]) -> set[UUID]:
    """Pages whose sockets live, in one statement; answers with those that are still in their calls."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE call_connections SET seen_at = now()"
            " WHERE peer_id = ANY(%s) AND left_at IS NULL RETURNING peer_id",
            [list(peer_ids)],
        )
        return {row[0] for row in cursor.fetchall()}


def sweep(*, now: datetime | None = None, heard_since: datetime | None = None) -> int:
    """Close dead pages, end rings nobody heard and calls nobody is in; how many calls changed.

    `heard_since`: before that nobody could be heard, since everything was down; pages whose pictures never
    stopped get GONE_AFTER from then to come back.
    """
    now = now or timezone.now()
    gone = _gone(now, heard_since)
    touched = 0
    for call_id, conversation_id in _due(now, gone).values_list("pk", "conversation_id"):
        try:
            touched += _sweep_one(call_id, conversation_id, now, gone)
        except Exception:  # one broken call must not keep all others open
            log.exception("sweeping call %s", call_id)
    return touched


def _due(now: datetime, gone: Q) -> QuerySet[Call]:
    people = CallParticipant.objects.filter(call=OuterRef("pk"))
    pages = CallConnection.objects.live().filter(participant__call=OuterRef("pk"))
    return Call.objects.live().filter(
        Exists(pages.filter(gone))
        | Exists(people.filter(state__in=(State.INVITED, State.WAITING), invited_at__lte=now - RINGS_FOR))
        | Q(conversation__archived_at__isnull=False)
        | Q(ends_at__lte=now)
    )


def _gone(now: datetime, heard_since: datetime | None) -> Q:
    """Pages not heard of for too long, and those of people who were deactivated."""
    out = Q(participant__user__is_active=False)
    if heard_since is not None and heard_since > now - GONE_AFTER:
        return out
    return out | Q(seen_at__lt=now - GONE_AFTER)


def _sweep_one(call_id: UUID, conversation_id: UUID, now: datetime, gone: Q) -> bool:
    """Everything is looked at again under the lock: a page may just have come back."""
    with acting(None):
        lock(conversation_id)
        call = Call.objects.select_related("conversation").get(pk=call_id)
        if call.is_ended:
            return False
        if call.ends_at is not None and call.ends_at <= now:
            finish(call, EndReason.COMPLETED if call.started_at else EndReason.CANCELLED)
            return True
        before = serializers.call(call)
        went = close(call, CallConnection.objects.filter(gone), lost=True)
        late = call.participants.filter(invited_at__lte=now - RINGS_FOR)
        missed = miss(call, late.filter(state=State.INVITED))
        missed += _give_up_on_starter(call, late)
        if went or missed or call.conversation.archived_at is not None:
            conclude(call, before, went=went)
            return True
    return False


def _give_up_on_starter(call: Call, late: QuerySet[CallParticipant]) -> int:
    """Who started it never came in: the others, if there are any, go on without."""
    return late.filter(state=State.WAITING).update(state=State.MISSED)
