"""A day before it is due, and once when it was, those who have not handed in are told."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from assignments import access, telling
from assignments.models import Assignment
from dreamseed.realtime.acting import acting

SOON = timedelta(hours=24)
STILL = timedelta(hours=24)
"""What has been over for longer is told nobody any more."""


def remind_due_soon() -> int:
    """Once an assignment; how many were looked at."""
    now = timezone.now()
    with acting(None):
        rows = _locked(Q(reminded_at=None, due_date__gt=now, due_date__lte=now + SOON))
        for assignment in rows:
            telling.tell_due_soon(assignment, _owing(assignment, now + SOON).values_list("pk", flat=True))
            assignment.reminded_at = now
            assignment.save(update_fields=["reminded_at"])
    return len(rows)


def remind_overdue() -> int:
    """Once an assignment, while late work is still taken; how many were looked at."""
    now = timezone.now()
    with acting(None):
        taken = Q(late_policy=Assignment.LatePolicy.ACCEPT) & (Q(cut_off=None) | Q(cut_off__gt=now))
        rows = _locked(taken & Q(overdue_told_at=None, due_date__lte=now, due_date__gt=now - STILL))
        for assignment in rows:
            telling.tell_overdue(assignment, _owing(assignment, now).values_list("pk", flat=True))
            assignment.overdue_told_at = now
            assignment.save(update_fields=["overdue_told_at"])
    return len(rows)


def _locked(which: Q) -> list[Assignment]:
    rows = Assignment.objects.filter(which, status=Assignment.Status.PUBLISHED)
    return list(rows.select_for_update(of=("self",), skip_locked=True).select_related("classroom"))


def _owing(assignment: Assignment, at: datetime) -> QuerySet[User]:
    """Of whom nothing came, who are not excused, and whose own time is over at this moment."""
    done = assignment.submissions.values("student")
    longer = assignment.extensions.filter(until__gt=at).values("student")
    excused = assignment.excuses.values("student")
    return access.roster(assignment).exclude(pk__in=done).exclude(pk__in=longer).exclude(pk__in=excused)
