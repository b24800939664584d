"""A notification that counts tells the truth: what is read or gone is not in it any more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import Q

from accounts.models import User
from notifications import events
from notifications.actions.notifying import take_back
from notifications.models import Notification


def counting(
    *, subject: str, kind: str, number: int | None = None, user_ids: Iterable[int] | None = None
) -> list[Notification]:
    """What of it is unread and counts further than one message, or this one; locked in the transaction."""
    rows = Notification.objects.unread().filter(subject=subject, kind=kind, up_to__isnull=False)
    if number is not None:
        rows = rows.filter(Q(since=None) | Q(since__lte=number), up_to__gte=number)
    if user_ids is not None:
        rows = rows.filter(user_id__in=list(user_ids))
    return list(
        rows.select_for_update(no_key=True, of=("self",)).select_related("actor").order_by("user_id", "pk")
    )


def count_down(rows: Iterable[Notification], left: Mapping[UUID, int]) -> None:
    """Locked rows count no more than is left of them; without any they are taken back. Pages are told."""
    fallen = [row for row in rows if left[row.pk] < row.count]
    for row in fallen:
        row.count = left[row.pk]
    take_back([(row.pk, row.user_id) for row in fallen if row.count == 0])
    lower = [row for row in fallen if row.count]
    if lower:
        Notification.objects.bulk_update(lower, ["count"])
        users = User.objects.in_bulk([row.user_id for row in lower])
        events.created([row for row in lower if row.in_app], users)
