"""What a student has to do, in the order of the days it is due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils import timezone

from accounts.models import User
from assignments import access
from assignments.deadlines import Deadline, own_deadlines
from assignments.models import Assignment, Excuse, Submission

PARTS = ("returned", "overdue", "today", "tomorrow", "week", "later", "done")
WEEK = timedelta(days=7)


class Task(NamedTuple):
    """`part` is one of PARTS; `is_missed`: nothing came, and nothing is taken any more.

    Who is excused has it among what is done.
    """

    assignment: Assignment
    submission: Submission | None
    deadline: Deadline
    part: str
    is_missed: bool
    is_excused: bool


def tasks(user: User, assignments: Sequence[Assignment] | None = None) -> list[Task]:
    """All that is for this student, or of these; soonest due first, what is done newest first."""
    rows = access.assignments_to_do(user).select_related("classroom", "teacher")
    found = list(rows) if assignments is None else list(assignments)
    now = timezone.now()
    done = {one.assignment_id: one for one in Submission.objects.filter(student=user)}
    excused = set(Excuse.objects.filter(student=user).values_list("assignment_id", flat=True))
    limits = own_deadlines(user, found, now)
    return [_task(one, done.get(one.pk), limits[one.pk], one.pk in excused, now) for one in found]


def _task(
    assignment: Assignment, submission: Submission | None, limits: Deadline, excused: bool, now: datetime
) -> Task:
    missed = submission is None and not limits.takes(now) and not excused
    part = "done" if excused else _part(submission, limits, missed, now)
    return Task(assignment, submission, limits, part, missed, excused)


def _part(submission: Submission | None, limits: Deadline, missed: bool, now: datetime) -> str:
    if submission is not None and submission.status == Submission.Status.RETURNED and limits.is_theirs:
        return "returned"
    if submission is not None or missed:
        return "done"
    if limits.is_late(now):
        return "overdue"
    days = (timezone.localtime(limits.due).date() - timezone.localtime(now).date()).days
    return {0: "today", 1: "tomorrow"}.get(days) or ("week" if days < WEEK.days else "later")


def by_part(found: Sequence[Task]) -> dict[str, list[Task]]:
    """{part: tasks}, every part of PARTS that has any; within it soonest first, `done` latest first."""
    sorted_tasks = sorted(found, key=lambda task: (task.deadline.due, task.assignment.pk))
    parts = {part: [task for task in sorted_tasks if task.part == part] for part in PARTS}
    parts["done"].reverse()
    return {part: rows for part, rows in parts.items() if rows}


def waiting(user: User) -> int:
    """How many are open: for the number in the navigation."""
    return sum(task.part != "done" for task in tasks(user))
