"""What was announced of homework and is over: nobody is told of it any more (notifications.registries)."""

from __future__ import annotations

from django.utils import timezone

from assignments import telling
from assignments.deadlines import Deadline, own_deadlines
from assignments.models import Assignment
from notifications.models import Notification


def not_taken(row: Notification) -> bool:
    """Nothing is taken any more."""
    limits = _limits(row)
    return limits is not None and not limits.takes(timezone.now())


def past_due(row: Notification) -> bool:
    """It was due meanwhile, or nothing is taken any more."""
    limits, now = _limits(row), timezone.now()
    return limits is not None and (limits.is_late(now) or not limits.takes(now))


def _limits(row: Notification) -> Deadline | None:
    """Of who is told; None when it is gone: then it was taken back."""
    found = Assignment.objects.filter(pk=telling.assignment_id(row.subject)).first()
    return None if found is None else own_deadlines(row.user, [found], timezone.now())[found.pk]
