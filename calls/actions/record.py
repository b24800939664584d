"""Rows of what happens in a call, written in the transaction of their cause."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from calls.models import Call, CallEvent


def record(
    call: Call, user_id: int, kind: str, *, peer_id: UUID | None = None, at: datetime | None = None
) -> None:
    """`kind` is one of CallEvent.Kind; `at` when it was not now (a page that was lost some time ago)."""
    CallEvent.objects.create(call=call, user_id=user_id, kind=kind, peer_id=peer_id, at=at or timezone.now())
