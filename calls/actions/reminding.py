"""Shortly before a planned lesson its people are told, once a meeting."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from calls.lessons import Occurrence, occurrences, open_now
from calls.models import Call, Lesson
from dreamseed.realtime.acting import acting
from dreamseed.realtime.wire import moment
from messenger.models import Participant
from notifications import actions as notifications
from notifications.models import Notification

AHEAD = timedelta(minutes=10)


def remind_of_lessons() -> int:
    """Of what begins within AHEAD; how many meetings were told."""
    now = timezone.now()
    soon = list(_soon(Lesson.objects.planned().not_over(now), now))
    return sum(_tell_once(one.lesson.pk, now) for one in soon)


def _soon(lessons: Iterable[Lesson], now: datetime) -> Iterable[Occurrence]:
    """The next meeting of each that has one so near and was not told of it."""
    for lesson in lessons:
        for one in occurrences(lesson, now, now + AHEAD):
            if one.starts_at > now and one.starts_at != lesson.reminded_of:
                yield one
                break


def _tell_once(lesson_id: UUID, now: datetime) -> bool:
    """Looked at again under its lock: another worker, or a teacher who calls it off, may be quicker."""
    with acting(None):
        rows = Lesson.objects.planned().select_for_update(of=("self",)).select_related("conversation")
        lesson = rows.filter(pk=lesson_id).first()
        one = None if lesson is None else next(iter(_soon([lesson], now)), None)
        if lesson is None or one is None:
            return False
        lesson.reminded_of = one.starts_at
        lesson.save(update_fields=["reminded_of"])
        if not Call.objects.live().filter(lesson=lesson).exists():
            _tell(one)
    return True


def _tell(one: Occurrence) -> None:
    lesson = one.lesson
    members = Participant.objects.active().filter(conversation=lesson.conversation_id)
    notifications.notify(
        kind="lesson_soon",
        recipients=members.values_list("user_id", flat=True),
        link="/lessons",
        data={
            "title": lesson.title,
            "place": lesson.conversation.title,
            "starts_at": moment(one.starts_at),
        },
        subject=subject(lesson),
    )


def stop_reminding(lesson: Lesson) -> None:
    """It has begun, was moved or called off."""
    notifications.retract(subject=subject(lesson), kinds=["lesson_soon"])


def is_over(row: Notification) -> bool:
    """The meeting that was announced has ended meanwhile (notifications.registries)."""
    lesson = Lesson.objects.filter(pk=row.subject.partition(":")[2]).first()
    begins = row.data.get("starts_at")
    if lesson is None or begins is None:
        return False
    now, starts_at = timezone.now(), datetime.fromisoformat(begins)
    return starts_at < now and open_now(lesson, now) is None


def subject(lesson: Lesson) -> str:
    return f"lesson:{lesson.pk}"
