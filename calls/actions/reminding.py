"""Shortly before a planned lesson its people are told, once a meeting."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from calls.lessons import Occurrence, occurrences, open_now
from calls.models import Call, Lesson
from dreamseed.realtime.acting import acting
from dreamseed.realtime.wire import moment
from messenger.models import Participant
from notifications import actions as notifications
from notifications.models import Notification

log = logging.getLogger(__name__)

AHEAD = timedelta(minutes=10)


def remind_of_lessons() -> int:
    """Of what begins within AHEAD; how many meetings were told."""
    now = timezone.now()
    return sum(_tell_of(lesson, now) for lesson in Lesson.objects.planned().not_over(now))


def _tell_of(lesson: Lesson, now: datetime) -> bool:
    try:
        return _soon(lesson, now) is not None and _tell_once(lesson.pk, now)
    except Exception:  # one broken lesson must not keep all other classes from being told
        log.exception("reminding of lesson %s", lesson.pk)
        return False


def _soon(lesson: Lesson, now: datetime) -> Occurrence | None:
    """Its next meeting that is so near and was not told."""
    near = occurrences(lesson, now, now + AHEAD)
    return next((one for one in near if one.starts_at > now and one.starts_at != lesson.reminded_of), None)


def _tell_once(lesson_id: UUID, now: datetime) -> bool:
    """Looked at again under its lock: another worker, or a teacher who calls it off, may be quicker."""
    with acting(None):
        rows = Lesson.objects.planned().select_for_update(of=("self",)).select_related("conversation")
        lesson = rows.filter(pk=lesson_id).first()
        one = None if lesson is None else _soon(lesson, now)
        if lesson is None or one is None:
            return False
        lesson.reminded_of = one.starts_at
        lesson.save(update_fields=["reminded_of"])
        if not Call.objects.live().filter(lesson=lesson).exists():
            _tell(one)
    return True


def _tell(one: Occurrence) -> None:
    lesson = one.lesson
    notifications.notify(
        kind="lesson_soon",
        recipients=people_of(lesson),
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


def people_of(lesson: Lesson) -> QuerySet[Participant, int]:
    """User ids."""
    members = Participant.objects.active().filter(conversation=lesson.conversation_id)
    return members.values_list("user_id", flat=True)


def subject(lesson: Lesson) -> str:
    return f"lesson:{lesson.pk}"
