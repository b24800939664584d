"""What the pages say of many assignments or many students at once, in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.utils import timezone

from accounts.models import Enrollment, User
from assignments import access
from assignments.deadlines import Deadline, deadline
from assignments.models import Assignment, Excuse, Extension, Submission, Target

EXCUSED = "excused"


@dataclass
class Counts:
    """Of one assignment. `missing`: whose time is over without work. Who is excused is in `excused` alone."""

    students: int = 0
    excused: int = 0
    submitted: int = 0
    late: int = 0
    missing: int = 0
    to_grade: int = 0
    returned: int = 0
    to_release: int = 0


class Line(NamedTuple):
    """One student of an assignment.

    `state`: missing, expected, to_grade, returned, graded, released, excused.
    """

    student: User
    submission: Submission | None
    extension: Extension | None
    excuse: Excuse | None
    deadline: Deadline
    state: str


class Standing(NamedTuple):
    """One student of an assignment, as in Line."""

    state: str
    submission: Submission | None

    @property
    def counts(self) -> bool:
        return self.state != EXCUSED


def counts(assignments: Sequence[Assignment], now: datetime | None = None) -> dict[int, Counts]:
    """{assignment id: Counts}"""
    return {key: _counted(people.values()) for key, people in standings(assignments, now).items()}


def standings(
    assignments: Sequence[Assignment], now: datetime | None = None
) -> dict[int, dict[int, Standing]]:
    """{assignment id: {student id: Standing}} of everybody it is for and who handed in."""
    now = now or timezone.now()
    ids = [one.pk for one in assignments]
    people = _people(assignments)
    extended = {
        (one.assignment_id, one.student_id): one for one in Extension.objects.filter(assignment__in=ids)
    }
    excused = set(Excuse.objects.filter(assignment__in=ids).values_list("assignment_id", "student_id"))
    done: dict[int, dict[int, Submission]] = defaultdict(dict)
    rows = Submission.objects.filter(assignment__in=ids)
    for one in rows.only("assignment", "student", "status", "score", "is_late", "released_at"):
        done[one.assignment_id][one.student_id] = one
    found: dict[int, dict[int, Standing]] = {}
    for assignment in assignments:
        key = assignment.pk
        found[key] = {}
        for person in people[key] | done[key].keys():
            row = done[key].get(person)
            limits = deadline(assignment, extended.get((key, person)), now)
            is_excused = (key, person) in excused
            state = EXCUSED if is_excused else _state(assignment, row, limits, now)
            found[key][person] = Standing(state, row)
    return found


def _people(assignments: Sequence[Assignment]) -> dict[int, set[int]]:
    classes: dict[int, set[int]] = defaultdict(set)
    enrolled = Enrollment.objects.filter(
        classroom__in={one.classroom_id for one in assignments},
        role=Enrollment.Role.STUDENT,
        user__is_active=True,
    )
    for classroom, user in enrolled.values_list("classroom_id", "user_id"):
        classes[classroom].add(user)
    chosen: dict[int, set[int]] = defaultdict(set)
    targets = Target.objects.filter(assignment__in=[one.pk for one in assignments])
    for assignment, user in targets.values_list("assignment_id", "student_id"):
        chosen[assignment].add(user)
    return {
        one.pk: set(classes[one.classroom_id])
        if one.whole_class
        else classes[one.classroom_id] & chosen[one.pk]
        for one in assignments
    }


def lines(assignment: Assignment) -> list[Line]:
    """Everybody it is for and who handed in, by name."""
    now = timezone.now()
    extended = {one.student_id: one for one in assignment.extensions.select_related("granted_by")}
    excused = {one.student_id: one for one in assignment.excuses.select_related("excused_by")}
    rows = assignment.submissions.select_related("graded_by", "student")
    done = {one.student_id: one for one in rows}
    found = []
    for student in access.roster(assignment):
        limits = deadline(assignment, extended.get(student.pk), now)
        row, excuse = done.get(student.pk), excused.get(student.pk)
        state = EXCUSED if excuse else _state(assignment, row, limits, now)
        found.append(Line(student, row, extended.get(student.pk), excuse, limits, state))
    return found


def _state(assignment: Assignment, row: Submission | None, limits: Deadline, now: datetime) -> str:
    if row is None:
        over = limits.is_late(now) or not limits.takes(now)
        return "missing" if over and not assignment.is_draft else "expected"
    if row.status == Submission.Status.RETURNED:
        return "returned"
    if row.status == Submission.Status.SUBMITTED:
        return "to_grade"
    return "graded" if row.released_at is None else "released"


def totals(found: Iterable[Line]) -> Counts:
    """The same numbers, of lines that are here already."""
    return _counted(found)


def _counted(found: Iterable[Line | Standing]) -> Counts:
    counted = Counts()
    for one in found:
        if one.state == EXCUSED:
            counted.excused += 1
            continue
        counted.students += 1
        counted.submitted += one.submission is not None
        counted.late += one.submission is not None and one.submission.is_late
        counted.missing += one.state == "missing"
        counted.to_grade += one.state == "to_grade"
        counted.returned += one.state == "returned"
        counted.to_release += one.state == "graded"
    return counted
