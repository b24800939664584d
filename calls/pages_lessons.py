"""Planning lessons, starting them by one click, and the card beside a conversation."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import signed_in
from accounts.models import User
from calls import access, actions
from calls.forms import LessonForm
from calls.lessons import EARLY, HORIZON, Occurrence, occurrences, timetable
from calls.models import Call, Lesson
from dreamseed.realtime.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from messenger.access import conversation_for

AHEAD = timedelta(days=14)
SOON = timedelta(days=7)


def coming_days(user: User) -> list[tuple[date, list[dict[str, Any]]]]:
    """[(day, lines as of `_line`)] of two weeks, in the person's zone."""
    now = timezone.now()
    leads = set(access.conversations_to_plan(user).order_by().values_list("pk", flat=True))
    live = set(access.calls_of(user).exclude(status=Call.Status.ENDED).values_list("lesson", flat=True))
    found = timetable(access.lessons_of(user), now, now + AHEAD)
    lines = [_line(one, one.lesson.conversation_id in leads, one.lesson.pk in live) for one in found]
    by_day = groupby(lines, key=lambda line: timezone.localtime(line["one"].starts_at).date())
    return [(day, list(rows)) for day, rows in by_day]


def _line(one: Occurrence, may_plan: bool, is_live: bool = False) -> dict[str, Any]:
    """`runs`: its call is live, and this is the meeting that goes on."""
    now = timezone.now()
    is_now, is_open = one.starts_at <= now, one.starts_at <= now + EARLY
    may_start, runs = may_plan and is_open, is_open and is_live
    return {"one": one, "may_plan": may_plan, "may_start": may_start, "is_now": is_now, "runs": runs}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """A new lesson; `?conversation=` chooses its class."""
    user = signed_in(request)
    classes = list(access.conversations_to_plan(user))
    if not classes:
        raise PermissionDenied
    begin = timezone.localtime() + timedelta(hours=1)
    initial: dict[str, Any] = {"conversation_id": request.GET.get("conversation"), "minutes": 50}
    initial |= {"date": begin.date(), "time": begin.replace(minute=0).time()}
    form = LessonForm(request.POST or None, conversations=classes, initial=initial)
    if request.method == "POST" and form.is_valid() and _planned(user, form):
        messages.success(request, _("The lesson is planned."))
        return redirect("lessons")
    return _form_page(request, form)


def _planned(user: User, form: LessonForm) -> bool:
    conversation_id = form.cleaned_data["conversation_id"]
    try:
        actions.plan_lesson(user=user, conversation_id=conversation_id, **form.fields_of_lesson())
    except (Invalid, Conflict) as refusal:
        form.add_refusal(refusal)
        return False
    return True


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, lesson_id: UUID) -> HttpResponse:
    """All of it; with `?on=` its meeting of that date alone."""
    user = signed_in(request)
    lesson = _through_door(access.lesson_to_plan, user, lesson_id)
    meeting = _meeting(lesson, request.GET["on"]) if "on" in request.GET else None
    initial = _initial(lesson, meeting.starts_at if meeting else lesson.starts_at)
    form = LessonForm(request.POST or None, conversations=[lesson.conversation], initial=initial)
    day = meeting.on if meeting else None
    if request.method == "POST" and form.is_valid() and _changed(user, lesson, day, form):
        messages.success(request, _("The lesson is changed."))
        return redirect("lessons")
    return _form_page(request, form, lesson, day)


def _meeting(lesson: Lesson, on: str) -> Occurrence:
    now = timezone.now()
    for one in occurrences(lesson, now, now + HORIZON):
        if one.on.isoformat() == on:
            return one
    raise Http404


def _initial(lesson: Lesson, starts_at: datetime) -> dict[str, Any]:
    start = timezone.localtime(starts_at)
    return {
        "conversation_id": str(lesson.conversation_id),
        "title": lesson.title,
        "date": start.date(),
        "time": start.time(),
        "minutes": lesson.minutes,
        "weekly": bool(lesson.repeat),
        "repeat_until": lesson.repeat_until,
    }


def _changed(user: User, lesson: Lesson, day: date | None, form: LessonForm) -> bool:
    try:
        actions.change_lesson(user=user, lesson_id=lesson.pk, on=day, **form.fields_of_lesson())
    except (Invalid, Conflict) as refusal:
        form.add_refusal(refusal)
        return False
    return True


def _form_page(
    request: HttpRequest, form: LessonForm, lesson: Lesson | None = None, day: date | None = None
) -> HttpResponse:
    context = {"form": form, "lesson": lesson, "day": day}
    return render(request, "calls/lesson_form.html", context, status=400 if form.is_bound else 200)


@login_required
@require_POST
def cancel(request: HttpRequest, lesson_id: UUID) -> HttpResponse:
    """All of it; with `on` its meeting of that date alone."""
    on = request.POST.get("on")
    try:
        day = None if on is None else date.fromisoformat(on)
        actions.cancel_lesson(user=signed_in(request), lesson_id=lesson_id, on=day)
    except NotFound as error:
        raise Http404 from error
    except Forbidden as error:
        raise PermissionDenied from error
    except (Invalid, ValueError):
        messages.error(request, _("This lesson does not take place on that day."))
    else:
        messages.success(request, _("The lesson is called off."))
    return redirect("lessons")


@login_required
@require_POST
def start(request: HttpRequest, lesson_id: UUID) -> HttpResponse:
    """One click: into its call."""
    try:
        call = actions.start_lesson(user=signed_in(request), lesson_id=lesson_id)
    except NotFound as error:
        raise Http404 from error
    except Refused as refusal:  # a student's click, before the teacher began
        messages.error(request, str(refusal.detail))
        return redirect("lessons")
    return redirect("call", call.pk)


@login_required
@require_GET
def card(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    """The next lesson, as a piece of HTML for the page of the conversation; empty when none is near."""
    user = signed_in(request)
    conversation = _through_door(conversation_for, user, conversation_id)
    now = timezone.now()
    rows = access.lessons_of(user).filter(conversation=conversation)
    running = Call.objects.live().filter(conversation=conversation).exists()
    near: Sequence[Occurrence] = [] if running else timetable(rows, now, now + SOON)
    line = _line(near[0], conversation.me.is_admin) if near else None
    return render(request, "calls/_lesson_card.html", {"line": line})


def _through_door(door: Any, user: User, key: UUID) -> Any:
    try:
        return door(user, key)
    except NotFound as error:
        raise Http404 from error
    except Forbidden as error:
        raise PermissionDenied from error
