"""Who was there, and how long: reckoned from the rows of calls/models/attendance.py. Times are aware."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from calls.models import AttendanceCorrection, CallEvent

Kind, Status = CallEvent.Kind, AttendanceCorrection.Status

TOLERANCE = timedelta(minutes=5)
"""So much later is not late, so much earlier away not left early, so much in between not away."""
MERGED = timedelta(minutes=1)
"""A connection that was away for less than this was a hiccup: its person was there."""


class Span(NamedTuple):
    start: datetime
    end: datetime

    @property
    def length(self) -> timedelta:
        return self.end - self.start


class Hours(NamedTuple):
    """What of a call is the lesson. `until`: who stays so long has not left early."""

    start: datetime
    end: datetime
    until: datetime


class Missing(NamedTuple):
    """Minutes of the lesson without somebody who came: before, after and in between; 0 within TOLERANCE."""

    late: int = 0
    early: int = 0
    away: int = 0


class Presence(NamedTuple):
    """One person's part in one lesson: `spans` are of its hours, `came` and `went` of the whole call.

    `returns`: how often the connection was lost and came back.
    """

    spans: list[Span]
    missing: Missing
    statuses: list[str]
    """Of AttendanceCorrection.Status; the first outweighs the other."""
    came: datetime | None
    went: datetime | None
    hands: int
    shares: int
    returns: int

    @property
    def seconds(self) -> int:
        return round(sum((span.length for span in self.spans), timedelta()).total_seconds())

    @property
    def minutes(self) -> int:
        return round(self.seconds / 60)


def presence(events: Iterable[CallEvent], end: datetime, lesson: Hours) -> Presence:
    """`events`: one person's, in order; whoever is in at the end of the call stayed until `end`."""
    rows = list(events)
    spans = merge(_spans(rows, end))
    within = list(_within(spans, lesson))
    lacking = missing(within, lesson)
    return Presence(
        spans=within,
        missing=lacking,
        statuses=judge(within, lacking),
        came=spans[0].start if spans else None,
        went=spans[-1].end if spans else None,
        hands=_count(rows, Kind.HAND_RAISED),
        shares=_count(rows, Kind.SHARING_STARTED),
        returns=_count(rows, Kind.RETURNED),
    )


def _spans(events: Sequence[CallEvent], end: datetime) -> list[Span]:
    spans, since = [], None
    for event in events:
        if event.kind in (Kind.JOINED, Kind.RETURNED):
            since = since or event.at
        elif event.kind in (Kind.LEFT, Kind.LOST, Kind.REMOVED) and since is not None:
            spans.append(Span(since, max(since, event.at)))
            since = None
    return spans if since is None else [*spans, Span(since, max(since, end))]


def merge(spans: Iterable[Span]) -> list[Span]:
    """Overlapping ones become one, and so do those with less than MERGED between them."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start - merged[-1].end < MERGED:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def _within(spans: Iterable[Span], lesson: Hours) -> Iterator[Span]:
    for span in spans:
        start, end = max(span.start, lesson.start), min(span.end, lesson.end)
        if start < end:
            yield Span(start, end)


def missing(spans: Sequence[Span], lesson: Hours) -> Missing:
    """`spans` are within the lesson."""
    if not spans:
        return Missing()
    gaps = sum((after.start - before.end for before, after in pairwise(spans)), timedelta())
    parts = spans[0].start - lesson.start, lesson.until - spans[-1].end, gaps
    return Missing(*(round(part / timedelta(minutes=1)) if part > TOLERANCE else 0 for part in parts))


def judge(spans: Sequence[Span], lacking: Missing) -> list[str]:
    """Nobody is absent and anything else."""
    if not spans:
        return [Status.ABSENT]
    found = {Status.LATE: lacking.late, Status.LEFT_EARLY: lacking.early}
    return [status for status, minutes in found.items() if minutes] or [Status.PRESENT]


def _count(events: Iterable[CallEvent], kind: str) -> int:
    return sum(event.kind == kind for event in events)
