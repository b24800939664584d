"""Setting an assignment on one page: draft, change, publish, close, take away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import signed_in
from accounts.models import Classroom, User
from assignments import access, actions
from assignments.doors import door
from assignments.forms import AssignmentForm, beginning, present
from assignments.markdown import rendered
from assignments.models import Assignment
from assignments.models.work import WORDS
from assignments.templatetags.homework import when
from dreamseed.realtime.errors import Conflict, Forbidden, Invalid, NotFound
from files import access as files_access
from files import actions as files
from files.serializers import described


@door
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A draft; `?class=` chooses its class. With `then=publish` it goes out at once."""
    user = signed_in(request)
    classes = list(access.classes_to_teach(user).order_by("name", "pk"))
    if not user.teaches:
        raise PermissionDenied
    form = _form(request, classes, beginning(classes, request.GET.get("class")))
    if request.method == "POST" and form.is_valid():
        saved = _created(user, form)
        if saved is not None:
            return _then(request, user, saved, form)
    return _page(request, form, classes)


@door
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, assignment_id: int) -> HttpResponse:
    user = signed_in(request)
    assignment = access.assignment_to_edit(user, assignment_id)
    classes = _classes(user, assignment)
    form = _form(request, classes, present(assignment))
    if request.method == "POST" and form.is_valid() and _changed(user, assignment, form):
        assignment.refresh_from_db()
        return _then(request, user, assignment, form)
    return _page(request, form, classes, assignment)


def _classes(user: User, assignment: Assignment) -> list[Classroom]:
    if not assignment.is_draft:
        return [assignment.classroom]
    return list(access.classes_to_teach(user).order_by("name", "pk"))


def _form(request: HttpRequest, classes: Sequence[Classroom], initial: dict[str, Any]) -> AssignmentForm:
    asked = request.POST.get("class_id") or initial["class_id"] or (classes[0].pk if classes else None)
    chosen = next((one for one in classes if str(one.pk) == str(asked)), None)
    students = access.students_of(chosen.pk) if chosen else []
    return AssignmentForm(request.POST or None, classes=classes, students=students, initial=initial)


def _created(user: User, form: AssignmentForm) -> Assignment | None:
    try:
        return actions.create_assignment(user=user, **form.fields_of_assignment())
    except (Invalid, Conflict) as refusal:
        form.add_refusal(refusal)
        return None


def _changed(user: User, assignment: Assignment, form: AssignmentForm) -> bool:
    try:
        actions.change_assignment(user=user, assignment_id=assignment.pk, **form.fields_of_assignment())
    except (Invalid, Conflict) as refusal:
        form.add_refusal(refusal)
        return False
    return True


def _then(request: HttpRequest, user: User, assignment: Assignment, form: AssignmentForm) -> HttpResponse:
    """It is saved already: when it cannot go out, its own page says why."""
    if request.POST.get("then") != "publish":
        messages.success(request, _saved(assignment))
        return redirect("assignment", assignment.pk)
    try:
        actions.publish_assignment(user=user, assignment_id=assignment.pk)
    except Invalid as refusal:
        form.add_refusal(refusal)
        return _page(request, form, _classes(user, assignment), assignment)
    messages.success(request, _("Published: the students have been told."))
    return redirect("assignment", assignment.pk)


def _saved(assignment: Assignment) -> str:
    if assignment.publish_at is not None:
        return _("Saved: it goes out %(when)s.") % {"when": when(assignment.publish_at)}
    return _("The draft is saved.") if assignment.is_draft else _("Saved.")


def _page(
    request: HttpRequest,
    form: AssignmentForm,
    classes: Sequence[Classroom],
    assignment: Assignment | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "assignment": assignment,
        "action": reverse("assignment-edit", args=[assignment.pk])
        if assignment
        else reverse("assignment-new"),
        "classes": classes,
        "files": _files(signed_in(request), form),
        "students": form.fields["students"].choices,  # type: ignore[attr-defined]
        "chosen": [int(one) for one in form["students"].value() or [] if str(one).isdecimal()],
        "words": WORDS,
    }
    return render(request, "assignments/edit.html", context, status=400 if form.errors else 200)


@door
@require_safe
def students(request: HttpRequest) -> HttpResponse:
    """Who may be chosen in `?class=`, as a piece of HTML for the page."""
    classroom = access.class_to_teach(signed_in(request), _number(request.GET.get("class")))
    people = [(one.pk, one.name) for one in access.students_of(classroom.pk)]
    return render(request, "assignments/_students.html", {"students": people, "chosen": []})


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 18 else None


def _files(user: User, form: AssignmentForm) -> list[dict[str, Any]]:
    """What is chosen so far, attached or not; what is gone meanwhile is left out."""
    try:
        wanted = form.ids_in(form["attachments"].value() or "")
    except ValueError:
        return []
    found = []
    for file_id in wanted[: files.MOST]:
        try:
            found.append(described(files_access.file_to_read(user, file_id)))
        except NotFound:
            continue
    return found


@door
@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """Markdown as students will read it, for who may set assignments."""
    if not signed_in(request).teaches:
        raise Forbidden
    return HttpResponse(rendered(request.POST.get("text", "")[:WORDS]))


@door
@require_POST
def publish(request: HttpRequest, assignment_id: int) -> HttpResponse:
    try:
        actions.publish_assignment(user=signed_in(request), assignment_id=assignment_id)
    except Invalid as refusal:
        for texts in refusal.extra["fields"].values():
            messages.error(request, " ".join(texts))
    else:
        messages.success(request, _("Published: the students have been told."))
    return redirect("assignment", assignment_id)


@door
@require_POST
def close(request: HttpRequest, assignment_id: int) -> HttpResponse:
    try:
        actions.close_assignment(user=signed_in(request), assignment_id=assignment_id)
    except Conflict as refusal:
        messages.error(request, str(refusal.detail))
    else:
        messages.success(request, _("Closed: no more work is accepted."))
    return redirect("assignment", assignment_id)


@door
@require_POST
def remove(request: HttpRequest, assignment_id: int) -> HttpResponse:
    try:
        actions.remove_assignment(user=signed_in(request), assignment_id=assignment_id)
    except Conflict as refusal:
        messages.error(request, str(refusal.detail))
        return redirect("assignment", assignment_id)
    messages.success(request, _("The assignment is deleted."))
    return redirect("assignments")
