"""A day before it is due, and once when it was, those who have not handed in are told: by their own time."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from assignments import access, telling
from assignments.deadlines import deadline
from assignments.models import Assignment, Extension
from dreamseed.realtime.acting import acting
from dreamseed.realtime.wire import moment

SOON = timedelta(hours=24)
STILL = timedelta(hours=24)
"""What has been over for longer is told nobody any more."""


def remind_due_soon() -> int:
    """Once a student and due date; how many were told."""
    now = timezone.now()
    told = 0
    with acting(None):
        for assignment in _locked(now, now + SOON):
            for due, people in _owing(assignment, telling.DUE_SOON, now, now + SOON).items():
                telling.tell_due_soon(assignment, people, due)
                told += len(people)
    return told


def remind_overdue() -> int:
    """Once a student and due date, while late work is still taken; how many were told."""
    now = timezone.now()
    told = 0
    with acting(None):
        for assignment in _locked(now - STILL, now):
            for due, people in _owing(assignment, telling.OVERDUE, now - STILL, now).items():
                telling.tell_overdue(assignment, people, due)
                told += len(people)
    return told


def _locked(after: datetime, until: datetime) -> list[Assignment]:
    """Due then, for the class or for somebody who has more time (also of what is closed by now)."""
    longer = Extension.objects.filter(until__gt=after, until__lte=until).values("assignment")
    due = Q(status=Assignment.Status.PUBLISHED, due_date__gt=after, due_date__lte=until)
    rows = Assignment.objects.exclude(status=Assignment.Status.DRAFT).filter(due | Q(pk__in=longer))
    return list(rows.select_for_update(of=("self",), skip_locked=True).select_related("classroom"))


def _owing(assignment: Assignment, kind: str, after: datetime, until: datetime) -> dict[datetime, list[int]]:
    """By their own due date: of whom nothing came and would be taken, and who was not told of that date."""
    now = timezone.now()
    extended = {one.student_id: one for one in assignment.extensions.all()}
    told = telling.told(assignment, kind)
    found: dict[datetime, list[int]] = defaultdict(list)
    for student_id in access.owing_ids(assignment):
        limits = deadline(assignment, extended.get(student_id), now)
        if after < limits.due <= until and limits.takes(now) and (student_id, moment(limits.due)) not in told:
            found[limits.due].append(student_id)
    return found
