"""When planned lessons take place. Hours are those of the wall clock in the lesson's zone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from calls.models import Lesson

WEEK = timedelta(days=7)
HORIZON = timedelta(days=366)
"""So far ahead a series may run, and so far other lessons are looked at."""
EARLY = timedelta(minutes=15)
"""So long before its hour a lesson may be begun: there is time to try camera and microphone."""


class Occurrence(NamedTuple):
    """One meeting. Times are aware, in UTC; `on` is its date on the wall calendar of its zone."""

    starts_at: datetime
    ends_at: datetime
    on: date
    lesson: Lesson

    def overlaps(self, other: Occurrence) -> bool:
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


def occurrences(lesson: Lesson, start: datetime, end: datetime) -> Iterator[Occurrence]:
    """Meetings that are not over at `start` and begin before `end`, in order."""
    for one in _all(lesson, start):
        if one.starts_at >= end:
            return
        if one.ends_at > start and one.on not in lesson.skipped_on:
            yield one


def timetable(lessons: Iterable[Lesson], start: datetime, end: datetime) -> list[Occurrence]:
    """Of several lessons, by time."""
    found = (one for lesson in lessons for one in occurrences(lesson, start, end))
    return sorted(found, key=lambda one: (one.starts_at, one.lesson.title))


def nearest(lesson: Lesson, moment: datetime) -> Occurrence | None:
    """The meeting that something at this moment belongs to: the one with the closest beginning."""
    near = occurrences(lesson, moment - WEEK, moment + WEEK)
    return min(near, key=lambda one: abs(one.starts_at - moment), default=None)


def kept_plan(lesson: Lesson, now: datetime) -> dict[str, Any]:
    """The fields of a call that begins now as this lesson."""
    planned = nearest(lesson, now)
    if planned is None:
        return {"lesson": lesson, "planned_at": None, "planned_minutes": None}
    return {"lesson": lesson, "planned_at": planned.starts_at, "planned_minutes": lesson.minutes}


def open_now(lesson: Lesson, now: datetime) -> Occurrence | None:
    """The meeting that may be begun now: from EARLY before its hour until it is over."""
    near = occurrences(lesson, now, now + EARLY + timedelta(microseconds=1))
    return next(near, None)


def beginning(lesson: Lesson) -> Occurrence:
    """The first meeting, called off or not."""
    zone = ZoneInfo(lesson.time_zone)
    return _at(lesson, lesson.starts_at.astimezone(zone).date(), zone)


def _all(lesson: Lesson, start: datetime) -> Iterator[Occurrence]:
    """Beginning a little before `start`. An hour that the clock skips is moved on (PEP 495)."""
    zone = ZoneInfo(lesson.time_zone)
    first = lesson.starts_at.astimezone(zone)
    if lesson.repeat != Lesson.Repeat.WEEKLY:
        yield _at(lesson, first.date(), zone)
        return
    for week in count(max(0, (start.astimezone(zone).date() - first.date()).days // 7 - 1)):
        on = first.date() + week * WEEK
        if lesson.repeat_until is not None and on > lesson.repeat_until:
            return
        yield _at(lesson, on, zone)


def _at(lesson: Lesson, on: date, zone: ZoneInfo) -> Occurrence:
    hour = lesson.starts_at.astimezone(zone).time()
    starts_at = datetime.combine(on, hour, zone).astimezone(UTC)
    return Occurrence(starts_at, starts_at + timedelta(minutes=lesson.minutes), on, lesson)
