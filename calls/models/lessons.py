"""Lessons a teacher planned."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from messenger.models import Conversation

YEARS = datetime(1999, 12, 31, tzinfo=UTC), datetime(2101, 1, 2, tzinfo=UTC)
"""Of dreamseed/realtime/years.py, in every zone of the world."""


class LessonQuerySet(models.QuerySet["Lesson"]):
    def planned(self) -> LessonQuerySet:
        """Not called off."""
        return self.filter(cancelled_at__isnull=True)

    def not_over(self, now: datetime) -> LessonQuerySet:
        """With a meeting that may still come or go on: a day is longer than any meeting."""
        since = now - timedelta(days=1)
        goes_on = Q(repeat_until__isnull=True) | Q(repeat_until__gte=since.date())
        return self.filter(Q(starts_at__gte=since) | Q(goes_on, repeat=Lesson.Repeat.WEEKLY))


class Lesson(models.Model):
    """One meeting, or one a week at the same hour of the wall clock in `time_zone` until `repeat_until`.

    `skipped_on`: dates of that calendar on which it does not take place. `reminded_of`: the beginning of the
    meeting that its people were last told of.
    """

    class Repeat(models.TextChoices):
        NEVER = "", _("Once")
        WEEKLY = "weekly", _("Every week")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conversation = models.ForeignKey(
        Conversation, models.CASCADE, related_name="lessons", verbose_name=_("conversation")
    )
    title = models.CharField(_("title"), max_length=120)
    starts_at = models.DateTimeField(_("starts"))
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=50, validators=[MinValueValidator(5), MaxValueValidator(480)]
    )
    time_zone = models.CharField(_("time zone"), max_length=64)
    repeat = models.CharField(_("repeats"), max_length=6, choices=Repeat, blank=True, default=Repeat.NEVER)
    repeat_until = models.DateField(_("until"), null=True, blank=True)
    skipped_on = ArrayField(models.DateField(), verbose_name=_("left out on"), default=list, blank=True)
    reminded_of = models.DateTimeField(null=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="lessons_planned", verbose_name=_("planned by")
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    cancelled_at = models.DateTimeField(_("called off"), null=True, blank=True)

    objects = LessonQuerySet.as_manager()

    class Meta:
        db_table = "lessons"
        verbose_name = _("planned lesson")
        verbose_name_plural = _("planned lessons")
        indexes = [
            models.Index(
                fields=["conversation", "starts_at"],
                condition=Q(cancelled_at__isnull=True),
                name="idx_lessons_conversation",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_at__gte=YEARS[0], starts_at__lt=YEARS[1]), name="lessons_are_of_our_time"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="lessons_have_a_title"),
            models.CheckConstraint(
                condition=Q(minutes__gte=5, minutes__lte=480), name="lessons_have_a_length"
            ),
            models.CheckConstraint(
                condition=Q(repeat_until__isnull=True) | Q(repeat="weekly"),
                name="only_repeated_lessons_run_out",
            ),
        ]

    def __str__(self) -> str:
        return self.title
