"""Grading on one screen: who handed in, the work, the marks."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import signed_in
from assignments import access, telling
from assignments.doors import door
from assignments.marks import marked
from assignments.models import Assignment, Submission
from assignments.models.work import WORDS
from assignments.overview import EXCUSED, Line, lines, totals
from assignments.rubric_field import short
from dreamseed.realtime.errors import NotFound

HISTORY = 10


@door
@require_safe
def grade(request: HttpRequest, assignment_id: int) -> HttpResponse:
    """`?student=` chooses; without it the first who waits. Scripts take the desk out of this page."""
    user = signed_in(request)
    assignment = access.assignment_to_edit(user, assignment_id)
    everybody = lines(assignment)
    chosen = _chosen(everybody, request.GET.get("student"))
    context = {
        "assignment": assignment,
        "lines": everybody,
        "counts": totals(everybody),
        "line": chosen,
        "subject": telling.subject(assignment),
        "words": WORDS,
    }
    if chosen is not None and chosen.submission is not None:
        context |= _desk(assignment, chosen.submission)
    return render(request, "assignments/grade.html", context)


def _chosen(everybody: list[Line], student: str | None) -> Line | None:
    """NotFound for somebody it is not for."""
    if student is not None:
        found = next((line for line in everybody if str(line.student.pk) == student), None)
        if found is None:
            raise NotFound
        return found
    for states in (("to_grade",), ("graded", "released", "returned"), ("expected", "missing"), (EXCUSED,)):
        for line in everybody:
            if line.state in states:
                return line
    return None


def _desk(assignment: Assignment, submission: Submission) -> dict[str, Any]:
    criteria = list(assignment.criteria.prefetch_related("levels"))
    marks = marked(criteria, submission.rubric_scores)
    summed = sum(float(one.points) for one in marks if one.points is not None)
    is_summed = bool(marks) and submission.score is not None and float(submission.score) == summed
    return {
        "submission": submission,
        "versions": list(submission.versions.all()),
        "marks": marks,
        "override": "" if submission.score is None or is_summed else short(submission.score),
        "history": submission.grade_changes.select_related("by")[:HISTORY],
    }
