"""Planning lessons, and starting one by a click."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from calls import access, events, serializers
from calls.actions.ground import conclude, lock, locked
from calls.actions.lifecycle import start_call
from calls.actions.reminding import stop_reminding
from calls.actions.rescheduling import expected, tell_changes
from calls.lessons import HORIZON, Occurrence, beginning, kept_plan, occurrences, open_now
from calls.models import Call, Lesson
from calls.models.lessons import LessonQuerySet
from calls.overlaps import overlapping, overlaps_of
from dreamseed.realtime.acting import acting
from dreamseed.realtime.errors import Conflict, Invalid
from dreamseed.realtime.wire import moment
from dreamseed.realtime.years import check_years
from messenger.models import Conversation

MOST = 100
HOURS = {"starts_at", "minutes", "repeat", "repeat_until"}


def plan_lesson(*, user: User, conversation_id: Any, anyway: bool = True, **fields: Any) -> Lesson:
    """A new one. Conflicts `lessons_overlap` with `title`, `too_many_lessons`.

    Not `anyway`: `same_time`, when they lead another class then.
    """
    with acting(user.pk):
        lock(access.conversation_to_plan(user, conversation_id).pk)
        conversation = access.conversation_to_plan(user, conversation_id)
        lesson = Lesson(conversation=conversation, created_by=user, time_zone=user.timezone, **fields)
        _store(lesson)
        if not anyway:
            _check_own_hours(user, lesson)
    return lesson


def change_lesson(
    *, user: User, lesson_id: Any, on: date | None = None, anyway: bool = True, **fields: Any
) -> Lesson:
    """Refused as a new one would be, but a series may have begun long ago, and who leads two stays with it.

    A changed hour is one of the zone of who changes it. `on`: of a series the meeting of this date alone,
    which is a lesson of its own from now on. What is as it was stays as it was.
    """
    with acting(user.pk):
        lock(access.lesson_to_plan(user, lesson_id).conversation_id)
        lesson = access.lesson_to_plan(user, lesson_id)
        now = timezone.now()
        changed = lesson if on is None else _of_one_day(lesson, on, now, fields)
        news = {name: value for name, value in fields.items() if getattr(changed, name) != value}
        if not news:
            return lesson
        if changed is not lesson:
            _leave_out(lesson, beginning(changed))
        _rewrite(user, changed, news, now, anyway)
    return changed


def _rewrite(user: User, lesson: Lesson, news: dict[str, Any], now: datetime, anyway: bool) -> None:
    before = expected(lesson, now)
    if "starts_at" in news:
        lesson.time_zone = user.timezone
    for name, value in news.items():
        setattr(lesson, name, value)
    _store(lesson, is_moved=not HOURS.isdisjoint(news))
    if not anyway and expected(lesson, now) - before:
        _check_own_hours(user, lesson)
    tell_changes(lesson, user, before, now)


def _of_one_day(lesson: Lesson, on: date, now: datetime, fields: dict[str, Any]) -> Lesson:
    """As a lesson of its own, not stored and not taken out of its series yet. What has begun stays there."""
    meeting = next((one for one in expected(lesson, now) if one.on == on), None)
    if meeting is None:
        raise Invalid(fields={"on": [_("This lesson does not take place on that day.")]})
    if not lesson.repeat:
        return lesson
    if fields.get("repeat") or fields.get("repeat_until"):
        raise Invalid(fields={"repeat": [_("One day alone is not repeated.")]})
    return Lesson(
        conversation=lesson.conversation,
        created_by=lesson.created_by,
        title=lesson.title,
        starts_at=meeting.starts_at,
        minutes=lesson.minutes,
        time_zone=lesson.time_zone,
    )


def _leave_out(lesson: Lesson, meeting: Occurrence) -> None:
    lesson.skipped_on = [*lesson.skipped_on, meeting.on]
    lesson.save(update_fields=["skipped_on"])
    if meeting.starts_at == lesson.reminded_of:
        stop_reminding(lesson)


def cancel_lesson(*, user: User, lesson_id: Any, on: date | None = None) -> Lesson:
    """All of it, or its meeting of one date. Invalid `on` when it does not take place that day."""
    with acting(user.pk):
        lock(access.lesson_to_plan(user, lesson_id).conversation_id)
        lesson = access.lesson_to_plan(user, lesson_id)
        now = timezone.now()
        before = expected(lesson, now)
        meeting = next((one for one in occurrences(lesson, now, now + HORIZON) if one.on == on), None)
        if on is not None and meeting is None:
            raise Invalid(fields={"on": [_("This lesson does not take place on that day.")]})
        if meeting is not None and lesson.repeat:
            _leave_out(lesson, meeting)
        else:
            lesson.cancelled_at = now
            lesson.save(update_fields=["cancelled_at"])
        tell_changes(lesson, user, before, now)
        events.lessons_changed(lesson.conversation_id)
    return lesson


def start_lesson(*, user: User, lesson_id: Any) -> Call:
    """Its call: a new one by who may start calls there, or the one that runs.

    A call that was begun without a plan becomes the lesson. Conflicts: `not_time` with `starts_at` (null:
    none comes) before and after its hours, `other_lesson` with `title` while another one runs.
    """
    lesson = access.lesson_for(user, lesson_id)
    running = Call.objects.live().filter(conversation=lesson.conversation_id).first()
    if running is not None and running.lesson_id == lesson.pk:
        return access.call_to_join(user, running.pk)
    _check_hour(lesson)
    if running is not None:
        return _become(user, running.pk, lesson)
    try:
        call, _new = start_call(
            user=user, conversation_id=lesson.conversation_id, call_type=Call.Type.VIDEO, lesson=lesson
        )
    except Conflict as conflict:  # another teacher's click was quicker
        if conflict.code != "call_running":
            raise
        return _become(user, conflict.extra["call_id"], lesson)
    return call


def _check_hour(lesson: Lesson) -> None:
    now = timezone.now()
    if open_now(lesson, now) is not None:
        return
    coming = next(occurrences(lesson, now, now + HORIZON), None)
    if coming is None:
        raise Conflict("not_time", _("This lesson is over."), starts_at=None)
    detail = _("This lesson can be started from 15 minutes before it begins.")
    raise Conflict("not_time", detail, starts_at=moment(coming.starts_at))


def _become(user: User, call_id: Any, lesson: Lesson) -> Call:
    """Who plans there makes the running call this lesson; whoever comes joins it."""
    with acting(user.pk):
        call = locked(access.call_to_join, user, call_id)
        if call.lesson is not None and call.lesson_id != lesson.pk:
            title = call.lesson.title
            raise Conflict("other_lesson", _("Another lesson is running here."), title=title)
        leads = access.conversations_to_plan(user).filter(pk=call.conversation_id)
        if call.lesson is None and leads.exists():
            before = serializers.call(call)
            plan = kept_plan(lesson, timezone.now())
            for name, value in plan.items():
                setattr(call, name, value)
            call.save(update_fields=list(plan))
            stop_reminding(lesson)
            conclude(call, before)
    return call


def _to_come(conversation: Conversation) -> LessonQuerySet:
    planned = Lesson.objects.planned().not_over(timezone.now())
    return planned.filter(conversation=conversation)


def _store(lesson: Lesson, is_moved: bool = True) -> None:
    """Not `is_moved`: only its words are others, which nobody is refused for what time has done."""
    if lesson._state.adding and _to_come(lesson.conversation).count() >= MOST:
        raise Conflict("too_many_lessons", _("At most 100 lessons can be planned for one class."))
    if is_moved or lesson._state.adding:
        _check_time(lesson)
    _check_overlap(lesson)
    lesson.save()
    events.lessons_changed(lesson.conversation_id)


def _check_time(lesson: Lesson) -> None:
    """Some meeting is not over; of a new lesson the first."""
    check_years(starts_at=lesson.starts_at)
    now = timezone.now()
    if lesson.repeat_until is not None:
        _check_end(lesson, lesson.repeat_until, now)
    coming = next(occurrences(lesson, now, now + HORIZON), None)
    if coming is None and not lesson._state.adding and lesson.repeat_until is not None:
        raise Invalid(fields={"repeat_until": [_("No lesson is left until that day.")]})
    if coming is None or (lesson._state.adding and coming.on != beginning(lesson).on):
        raise Invalid(fields={"starts_at": [_("This time has passed, or is more than a year away.")]})


def _check_end(lesson: Lesson, last: date, now: datetime) -> None:
    if not lesson.repeat:
        raise Invalid(fields={"repeat_until": [_("Only a lesson of every week has a last day.")]})
    if last < beginning(lesson).on:
        raise Invalid(fields={"repeat_until": [_("This is before the first lesson.")]})
    if last > (now + HORIZON).date():
        raise Invalid(fields={"repeat_until": [_("At most a year ahead.")]})


def _check_overlap(lesson: Lesson) -> None:
    others = _to_come(lesson.conversation).exclude(pk=lesson.pk)
    other = next(overlapping(lesson, others, timezone.now()), None)
    if other is not None:
        title = other.lesson.title
        detail = _("At that time this class already has the lesson “%(title)s”.") % {"title": title}
        raise Conflict("lessons_overlap", detail, title=title)


def _check_own_hours(user: User, lesson: Lesson) -> None:
    """A person may lead two at the same time, when they say so."""
    for other in overlaps_of(user, lesson):
        values = {"title": other.lesson.title, "place": other.lesson.conversation.title}
        detail = _("At that time you already have the lesson “%(title)s” (%(place)s).") % values
        raise Conflict("same_time", detail, **values)
