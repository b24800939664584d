"""Reading: on one page, gone from the badge on all of them; what waits for it is not sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from dreamseed.realtime.acting import acting
from notifications import access, events
from notifications.actions.notifying import drop_waiting
from notifications.models import Notification


def read(*, user: User, notification_id: Any) -> Notification:
    """Reading twice changes nothing; NotFound for what is somebody else's."""
    with acting(user.pk):
        row = access.notification_for(user, notification_id)
        if row.read_at is None:
            _mark(user.pk, [row.pk])
            row.refresh_from_db(fields=["read_at"])
    return row


def read_all(*, user: User) -> int:
    """Everything in the person's list; how many were unread."""
    with acting(user.pk):
        ids = _unread(Q(user=user))
        if ids:
            _note(ids)
            events.read_all(user.pk)
    return len(ids)


def read_subject(*, user_id: int, subject: str, up_to: int | None = None) -> int:
    """What is about this was seen where it stands; how many are left.

    `up_to`: only as far as that message.
    """
    mine = Q(user_id=user_id, subject=subject)
    if not Notification.objects.unread().filter(mine).exists():
        return 0  # as it mostly is: one question, no more
    with acting(user_id):
        seen = Q() if up_to is None else Q(up_to__lte=up_to) | Q(up_to=None)
        ids = _unread(mine & seen)
        if ids:
            _mark(user_id, ids)
    return Notification.objects.unread().filter(mine).count()


def _unread(which: Q) -> list[UUID]:
    rows = Notification.objects.unread().filter(which).select_for_update(no_key=True).order_by("pk")
    return list(rows.values_list("pk", flat=True))


def _mark(user_id: int, ids: Sequence[UUID]) -> None:
    _note(ids)
    events.read(user_id, ids)


def _note(ids: Sequence[UUID]) -> None:
    Notification.objects.filter(pk__in=ids, read_at=None).update(read_at=timezone.now())
    drop_waiting(Q(notification__in=ids), "read")
