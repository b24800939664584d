"""What is late and what is not taken any more: by the server's clock alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from accounts.models import User
from assignments import access
from assignments.models import Assignment, Extension, Submission


class Deadline(NamedTuple):
    """For one student. `last` None: until it is closed."""

    due: datetime
    last: datetime | None
    is_open: bool
    is_extended: bool
    is_theirs: bool = True

    def is_late(self, now: datetime) -> bool:
        return now > self.due

    def takes(self, now: datetime, work: Submission | None = None) -> bool:
        """What was returned for revision (`work`) is taken again at any time, also when it is closed."""
        if work is not None and work.status == Submission.Status.RETURNED:
            return self.is_theirs
        return self.is_open and (self.last is None or now <= self.last)

    def over(self) -> Deadline:
        """Of who has left the class: nothing is taken from them."""
        return self._replace(is_open=False, is_theirs=False)


def deadline(assignment: Assignment, extension: Extension | None, now: datetime) -> Deadline:
    """An extension also opens what is closed, for its student and its time."""
    last, due = assignment.last_moment, assignment.due_date
    is_open = assignment.status == Assignment.Status.PUBLISHED
    if extension is None:
        return Deadline(due, last, is_open, False)
    until = extension.until
    extended = until if not is_open else (None if last is None else max(last, until))
    return Deadline(max(due, until), extended, is_open or until >= now, True)


def own_deadlines(user: User, assignments: Sequence[Assignment], now: datetime) -> dict[int, Deadline]:
    """{assignment id: this student's}, in the same two queries for any number."""
    longer = Extension.objects.filter(student=user, assignment__in=assignments)
    extended = {one.assignment_id: one for one in longer}
    found = {one.pk: deadline(one, extended.get(one.pk), now) for one in assignments}
    gone = found.keys() - access.still_for(user, assignments)
    return found | {key: found[key].over() for key in gone}
