"""One assignment: who handed in, for who teaches; the work, for who does it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.access import signed_in
from accounts.models import User
from assignments import access, actions, serializers, telling
from assignments.deadlines import own_deadlines
from assignments.doors import door
from assignments.forms import ExcuseForm, ExtensionForm, LiftForm, RefusedForm
from assignments.marks import marked
from assignments.models import Assignment, Excuse, Extension, Submission, SubmissionVersion
from assignments.models.work import WORDS
from assignments.overview import EXCUSED, Line, lines, totals
from assignments.spread import spread
from dreamseed.realtime.errors import Conflict, Invalid

SHOWN = ("", "to_grade", "late", "missing", "returned", "excused")


@door
@require_safe
def assignment(request: HttpRequest, assignment_id: int) -> HttpResponse:
    user = signed_in(request)
    found = access.assignment_for(user, assignment_id)
    if access.may_teach(user, found):
        return teachers_page(request, found)
    return render(request, "assignments/do.html", _to_do(user, found))


def teachers_page(request: HttpRequest, found: Assignment, form: RefusedForm | None = None) -> HttpResponse:
    """`form` with errors opens at its student's line."""
    everybody = lines(found)
    show = request.GET.get("show", "")
    context = {
        "assignment": found,
        "criteria": list(found.criteria.prefetch_related("levels")),
        "lines": [line for line in everybody if _is_shown(line, show)],
        "show": show if show in SHOWN else "",
        "counts": totals(everybody),
        "spread": spread(everybody, found.total_points),
        "next": _next_to_grade(everybody),
        "form": form,
        "wrong": form.data.get("student_id") if form else None,
        "subject": telling.subject(found),
    }
    return render(request, "assignments/watch.html", context, status=400 if form else 200)


def _is_shown(line: Line, show: str) -> bool:
    if show == "late":
        return line.state != EXCUSED and line.submission is not None and line.submission.is_late
    return line.state == show if show in SHOWN[1:] else True


def _next_to_grade(everybody: list[Line]) -> User | None:
    """Where grading begins: the first who waits, or the first who handed in."""
    handed_in = [line for line in everybody if line.submission is not None]
    waiting = [line for line in handed_in if line.state == "to_grade"]
    return (waiting or handed_in)[0].student if handed_in else None


def _to_do(user: User, found: Assignment) -> dict[str, Any]:
    now = timezone.now()
    rows = Submission.objects.select_related("graded_by").filter(assignment=found, student=user)
    submission = rows.first()
    limits = own_deadlines(user, [found], now)[found.pk]
    versions = _versions(submission) if submission else []
    is_released = submission is not None and submission.released_at is not None
    is_returned = submission is not None and submission.status == Submission.Status.RETURNED
    is_excused = access.is_excused(user, found)
    criteria = list(found.criteria.prefetch_related("levels"))
    return {
        "assignment": found,
        "criteria": criteria,
        "submission": submission,
        "versions": versions,
        "limits": limits,
        "is_late": limits.is_late(now),
        "is_released": is_released,
        "is_returned": is_returned,
        "is_excused": is_excused,
        "takes": limits.takes(now, submission) and not is_released and not is_excused,
        "marks": marked(criteria, submission.rubric_scores) if submission and is_released else [],
        "draft": serializers.draft(found.drafts.filter(student=user).first()),
        "words": WORDS,
        "subject": telling.subject(found),
    }


def _versions(submission: Submission) -> list[SubmissionVersion]:
    """Each with the latest words on what was to be mended in it; what waits is said above them."""
    returned = {one.work_version: one for one in submission.grade_changes.returned().reverse()}
    if submission.status == Submission.Status.RETURNED:
        returned.pop(submission.versions_count, None)
    versions = list(submission.versions.all())
    for version in versions:
        version.returned = returned.get(version.number)
    return versions


@door
@require_POST
def extend(request: HttpRequest, assignment_id: int) -> HttpResponse:
    return _give(
        request, assignment_id, ExtensionForm(request.POST), actions.extend, _("%(name)s has more time.")
    )


@door
@require_POST
def excuse(request: HttpRequest, assignment_id: int) -> HttpResponse:
    return _give(request, assignment_id, ExcuseForm(request.POST), actions.excuse, _("%(name)s is excused."))


def _give(
    request: HttpRequest,
    assignment_id: int,
    form: ExcuseForm,
    act: Callable[..., Extension | Excuse],
    words: str,
) -> HttpResponse:
    """To one student, by the form at their line; it comes back there with what is wrong."""
    user = signed_in(request)
    found = access.assignment_to_edit(user, assignment_id)
    if not form.is_valid():
        return teachers_page(request, found, form)
    try:
        given = act(user=user, assignment_id=found.pk, **form.wishes)
    except (Invalid, Conflict) as refusal:
        form.add_refusal(refusal)
        return teachers_page(request, found, form)
    messages.success(request, words % {"name": given.student.name})
    return redirect("assignment", found.pk)


@door
@require_POST
def lift_excuse(request: HttpRequest, assignment_id: int) -> HttpResponse:
    user = signed_in(request)
    found = access.assignment_to_edit(user, assignment_id)
    form = LiftForm(request.POST)
    if form.is_valid():
        actions.lift_excuse(user=user, assignment_id=found.pk, **form.cleaned_data)
        messages.success(request, _("They are expected to hand it in again."))
    return redirect("assignment", found.pk)


@door
@require_POST
def release(request: HttpRequest, assignment_id: int) -> HttpResponse:
    """All grades there are; later ones are out at once."""
    user = signed_in(request)
    try:
        found = actions.release_grades(user=user, assignment_id=assignment_id)
    except Conflict as refusal:
        messages.error(request, str(refusal.detail))
    else:
        text = ngettext("%(n)d grade is released.", "%(n)d grades are released.", len(found))
        messages.success(request, text % {"n": len(found)})
    return redirect("assignment", assignment_id)
