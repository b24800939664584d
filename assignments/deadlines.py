"""What is late and what is not taken any more: by the server's clock alone."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from assignments.models import Assignment, Extension


class Deadline(NamedTuple):
    """For one student. `last` None: until it is closed."""

    due: datetime
    last: datetime | None
    is_open: bool
    is_extended: bool

    def is_late(self, now: datetime) -> bool:
        return now > self.due

    def takes(self, now: datetime) -> bool:
        return self.is_open and (self.last is None or now <= self.last)


def deadline(assignment: Assignment, extension: Extension | None, now: datetime) -> Deadline:
    """An extension also opens what is closed, for its student and its time."""
    last, due = assignment.last_moment, assignment.due_date
    is_open = assignment.status == Assignment.Status.PUBLISHED
    if extension is None:
        return Deadline(due, last, is_open, False)
    until = extension.until
    extended = until if not is_open else (None if last is None else max(last, until))
    return Deadline(max(due, until), extended, is_open or until >= now, True)
