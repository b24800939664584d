"""Notifications, and the deliveries that make each known: an outbox in the transaction of its cause."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from notifications.kinds import KINDS, Kind, choices

User = settings.AUTH_USER_MODEL


class NotificationQuerySet(models.QuerySet["Notification"]):
    def shown(self) -> NotificationQuerySet:
        """What the person's list holds."""
        return self.filter(in_app=True, retracted_at=None)

    def unread(self) -> NotificationQuerySet:
        return self.filter(read_at=None, retracted_at=None)


class Notification(models.Model):
    """One thing a person is told. Rows with a `key` count instead of multiplying while they are unread."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="notifications", verbose_name=_("person"))
    kind = models.CharField(_("kind"), max_length=24, choices=choices)
    actor = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("caused by"))
    link = models.CharField(_("link"), max_length=300)
    data = models.JSONField(_("data"), default=dict)
    subject = models.CharField(max_length=80, blank=True, help_text=_("What it is about, as kind:id."))
    key = models.CharField(max_length=100, blank=True)
    count = models.PositiveIntegerField(_("count"), default=1)
    since = models.BigIntegerField(null=True)
    up_to = models.BigIntegerField(null=True)
    """The numbers of the first and the last message it counts."""
    in_app = models.BooleanField(_("in the list"), default=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    updated_at = models.DateTimeField(_("changed"), default=timezone.now)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)
    retracted_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    is_new = True
    """Not a column: whether it was written just now, instead of counting on."""

    class Meta:
        db_table = "notifications"
        ordering = ("-updated_at", "-id")
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "key"],
                condition=Q(read_at=None, retracted_at=None) & ~Q(key=""),
                name="one_unread_notification_a_key",
            ),
        ]
        indexes = [
            models.Index(
                F("user"), F("updated_at").desc(), F("id").desc(),
                name="idx_notifications_user", condition=Q(in_app=True, retracted_at=None),
            ),
            models.Index(
                fields=["user", "subject"],
                name="idx_notifications_unread", condition=Q(read_at=None, retracted_at=None),
            ),
            models.Index(fields=["subject"], name="idx_notifications_subject", condition=~Q(subject="")),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.kind} for {self.user_id}"

    @property
    def described(self) -> Kind:
        return KINDS[self.kind]


class Device(models.Model):
    """Where a person can be pushed to: a phone's app or a browser."""

    class Platform(models.TextChoices):
        FCM = "fcm", "Android (FCM)"
        APNS = "apns", "iPhone (APNs)"
        WEBPUSH = "webpush", _("Browser")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="devices", verbose_name=_("person"))
    session = models.ForeignKey(
        "accounts.Session", models.CASCADE, related_name="+", verbose_name=_("sign-in")
    )
    platform = models.CharField(_("platform"), max_length=7, choices=Platform)
    token = models.CharField(_("token"), max_length=1000, unique=True)
    keys = models.JSONField(default=dict, help_text=_("Of a browser: p256dh and auth (RFC 8291)."))
    name = models.CharField(_("name"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("added"), default=timezone.now)

    class Meta:
        db_table = "notification_devices"
        ordering = ("-created_at", "id")
        verbose_name = _("device")
        verbose_name_plural = _("devices")
        indexes = [models.Index(fields=["user"], name="idx_devices_user")]

    def __str__(self) -> str:
        return self.name or self.get_platform_display()


class Delivery(models.Model):
    """One way of making a notification known: an e-mail, or a push to one device."""

    class Channel(models.TextChoices):
        PUSH = "push", _("Push")
        EMAIL = "email", _("E-mail")

    class State(models.TextChoices):
        PENDING = "pending", _("Waits")
        HELD = "held", _("Held back")
        CLAIMED = "claimed", _("On its way")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")
        UNKNOWN = "unknown", _("Unknown")
        DEAD = "dead", _("Device gone")
        DROPPED = "dropped", _("Not needed any more")

    id = models.BigAutoField(primary_key=True)
    notification = models.ForeignKey(Notification, models.CASCADE, related_name="deliveries")
    channel = models.CharField(_("channel"), max_length=5, choices=Channel)
    device = models.ForeignKey(
        Device, models.SET_NULL, null=True, related_name="deliveries", verbose_name=_("device")
    )
    target = models.CharField(_("to"), max_length=254)
    state = models.CharField(_("state"), max_length=7, choices=State, default=State.PENDING)
    reason = models.CharField(_("why"), max_length=20, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_at = models.DateTimeField(_("next try"), default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now, db_default=Now(), editable=False)
    claimed_at = models.DateTimeField(null=True)
    error = models.CharField(_("error"), max_length=500, blank=True)
    provider_id = models.CharField(_("provider's number"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished"), null=True)

    class Meta:
        db_table = "notification_deliveries"
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [
            models.UniqueConstraint(
                fields=["notification", "channel", "device"],
                condition=Q(state__in=["pending", "held"]),
                nulls_distinct=False,
                name="one_waiting_delivery_a_device",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_at"], name="idx_deliveries_due", condition=Q(state__in=["pending", "held"])
            ),
            models.Index(fields=["claimed_at"], name="idx_deliveries_claimed", condition=Q(state="claimed")),
        ]

    def __str__(self) -> str:
        return f"{self.channel} to {self.target}: {self.state}"


class NotificationSettings(models.Model):
    """What one person chose: `choices` {kind: {channel: bool}} beside the defaults, and quiet hours."""

    user = models.OneToOneField(
        User, models.CASCADE, primary_key=True, related_name="notification_settings", verbose_name=_("person")
    )
    choices = models.JSONField(_("choices"), default=dict)
    quiet_from = models.TimeField(_("quiet from"), null=True, blank=True)
    quiet_until = models.TimeField(_("quiet until"), null=True, blank=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        db_table = "notification_settings"
        verbose_name = _("notification settings")
        verbose_name_plural = _("notification settings")
        constraints = [
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_until=None)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False) & ~Q(quiet_from=F("quiet_until")),
                name="quiet_hours_have_two_ends",
            )
        ]

    def __str__(self) -> str:
        return f"settings of {self.user_id}"
