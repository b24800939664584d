"""The register of one lesson: everybody who should have been there or was. Constant in queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from math import ceil
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from accounts.serializers import person
from calls.access import leaders_of
from calls.attendance import Presence, Span, judge, presence
from calls.models import AttendanceCorrection, Call, CallEvent
from dreamseed.realtime.wire import moment
from messenger.models import Participant


class Entry(NamedTuple):
    """A line of the register; `reckoned` is what it was before a teacher corrected it."""

    user: User
    presence: Presence
    reckoned: str
    correction: AttendanceCorrection | None
    """The latest of `corrections`, which are in the order they were made."""
    corrections: list[AttendanceCorrection]

    @property
    def minutes(self) -> int:
        if self.correction and self.correction.status == AttendanceCorrection.Status.ABSENT:
            return 0
        said = self.correction.minutes if self.correction else None
        return self.presence.minutes if said is None else said

    @property
    def status(self) -> str:
        return self.correction.status if self.correction else self.reckoned

    @property
    def status_label(self) -> str:
        return str(AttendanceCorrection.Status(self.status).label)


def lesson_of(call: Call) -> Span:
    """From when two were in to its end, or to now; a planned hour excuses who came and went by the clock."""
    start, end = call.started_at or call.created_at, call.ended_at or timezone.now()
    if call.planned_at is None or call.planned_minutes is None:
        return Span(start, end)
    planned = Span(call.planned_at, call.planned_at + timedelta(minutes=call.planned_minutes))
    if not start < planned.end or not planned.start < end:
        return Span(start, end)
    return Span(max(start, planned.start), min(end, planned.end))


def whole_minutes(call: Call) -> int:
    """As long as it took or was planned, the longer of the two: nobody was there longer."""
    took = (call.ended_at or timezone.now()) - call.created_at
    return max(ceil(took.total_seconds() / 60), call.planned_minutes or 0)


def register_of(call: Call, user_ids: Sequence[int] | None = None) -> list[Entry]:
    """By name; without those who lead the lesson. `user_ids`: only these people's lines."""
    lesson = lesson_of(call)
    corrections = _corrections(call)
    events: dict[int, list[CallEvent]] = defaultdict(list)
    for event in call.events.order_by("at", "id"):
        events[event.user_id].append(event)
    expected = (_members(call) | set(events) | set(corrections)) - leaders_of(call)
    people = User.objects.filter(pk__in=expected if user_ids is None else expected & set(user_ids))
    return [
        _entry(one, events[one.pk], corrections.get(one.pk, []), lesson)
        for one in people.order_by("name", "pk")
    ]


def _entry(
    user: User, events: Sequence[CallEvent], corrections: list[AttendanceCorrection], lesson: Span
) -> Entry:
    there = presence(events, lesson.end)
    latest = corrections[-1] if corrections else None
    return Entry(user, there, judge(there.spans, lesson), latest, corrections)


def _members(call: Call) -> set[int]:
    """Who was in the conversation while the call ran."""
    end = call.ended_at or timezone.now()
    stayed = Q(left_at__isnull=True) | Q(left_at__gt=call.created_at)
    members = Participant.objects.filter(stayed, conversation=call.conversation_id, joined_at__lt=end)
    return set(members.values_list("user_id", flat=True))


def _corrections(call: Call) -> dict[int, list[AttendanceCorrection]]:
    found: dict[int, list[AttendanceCorrection]] = defaultdict(list)
    for row in call.corrections.select_related("corrected_by").order_by("created_at", "pk"):
        found[row.user_id].append(row)
    return found


def shape(entry: Entry) -> dict[str, Any]:
    """As docs/protocol.md has it."""
    spans = entry.presence.spans
    return {
        "user": person(entry.user),
        "status": entry.status,
        "reckoned": entry.reckoned,
        "minutes": entry.minutes,
        "reckoned_minutes": entry.presence.minutes,
        "first_joined_at": moment(spans[0].start) if spans else None,
        "last_left_at": moment(spans[-1].end) if spans else None,
        "spans": [{"start": moment(span.start), "end": moment(span.end)} for span in spans],
        "hands_raised": entry.presence.hands,
        "screens_shared": entry.presence.shares,
        "returns": entry.presence.returns,
        "correction": None if entry.correction is None else _correction(entry.correction),
        "corrections": [_correction(one) for one in entry.corrections],
    }


def _correction(row: AttendanceCorrection) -> dict[str, Any]:
    return {
        "status": row.status,
        "minutes": row.minutes,
        "reason": row.reason,
        "corrected_by": person(row.corrected_by),
        "created_at": moment(row.created_at),
    }
