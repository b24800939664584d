"""All grades of a class: a line a student, a column an assignment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import Classroom, User
from accounts.serializers import person
from assignments import access
from assignments.models import Assignment
from assignments.overview import EXCUSED, Standing, standings
from assignments.serializers import number
from files.tables import Value


class Row(NamedTuple):
    """`cells` in the order of the assignments; None: it is not for this student."""

    student: User
    cells: list[Standing | None]
    points: Decimal
    most: Decimal

    @property
    def percent(self) -> float | None:
        """Of the points of what is graded; None while nothing is."""
        return round(float(self.points / self.most * 100), 1) if self.most else None


class Gradebook(NamedTuple):
    classroom: Classroom
    assignments: list[Assignment]
    rows: list[Row]


def gradebook(classroom: Classroom) -> Gradebook:
    """What is out, by due date, and who learns in the class or handed in, by name."""
    out = Assignment.objects.filter(classroom=classroom).exclude(status=Assignment.Status.DRAFT)
    assignments = list(out.order_by("due_date", "pk"))
    found = standings(assignments)
    there = set(access.students_of(classroom.pk).values_list("pk", flat=True))
    there.update(*(people.keys() for people in found.values()))
    students = User.objects.filter(pk__in=there).order_by("name", "pk")
    return Gradebook(classroom, assignments, [_row(one, assignments, found) for one in students])


def _row(student: User, assignments: Sequence[Assignment], found: dict[int, dict[int, Standing]]) -> Row:
    cells = [found[one.pk].get(student.pk) for one in assignments]
    points = most = Decimal(0)
    for assignment, cell in zip(assignments, cells, strict=True):
        if cell is not None and cell.counts and cell.submission and cell.submission.score is not None:
            points, most = points + cell.submission.score, most + assignment.total_points
    return Row(student, cells, points, most)


def shape(book: Gradebook) -> dict[str, Any]:
    columns = [
        {"id": one.pk, "title": one.title, "total_points": number(one.total_points)}
        for one in book.assignments
    ]
    return {
        "classroom": {"id": book.classroom.pk, "name": book.classroom.name},
        "assignments": columns,
        "students": [_line(row) for row in book.rows],
    }


def _line(row: Row) -> dict[str, Any]:
    return {
        "student": person(row.student),
        "cells": [_cell(cell) for cell in row.cells],
        "points": number(row.points),
        "most": number(row.most),
        "percent": row.percent,
    }


def _cell(cell: Standing | None) -> dict[str, Any] | None:
    if cell is None:
        return None
    row = cell.submission if cell.counts else None
    score = number(row.score) if row else None
    return {"standing": cell.state, "score": score, "is_late": row is not None and row.is_late}


def table(book: Gradebook) -> Iterator[list[Value]]:
    """For a file. What is missing is a word, what is zero a number: they are not the same."""
    heads = [f"{one.title} ({number(one.total_points)})" for one in book.assignments]
    yield [_("Name"), _("E-mail"), *heads, _("Points"), _("Of"), _("Per cent")]
    for row in book.rows:
        cells = [_words(cell) for cell in row.cells]
        yield [row.student.name, row.student.email, *cells, number(row.points), number(row.most), row.percent]


def _words(cell: Standing | None) -> Value:
    if cell is None:
        return "–"
    if cell.counts and cell.submission is not None and cell.submission.score is not None:
        return number(cell.submission.score)
    words = {
        "missing": pgettext("gradebook", "missing"),
        "to_grade": pgettext("gradebook", "to grade"),
        "returned": pgettext("gradebook", "returned"),
        EXCUSED: pgettext("gradebook", "excused"),
    }
    return words.get(cell.state, "")
