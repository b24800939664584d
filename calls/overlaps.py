"""Which planned lessons take place at the same time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.utils import timezone

from accounts.models import User
from calls import access
from calls.lessons import HORIZON, Occurrence, occurrences, timetable
from calls.models import Lesson


def overlapping(lesson: Lesson, others: Iterable[Lesson], now: datetime) -> Iterator[Occurrence]:
    """Meetings of the others during some of this one, by time. Both are walked once, side by side."""
    mine = occurrences(lesson, now, now + HORIZON)
    here = next(mine, None)
    for other in timetable(others, now, now + HORIZON):
        while here is not None and here.ends_at <= other.starts_at:
            here = next(mine, None)
        if here is not None and here.overlaps(other):
            yield other


def overlaps_of(user: User, lesson: Lesson) -> list[Occurrence]:
    """Of each lesson that this person leads in another class the first meeting at the same time."""
    now = timezone.now()
    led = access.conversations_to_plan(user).exclude(pk=lesson.conversation_id).order_by()
    others = access.lessons_of(user).filter(conversation__in=led.values("pk")).not_over(now)
    first: dict[Lesson, Occurrence] = {}
    for one in overlapping(lesson, others, now):
        first.setdefault(one.lesson, one)
    return list(first.values())
