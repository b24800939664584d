"""A day before it is due, those who have not handed in are told."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from assignments import access, telling
from assignments.models import Assignment
from dreamseed.realtime.acting import acting

SOON = timedelta(hours=24)


def remind_due_soon() -> int:
    """Once an assignment; how many were looked at."""
    now = timezone.now()
    with acting(None):
        rows = Assignment.objects.filter(
            status=Assignment.Status.PUBLISHED,
            reminded_at=None,
            due_date__gt=now,
            due_date__lte=now + SOON,
        )
        due = list(rows.select_for_update(of=("self",), skip_locked=True).select_related("classroom"))
        for assignment in due:
            done = assignment.submissions.values("student")
            longer = assignment.extensions.filter(until__gt=now + SOON).values("student")
            excused = assignment.excuses.values("student")
            late = access.roster(assignment).exclude(pk__in=done).exclude(pk__in=longer)
            late = late.exclude(pk__in=excused)
            telling.tell_due_soon(assignment, late.values_list("pk", flat=True))
            assignment.reminded_at = now
            assignment.save(update_fields=["reminded_at"])
    return len(due)
