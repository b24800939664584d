"""What the people of a planned lesson are told when it is moved or called off."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import F, Q

from accounts.models import User
from calls.actions.reminding import people_of, stop_reminding, subject
from calls.lessons import HORIZON, Occurrence, occurrences
from calls.models import Call, Lesson
from dreamseed.realtime.wire import moment
from notifications import actions as notifications


def expected(lesson: Lesson, now: datetime) -> set[Occurrence]:
    """Meetings its people count on: none that is over or was begun. One tried before its hour is to come."""
    if lesson.cancelled_at is not None:
        return set()
    held = Q(ended_at=None) | Q(ended_at__gt=F("planned_at"))
    begun = Call.objects.filter(held, lesson=lesson, planned_at__gt=now - timedelta(days=1))
    starts = set(begun.values_list("planned_at", flat=True))
    return {one for one in occurrences(lesson, now, now + HORIZON) if one.starts_at not in starts}


def tell_changes(lesson: Lesson, by: User, before: set[Occurrence], now: datetime) -> None:
    """`before`: as it was expected. Other words or lengths, and meetings beside the old ones, are no news."""
    after = expected(lesson, now)
    gone, new = _at_other_hours(before, after), _at_other_hours(after, before)
    if any(one.starts_at == lesson.reminded_of for one in gone):
        stop_reminding(lesson)
    if gone and new:
        _tell("lesson_moved", lesson, by, new)
    elif gone:
        _tell("lesson_called_off", lesson, by, gone)


def _at_other_hours(meetings: set[Occurrence], others: set[Occurrence]) -> list[Occurrence]:
    """Those that none of the others begins with."""
    hours = {one.starts_at for one in others}
    return [one for one in meetings if one.starts_at not in hours]


def _tell(kind: str, lesson: Lesson, by: User, meetings: Collection[Occurrence]) -> None:
    """One notification, however many meetings; what was told of all of them before is out of date."""
    is_one_day = lesson.repeat and len(meetings) == 1
    if not is_one_day:
        notifications.retract(subject=subject(lesson), kinds=["lesson_moved", "lesson_called_off"])
    first = moment(min(one.starts_at for one in meetings))
    when = {"starts_at": first} if len(meetings) == 1 else {"first_at": first}
    notifications.notify(
        kind=kind,
        recipients=people_of(lesson),
        actor_id=by.pk,
        link="/lessons",
        data={"title": lesson.title, "place": lesson.conversation.title, **when},
        subject=subject(lesson),
    )
