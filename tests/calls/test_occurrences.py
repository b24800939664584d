"""When the meetings of a series take place."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from calls.lessons import occurrences
from calls.models import Lesson

SEOUL, BERLIN = ZoneInfo("Asia/Seoul"), ZoneInfo("Europe/Berlin")


def weekly(start: datetime, zone: str, **fields: Any) -> Lesson:
    return Lesson(title="수학", starts_at=start, minutes=50, time_zone=zone, repeat="weekly", **fields)


def hours(lesson: Lesson, zone: ZoneInfo, days: int = 30) -> list[str]:
    found = occurrences(lesson, lesson.starts_at, lesson.starts_at + timedelta(days=days))
    return [one.starts_at.astimezone(zone).strftime("%m-%d %H:%M") for one in found]


def test_a_weekly_lesson_keeps_its_hour_when_the_clock_changes() -> None:
    lesson = weekly(datetime(2026, 10, 19, 9, 0, tzinfo=BERLIN), "Europe/Berlin")
    assert hours(lesson, BERLIN, 21) == ["10-19 09:00", "10-26 09:00", "11-02 09:00"]


def test_an_hour_the_clock_skips_is_moved_on() -> None:
    lesson = weekly(datetime(2026, 3, 22, 2, 30, tzinfo=BERLIN), "Europe/Berlin")
    assert hours(lesson, BERLIN, 14) == ["03-22 02:30", "03-29 03:30"]


def test_a_series_ends_and_leaves_out_what_was_called_off() -> None:
    start = datetime(2026, 3, 2, 9, 0, tzinfo=SEOUL)
    lesson = weekly(start, "Asia/Seoul", repeat_until=date(2026, 3, 23), skipped_on=[date(2026, 3, 9)])
    assert hours(lesson, SEOUL) == ["03-02 09:00", "03-16 09:00", "03-23 09:00"]


def test_a_series_of_years_is_not_walked_from_its_beginning() -> None:
    lesson = weekly(datetime(2006, 3, 6, 0, 0, tzinfo=UTC), "Asia/Seoul")
    start = datetime(2026, 3, 2, tzinfo=UTC)
    assert [one.on for one in occurrences(lesson, start, start + timedelta(days=7))] == [date(2026, 3, 2)]
