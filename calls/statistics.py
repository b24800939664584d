"""Lessons in numbers: totals from the materialized view, who came from the participants of calls."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import (
    Count,
    DurationField,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Coalesce, Greatest, TruncWeek
from django.utils import timezone

from calls.models import AttendanceCorrection, Call, CallParticipant, CallStatistics
from messenger.models import Conversation

WEEKS = 12
State, Status = CallParticipant.State, AttendanceCorrection.Status
CAME = (Status.PRESENT, Status.LATE, Status.LEFT_EARLY)


class Figures(NamedTuple):
    """`seconds` of all lessons together; `asked`: rung for or come unasked, once a lesson."""

    lessons: int = 0
    seconds: float = 0
    people: int = 0
    asked: int = 0
    came: int = 0
    missed: int = 0

    @property
    def minutes(self) -> int:
        return round(self.seconds / 60)

    @property
    def average_minutes(self) -> int:
        return round(self.seconds / 60 / self.lessons) if self.lessons else 0

    @property
    def rate(self) -> int | None:
        """Percent of those who were asked; None when nobody was."""
        return round(100 * self.came / self.asked) if self.asked else None


class Week(NamedTuple):
    monday: date
    lessons: int
    minutes: int


def refresh() -> None:
    """Readers go on reading meanwhile; the function belongs to the view's owner (migration 0003)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT refresh_call_statistics()")


def figures(conversations: Iterable[Conversation]) -> dict[UUID, Figures]:
    """Of each conversation, also of those without a lesson. Totals are as of the last refresh."""
    ids = [one.pk for one in conversations]
    totals = CallStatistics.objects.filter(conversation__in=ids).in_bulk()
    people = {row.pop("call__conversation"): row for row in _people(ids)}
    return {one: _figures(totals.get(one), people.get(one, {})) for one in ids}


def _figures(total: CallStatistics | None, people: dict[str, int]) -> Figures:
    lessons, seconds = (total.total_calls, total.total_duration) if total else (0, 0)
    return Figures(lessons, seconds, *(people.get(name, 0) for name in ("people", "asked", "came", "missed")))


def _people(ids: Sequence[UUID]) -> QuerySet[CallParticipant, Any]:
    """A teacher's word counts over what was reckoned; who is excused was not asked."""
    latest = AttendanceCorrection.objects.filter(call=OuterRef("call"), user=OuterRef("user"))
    word = Subquery(latest.order_by("-created_at").values("status")[:1])
    there = Q(word__in=CAME) | Q(word="", joined_at__isnull=False) & _in_time()
    others = Q(is_initiator=False) & ~Q(word=Status.EXCUSED)
    return (
        CallParticipant.objects.filter(
            call__conversation__in=ids, call__status=Call.Status.ENDED, call__started_at__isnull=False
        )
        .annotate(word=Coalesce(word, Value("")))
        .values("call__conversation")
        .annotate(
            people=Count("user", filter=there, distinct=True),
            asked=Count("pk", filter=others),
            came=Count("pk", filter=others & there),
            missed=Count("pk", filter=others & Q(state=State.MISSED)),
        )
    )


def _in_time() -> Q:
    """In during the hours of a planned lesson (registers.lesson_of), by one's first coming and last going."""
    begins = Greatest("call__planned_at", "call__created_at")
    length = ExpressionWrapper(F("call__planned_minutes") * timedelta(minutes=1), DurationField())
    by_itself = Q(call__planned_at=None) | Q(call__ended_at__lte=F("call__planned_at"))
    return by_itself | Q(left_at__gt=F("call__planned_at"), joined_at__lt=begins + length)


def together(parts: Iterable[Figures]) -> Figures:
    """Sums; `people` counts a person once a conversation."""
    return Figures(*(sum(column) for column in zip(*([Figures(), *parts]), strict=True)))


def weeks(conversations: Iterable[Conversation], today: date | None = None) -> list[Week]:
    """The last WEEKS weeks in the reader's time zone, the present one last."""
    today = today or timezone.localdate()
    this = today - timedelta(days=today.weekday())
    mondays = [this - timedelta(weeks=WEEKS - 1 - number) for number in range(WEEKS)]
    rows = (
        Call.objects.ended()
        .filter(conversation__in=[one.pk for one in conversations], started_at__isnull=False)
        .filter(started_at__date__gte=mondays[0])
        .values(week=TruncWeek("started_at"))
        .annotate(lessons=Count("pk"), length=Sum(F("ended_at") - F("started_at")))
    )
    found = {timezone.localtime(row["week"]).date(): row for row in rows}
    return [_week(monday, found.get(monday)) for monday in mondays]


def _week(monday: date, row: Mapping[str, Any] | None) -> Week:
    if row is None:
        return Week(monday, 0, 0)
    return Week(monday, row["lessons"], round(row["length"].total_seconds() / 60))
