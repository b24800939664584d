"""When things happened, told from now: nobody wants a school whose last word is a year old."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

SEOUL = ZoneInfo("Asia/Seoul")
SATURDAY = 5


class Clock:
    """`at("3 16:05")`: five past four on the third school day before today; `at("25")`: 25 minutes ago."""

    def __init__(self, now: datetime | None = None) -> None:
        self.now = now or timezone.now()

    def at(self, when: str) -> datetime:
        if " " not in when:
            return self.now - timedelta(minutes=int(when))
        days, hour = when.split()
        day = self.now.astimezone(SEOUL).date()
        for _day in range(int(days)):
            day -= timedelta(days=1)
            while day.weekday() >= SATURDAY:
                day -= timedelta(days=1)
        return datetime.combine(day, time.fromisoformat(hour), SEOUL)
