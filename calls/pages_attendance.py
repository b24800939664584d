"""The register of a lesson, as a page and as a file."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import signed_in
from calls import access, actions
from calls.attendance import Hours
from calls.forms import CorrectionForm
from calls.models import AttendanceCorrection, Call
from calls.registers import Entry, lesson_of, register_of, whole_minutes
from dreamseed.realtime.errors import Forbidden, Invalid, NotFound
from files.tables import Value, csv_file

BAR = 1000
"""Width of a drawn timeline in its own units."""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def attendance(request: HttpRequest, call_id: UUID) -> HttpResponse:
    """`lines`: [{"entry", "bars": [(x, width)], "form"}]; a POST corrects one line."""
    call = _call(request, call_id)
    form = CorrectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _corrected(request, call, form):
        return redirect("attendance", call_id)
    lesson = lesson_of(call)
    entries = register_of(call)
    wrong = form.data.get("user_id") if form.is_bound else None
    lines = [_line(entry, lesson, form if str(entry.user.pk) == wrong else None) for entry in entries]
    context = {"call": call, "lesson": lesson, "lines": lines, "counts": _counts(entries)}
    context |= {"statuses": AttendanceCorrection.Status.choices, "most": whole_minutes(call)}
    return render(request, "calls/attendance.html", context, status=400 if form.is_bound else 200)


@login_required
def attendance_csv(request: HttpRequest, call_id: UUID) -> HttpResponse:
    call = _call(request, call_id)
    return csv_file(f"attendance-{timezone.localtime(call.created_at):%Y-%m-%d}", _table(register_of(call)))


def _call(request: HttpRequest, call_id: UUID) -> Call:
    try:
        return access.call_to_register(signed_in(request), call_id)
    except NotFound as error:
        raise Http404 from error
    except Forbidden as error:
        raise PermissionDenied from error


def _corrected(request: HttpRequest, call: Call, form: CorrectionForm) -> bool:
    try:
        actions.correct_attendance(user=signed_in(request), call_id=call.pk, **form.cleaned_data)
    except NotFound as error:
        raise Http404 from error
    except Invalid as refusal:
        form.add_refusal(refusal)
        return False
    messages.success(request, _("The register is corrected."))
    return True


def _line(entry: Entry, lesson: Hours, form: CorrectionForm | None) -> dict[str, Any]:
    return {"entry": entry, "bars": list(_bars(entry, lesson)), "form": form}


def _bars(entry: Entry, lesson: Hours) -> Iterator[tuple[int, int]]:
    """Where the person was there, as (x, width) of a drawing BAR wide."""
    whole = max((lesson.end - lesson.start).total_seconds(), 1)
    for span in entry.presence.spans:
        start, end = ((moment - lesson.start).total_seconds() / whole * BAR for moment in span)
        yield round(start), max(round(end - start), 4)


def _counts(entries: list[Entry]) -> list[tuple[str, str, int]]:
    """(status, its word, how many), of every status; who came late and left early counts for both."""
    counted = [status for entry in entries for status, _label in entry.chips]
    return [(value, str(label), counted.count(value)) for value, label in AttendanceCorrection.Status.choices]


def _table(entries: list[Entry]) -> Iterator[list[Value]]:
    yield [
        _("Name"), _("E-mail"), _("Attendance"), _("Minutes"), _("Came"), _("Went"),
        _("Minutes late"), _("Minutes early"), _("Minutes away"), _("Reason"),
    ]  # fmt: skip
    for entry in entries:
        there, status = entry.presence, ", ".join(label for _status, label in entry.chips)
        times = [_clock(there.came), _clock(there.went)]
        reason = entry.correction.reason if entry.correction else ""
        yield [entry.user.name, entry.user.email, status, entry.minutes, *times, *there.missing, reason]


def _clock(when: datetime | None) -> str:
    return timezone.localtime(when).strftime("%Y-%m-%d %H:%M") if when else ""
