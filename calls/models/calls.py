"""Calls, who took part, and the pages they took part with.

`call_participants` holds one row a person and call with its state; `call_connections` one row a
join, from which attendance is read.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from messenger.models import Conversation


class CallQuerySet(models.QuerySet["Call"]):
    def live(self) -> CallQuerySet:
        """Ringing or running."""
        return self.exclude(status=Call.Status.ENDED)

    def ended(self) -> CallQuerySet:
        return self.filter(status=Call.Status.ENDED)


class Call(models.Model):
    """At most one live call a conversation; the database itself keeps that.

    `planned_at`, `planned_minutes`: the lesson's plan when it began, and `leaders`: the ids of those who were
    there to lead it; its register is of that day, whatever is changed later.
    """

    class Type(models.TextChoices):
        AUDIO = "audio", _("Audio")
        VIDEO = "video", _("Video")

    class Status(models.TextChoices):
        INITIATED = "initiated", _("Ringing")
        ACTIVE = "active", _("Running")
        ENDED = "ended", _("Ended")

    class Topology(models.TextChoices):
        MESH = "mesh", _("Direct connections")
        SFU = "sfu", _("Forwarding server")

    class EndReason(models.TextChoices):
        COMPLETED = "completed", _("Completed")
        DECLINED = "declined", _("Declined")
        MISSED = "missed", _("Missed")
        CANCELLED = "cancelled", _("Cancelled")
        FAILED = "failed", _("Failed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conversation = models.ForeignKey(
        Conversation, models.CASCADE, related_name="calls", verbose_name=_("conversation")
    )
    initiator = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="calls_started", verbose_name=_("started by")
    )
    call_type = models.CharField(_("type"), max_length=5, choices=Type)
    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.INITIATED)
    topology = models.CharField(_("topology"), max_length=4, choices=Topology, default=Topology.MESH)
    started_at = models.DateTimeField(_("started"), null=True, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, editable=False)
    end_reason = models.CharField(_("reason"), max_length=9, choices=EndReason, blank=True)
    media_node = models.CharField(_("forwarding server"), max_length=64, blank=True, editable=False)
    is_locked = models.BooleanField(_("nobody else comes in"), default=False)
    hold_muted = models.BooleanField(_("students stay muted"), default=False)
    sharing_allowed = models.BooleanField(_("everybody may share a screen"), default=True)
    spotlight = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("shown large to everybody"),
    )  # fmt: skip
    ends_at = models.DateTimeField(_("ends by itself"), null=True, editable=False)
    lesson = models.ForeignKey(
        "calls.Lesson", models.SET_NULL, null=True, blank=True, related_name="calls", verbose_name=_("lesson")
    )
    planned_at = models.DateTimeField(null=True, editable=False)
    planned_minutes = models.PositiveSmallIntegerField(null=True, editable=False)
    leaders = ArrayField(models.BigIntegerField(), default=list, editable=False)
    client_id = models.UUIDField(null=True, editable=False)
    revision = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    objects = CallQuerySet.as_manager()

    class Meta:
        db_table = "calls"
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        indexes = [models.Index(fields=["conversation", "-created_at", "id"], name="idx_calls_conversation")]
        constraints = [
            models.UniqueConstraint(
                fields=["conversation"], condition=~Q(status="ended"), name="one_live_call_a_conversation"
            ),
            models.UniqueConstraint(fields=["initiator", "client_id"], name="call_once_a_client_id"),
            models.CheckConstraint(
                condition=Q(status="ended", ended_at__isnull=False) & ~Q(end_reason="")
                | ~Q(status="ended") & Q(ended_at__isnull=True, end_reason=""),
                name="ended_calls_say_when_and_why",
            ),
            models.CheckConstraint(
                condition=~Q(status="active") | Q(started_at__isnull=False), name="active_calls_have_started"
            ),
            models.CheckConstraint(
                condition=Q(planned_at__isnull=True) ^ Q(planned_minutes__isnull=False),
                name="planned_calls_have_a_length",
            ),
            models.CheckConstraint(
                condition=Q(topology="sfu") | Q(media_node=""), name="only_forwarded_calls_have_a_node"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_call_type_display()} {self.created_at:%Y-%m-%d %H:%M}"

    @property
    def is_ended(self) -> bool:
        return self.status == self.Status.ENDED

    @property
    def seconds(self) -> int:
        """Length from the moment two people were in; 0 when that never came, up to now while it runs."""
        if self.started_at is None:
            return 0
        return round(((self.ended_at or timezone.now()) - self.started_at).total_seconds())


class CallParticipant(models.Model):
    """One person's part in one call. `let_in`: a moderator invited them while it was locked.

    `screen_audio_enabled`: false while the teacher's hand keeps the sound of their screen off too.
    """

    class State(models.TextChoices):
        INVITED = "invited", _("Invited")
        WAITING = "waiting", _("On the way in")
        JOINED = "joined", _("In the call")
        DECLINED = "declined", _("Declined")
        MISSED = "missed", _("Missed")
        LEFT = "left", _("Left")
        REMOVED = "removed", _("Removed")

    class Quality(models.TextChoices):
        UNKNOWN = "", _("Unknown")
        GOOD = "good", _("Good")
        FAIR = "fair", _("Fair")
        POOR = "poor", _("Poor")
        LOST = "lost", _("Lost")

    class Cause(models.TextChoices):
        NONE = "", _("Unknown")
        CONNECTION = "connection", _("Connection")
        UPLOAD = "upload", _("Upload")
        DOWNLOAD = "download", _("Download")
        DELAY = "delay", _("Delay")
        DEVICE = "device", _("Device")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    call = models.ForeignKey(Call, models.CASCADE, related_name="participants")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="call_participations", verbose_name=_("person")
    )
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.INVITED)
    is_initiator = models.BooleanField(_("started the call"), default=False)
    answered = models.BooleanField(_("answered"), default=False)
    video_enabled = models.BooleanField(_("camera"), default=False)
    audio_enabled = models.BooleanField(_("microphone"), default=False)
    screen_sharing = models.BooleanField(_("sharing a screen"), default=False)
    screen_audio_enabled = models.BooleanField(_("sound of the screen"), default=True)
    hand_raised_at = models.DateTimeField(_("hand raised"), null=True, editable=False)
    is_blocked = models.BooleanField(_("may not come back"), default=False)
    let_in = models.BooleanField(default=False, editable=False)
    peer_id = models.UUIDField(_("last page"), null=True, editable=False)
    connection_quality = models.CharField(_("connection"), max_length=4, choices=Quality, blank=True)
    connection_cause = models.CharField(_("held back by"), max_length=10, choices=Cause, blank=True)
    invited_at = models.DateTimeField(_("invited"), null=True, editable=False)
    joined_at = models.DateTimeField(_("first joined"), null=True, editable=False)
    left_at = models.DateTimeField(_("last left"), null=True, editable=False)

    class Meta:
        db_table = "call_participants"
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        indexes = [
            models.Index(fields=["call", "state"], name="idx_call_participants_call"),
            models.Index(
                fields=["invited_at"],
                condition=Q(state__in=["invited", "waiting"]),
                name="idx_call_participants_ringing",
            ),
        ]
        constraints = [models.UniqueConstraint(fields=["user", "call"], name="one_participant_a_call")]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.call_id}"


class CallConnectionQuerySet(models.QuerySet["CallConnection"]):
    def live(self) -> CallConnectionQuerySet:
        return self.filter(left_at__isnull=True)


class CallConnection(models.Model):
    """One page in a call, from its join to its leaving. A page that was gone too long joins anew."""

    peer_id = models.UUIDField(unique=True, editable=False)
    participant = models.ForeignKey(CallParticipant, models.CASCADE, related_name="connections")
    user_agent = models.CharField(_("device"), max_length=300, blank=True)
    quality = models.CharField(_("connection"), max_length=4, choices=CallParticipant.Quality, blank=True)
    quality_cause = models.CharField(
        _("held back by"), max_length=10, choices=CallParticipant.Cause, blank=True
    )
    joined_at = models.DateTimeField(_("joined"), default=timezone.now)
    seen_at = models.DateTimeField(_("last sign of life"), default=timezone.now)
    left_at = models.DateTimeField(_("left"), null=True, blank=True)

    objects = CallConnectionQuerySet.as_manager()

    class Meta:
        db_table = "call_connections"
        ordering = ("joined_at", "id")
        verbose_name = _("connection")
        verbose_name_plural = _("connections")
        indexes = [
            models.Index(
                fields=["seen_at"], condition=Q(left_at__isnull=True), name="idx_call_connections_live"
            )
        ]

    def __str__(self) -> str:
        return str(self.peer_id)
