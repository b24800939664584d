"""What happened in a call, as it happened, and what a teacher set right afterwards."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from calls.models.calls import Call


class CallEvent(models.Model):
    """Written in the transaction of its cause and never changed: attendance is reckoned from these rows."""

    class Kind(models.TextChoices):
        JOINED = "joined", _("Joined")
        LEFT = "left", _("Left")
        LOST = "lost", _("Connection lost")
        RETURNED = "returned", _("Came back")
        REMOVED = "removed", _("Removed")
        HAND_RAISED = "hand_raised", _("Raised a hand")
        HAND_LOWERED = "hand_lowered", _("Lowered the hand")
        SHARING_STARTED = "sharing_started", _("Started sharing a screen")
        SHARING_STOPPED = "sharing_stopped", _("Stopped sharing a screen")

    id = models.BigAutoField(primary_key=True)
    call = models.ForeignKey(Call, models.CASCADE, related_name="events", verbose_name=_("call"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="call_events", verbose_name=_("person")
    )
    kind = models.CharField(_("what"), max_length=16, choices=Kind)
    peer_id = models.UUIDField(_("page"), null=True, editable=False)
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        db_table = "call_events"
        verbose_name = _("event of a call")
        verbose_name_plural = _("events of calls")
        ordering = ("at", "id")
        indexes = [models.Index(fields=["call", "user", "at"], name="idx_call_events_call")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind}"


class AttendanceCorrection(models.Model):
    """A teacher's word over the reckoned one; the latest counts, the former ones stay.

    `minutes` null: those that were reckoned.
    """

    class Status(models.TextChoices):
        PRESENT = "present", _("Present")
        LATE = "late", _("Late")
        LEFT_EARLY = "left_early", _("Left early")
        ABSENT = "absent", _("Absent")
        EXCUSED = "excused", _("Excused")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    call = models.ForeignKey(Call, models.CASCADE, related_name="corrections", verbose_name=_("call"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="attendance_corrections",
        verbose_name=_("person"),
    )
    status = models.CharField(_("status"), max_length=10, choices=Status)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=500)
    corrected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("corrected by")
    )
    created_at = models.DateTimeField(_("when"), default=timezone.now, editable=False)

    class Meta:
        db_table = "attendance_corrections"
        verbose_name = _("correction of attendance")
        verbose_name_plural = _("corrections of attendance")
        indexes = [models.Index(fields=["call", "user", "-created_at"], name="idx_attendance_corrections")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="corrections_say_why"),
            models.CheckConstraint(
                condition=models.Q(minutes__isnull=True) | models.Q(minutes__lte=1440),
                name="corrections_fit_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.status}"
