"""Rows of what happens in a call, written in the transaction of their cause."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from calls.models import Call, CallConnection, CallEvent, CallParticipant

Kind = CallEvent.Kind
SILENT_AFTER = timedelta(seconds=20)
"""Living pages are heard of every few seconds (calls/claims.py): one that was not had lost its connection."""


def record(
    call: Call, user_id: int, kind: str, *, peer_id: UUID | None = None, at: datetime | None = None
) -> None:
    """`kind` is one of CallEvent.Kind; `at` when it was not now (a page that was lost some time ago)."""
    CallEvent.objects.create(call=call, user_id=user_id, kind=kind, peer_id=peer_id, at=at or timezone.now())


def record_going(call: Call, gone: Mapping[int, datetime], state: str, lost: bool) -> None:
    """People without a page: person → when last heard of, which is when they left if they were lost."""
    kind = Kind.LOST if lost else Kind.REMOVED if state == CallParticipant.State.REMOVED else Kind.LEFT
    for user_id, seen_at in gone.items():
        record(call, user_id, kind, at=seen_at if lost else None)


def record_coming(me: CallParticipant, peer_id: UUID) -> None:
    """In with the first page; who was lost before has returned."""
    last = CallEvent.objects.filter(call=me.call_id, user=me.user_id, kind__in=(Kind.LEFT, Kind.LOST)).last()
    returned = last is not None and last.kind == Kind.LOST
    record(me.call, me.user_id, Kind.RETURNED if returned else Kind.JOINED, peer_id=peer_id)


def record_silence(page: CallConnection) -> None:
    """A page is heard of again that had been silent, if its person had no other."""
    others = page.participant.connections.filter(left_at__isnull=True).exclude(pk=page.pk)
    if timezone.now() - page.seen_at < SILENT_AFTER or others.exists():
        return
    call, user_id = page.participant.call, page.participant.user_id
    record(call, user_id, Kind.LOST, peer_id=page.peer_id, at=page.seen_at)
    record(call, user_id, Kind.RETURNED, peer_id=page.peer_id)
