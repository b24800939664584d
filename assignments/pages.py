"""The list of assignments, a teacher's by class and state, a student's by day; the card of a conversation."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.access import signed_in
from accounts.models import Classroom, User
from assignments import access
from assignments.agenda import Task, by_part, tasks
from assignments.doors import door
from assignments.models import Assignment, Excuse, Submission
from assignments.overview import counts
from messenger.access import conversation_for

PAGE = 50
CARD_AHEAD = timedelta(days=7)
STATES = (
    ("", _("All")),
    ("to_grade", _("To grade")),
    ("published", _("Published")),
    ("draft", _("Drafts")),
    ("closed", _("Closed")),
)


@door
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Who teaches sees what they set, everybody else what they have to do."""
    user = signed_in(request)
    if user.teaches:
        return render(request, "assignments/set.html", _set_by(user, request))
    parts = by_part(tasks(user))
    done = Paginator(parts.pop("done", []), PAGE).get_page(request.GET.get("page"))
    context = {"parts": list(parts.items()), "done": done, "page": done}
    return render(request, "assignments/todo.html", context)


def _set_by(user: User, request: HttpRequest) -> dict[str, Any]:
    classes = list(access.classes_to_teach(user).order_by("name", "pk"))
    chosen = next((one for one in classes if str(one.pk) == request.GET.get("class")), None)
    rows = access.assignments_to_teach(user).select_related("classroom")
    rows = rows.filter(classroom=chosen) if chosen else rows
    state = request.GET.get("state", "")
    page = Paginator(_of_state(rows, state), PAGE).get_page(request.GET.get("page"))
    found = list(page)
    counted = counts(found)
    return {
        "classes": classes,
        "chosen": chosen,
        "state": state,
        "states": _states(rows),
        "rows": [(one, counted[one.pk]) for one in found],
        "page": page,
        "kept": _kept(chosen, state),
    }


def _of_state(rows: QuerySet[Assignment], state: str) -> QuerySet[Assignment]:
    if state == "to_grade":
        return rows.filter(_waits())
    return rows.filter(status=state) if state in Assignment.Status.values else rows


def _waits() -> Exists:
    excused = Excuse.objects.filter(assignment=OuterRef("assignment"), student=OuterRef("student"))
    waiting = Submission.objects.filter(~Exists(excused), status=Submission.Status.SUBMITTED)
    return Exists(waiting.filter(assignment=OuterRef("pk")))


def _states(rows: QuerySet[Assignment]) -> list[tuple[str, Any, int]]:
    """(state, its word, how many)"""
    found = rows.order_by().values_list("status").annotate(n=Count("pk"))
    numbers = dict(found)
    numbers[""] = sum(numbers.values())
    numbers["to_grade"] = rows.filter(_waits()).count()
    return [(state, label, numbers.get(state, 0)) for state, label in STATES]


def _kept(chosen: Classroom | None, state: str) -> str:
    """What the links to other pages of the list carry on."""
    return (f"&class={chosen.pk}" if chosen else "") + (f"&state={state}" if state in dict(STATES) else "")


@door
@require_safe
def card(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    """The next homework of the conversation's class, a piece of HTML for its page; empty when far away."""
    user = signed_in(request)
    conversation = conversation_for(user, conversation_id)
    context: dict[str, Any] = {"task": None, "assignment": None}
    if conversation.classroom_id is not None:
        taught = access.classes_to_teach(user).filter(pk=conversation.classroom_id).exists()
        find = _next_set if taught else _next_to_do
        context |= find(user, conversation.classroom_id)
    return render(request, "assignments/_card.html", context)


def _next_set(user: User, classroom_id: int) -> dict[str, Any]:
    now = timezone.now()
    rows = access.assignments_to_teach(user).filter(classroom=classroom_id)
    near = rows.filter(status=Assignment.Status.PUBLISHED, due_date__gt=now, due_date__lte=now + CARD_AHEAD)
    found = near.order_by("due_date", "pk").first()
    return {"assignment": found, "counts": counts([found])[found.pk] if found else None}


def _next_to_do(user: User, classroom_id: int) -> dict[str, Any]:
    rows = (
        access.assignments_to_do(user).filter(classroom=classroom_id).select_related("classroom", "teacher")
    )
    near = timezone.now() + CARD_AHEAD
    return {"task": _soonest(task for task in tasks(user, list(rows)) if task.deadline.due <= near)}


def _soonest(found: Iterable[Task]) -> Task | None:
    waiting = [task for task in found if task.part != "done"]
    return min(waiting, key=lambda task: (task.deadline.due, task.assignment.pk), default=None)
