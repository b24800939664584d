"""The register of one lesson: everybody who should have been there or was. Constant in queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from math import ceil
from typing import Any, NamedTuple

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from accounts.serializers import person
from calls.access import leaders_of
from calls.attendance import Hours, Presence, presence
from calls.models import AttendanceCorrection, Call, CallEvent
from dreamseed.realtime.wire import moment
from messenger.models import Participant


class Entry(NamedTuple):
    """A line of the register."""

    user: User
    presence: Presence
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
    def reckoned(self) -> str:
        """What it was before a teacher corrected it."""
        return self.presence.statuses[0]

    @property
    def chips(self) -> list[tuple[str, str]]:
        """(status, its word): who came late may have left early too."""
        found = [self.correction.status] if self.correction else self.presence.statuses
        return [(one, str(AttendanceCorrection.Status(one).label)) for one in found]


def lesson_of(call: Call) -> Hours:
    """Without a plan from when two were in to its end, or to now.

    With one from its hour, or from when its room was opened if that was later, and as long as planned: a
    lesson that begins late may run over, but who goes at the planned end has not left early. A call that was
    over before its hour is judged by itself.
    """
    end = call.ended_at or timezone.now()
    if call.planned_at is None or call.planned_minutes is None:
        return Hours(call.started_at or call.created_at, end, end)
    if end <= call.planned_at:
        return Hours(call.created_at, end, end)
    start, length = max(call.created_at, call.planned_at), timedelta(minutes=call.planned_minutes)
    end = min(end, start + length)
    return Hours(start, end, min(end, call.planned_at + length))


def _hours(call: Call) -> dict[int, Hours]:
    """By person: for who was in no earlier call of the same meeting they began with the first of these."""
    lesson, earlier = lesson_of(call), list(_earlier(call))
    if not earlier:
        return defaultdict(lambda: lesson)
    since_the_first = lesson._replace(start=lesson_of(earlier[0]).start)
    came = CallEvent.objects.filter(call__in=earlier, kind=CallEvent.Kind.JOINED)
    return defaultdict(lambda: since_the_first, dict.fromkeys(came.values_list("user_id", flat=True), lesson))


def _earlier(call: Call) -> QuerySet[Call]:
    """By time: one that was ended by mistake, or by a crash, goes on in another."""
    if call.planned_at is None or call.lesson_id is None:
        return Call.objects.none()
    held = Call.objects.filter(started_at__isnull=False, ended_at__gt=F("planned_at"))
    same = held.filter(conversation=call.conversation_id, lesson=call.lesson_id, planned_at=call.planned_at)
    return same.filter(created_at__lt=call.created_at).order_by("created_at")


def whole_minutes(call: Call) -> int:
    """As long as it took or was planned, the longer of the two: nobody was there longer."""
    took = (call.ended_at or timezone.now()) - call.created_at
    return max(ceil(took.total_seconds() / 60), call.planned_minutes or 0)


def register_of(call: Call, user_ids: Sequence[int] | None = None) -> list[Entry]:
    """By name; without those who lead the lesson. `user_ids`: only these people's lines."""
    end, hours = call.ended_at or timezone.now(), _hours(call)
    corrections = _corrections(call)
    events: dict[int, list[CallEvent]] = defaultdict(list)
    for event in call.events.order_by("at", "id"):
        events[event.user_id].append(event)
    expected = (_members(call) | set(events) | set(corrections)) - leaders_of(call)
    people = User.objects.filter(pk__in=expected if user_ids is None else expected & set(user_ids))
    return [
        _entry(one, presence(events[one.pk], end, hours[one.pk]), corrections.get(one.pk, []))
        for one in people.order_by("name", "pk")
    ]


def _entry(user: User, there: Presence, corrections: list[AttendanceCorrection]) -> Entry:
    return Entry(user, there, corrections[-1] if corrections else None, corrections)


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
    there = entry.presence
    return {
        "user": person(entry.user),
        "status": entry.status,
        "reckoned": entry.reckoned,
        "minutes": entry.minutes,
        "reckoned_minutes": there.minutes,
        "late_minutes": there.missing.late,
        "early_minutes": there.missing.early,
        "away_minutes": there.missing.away,
        "first_joined_at": moment(there.came),
        "last_left_at": moment(there.went),
        "spans": [{"start": moment(span.start), "end": moment(span.end)} for span in there.spans],
        "hands_raised": there.hands,
        "screens_shared": there.shares,
        "returns": there.returns,
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
