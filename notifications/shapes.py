"""Shapes as DRF serializers: input is checked, output documented by them (tests hold both equal)."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers as drf

from accounts.serializers import PersonSerializer
from notifications.kinds import CHANNELS, CHOICES, KINDS
from notifications.models import Delivery, Device


class NotificationShape(drf.Serializer):
    id = drf.UUIDField()
    kind = drf.ChoiceField(CHOICES)
    icon = drf.CharField()
    title = drf.CharField(help_text="In the language of who reads.")
    body = drf.CharField()
    link = drf.CharField(help_text="The page of what it is about.")
    subject = drf.CharField(help_text="What it is about, as kind:id.")
    count = drf.IntegerField(help_text="How often it happened while it was unread.")
    actor = PersonSerializer(allow_null=True)
    created_at = drf.DateTimeField()
    updated_at = drf.DateTimeField()
    read_at = drf.DateTimeField(allow_null=True)


class NotificationPage(drf.Serializer):
    next = drf.URLField(allow_null=True)
    previous = drf.URLField(allow_null=True)
    results = NotificationShape(many=True)


class CountShape(drf.Serializer):
    unread = drf.IntegerField()


class ReadAllShape(drf.Serializer):
    read = drf.IntegerField(help_text="How many were unread.")


class ChannelsShape(drf.Serializer):
    """Booleans by channel; a channel left out stays as it is."""

    in_app = drf.BooleanField(required=False)
    push = drf.BooleanField(required=False)
    email = drf.BooleanField(required=False)

    def to_internal_value(self, data: Any) -> Any:
        unknown = set(data) - set(CHANNELS) if isinstance(data, dict) else set()
        if unknown:
            raise drf.ValidationError({name: ["There is no such channel."] for name in unknown})
        return super().to_internal_value(data)


def _hour(**options: Any) -> drf.TimeField:
    """Of a wall clock: with a zone behind it, it is no hour."""
    return drf.TimeField(
        allow_null=True, required=False, format="%H:%M", input_formats=["%H:%M", "%H:%M:%S"], **options
    )


class SettingsShape(drf.Serializer):
    kinds = drf.DictField(child=ChannelsShape(), required=False, help_text=f"By kind: {', '.join(KINDS)}.")
    quiet_from = _hour(help_text="In the person's time zone.")
    quiet_until = _hour()


class WebPushKeysShape(drf.Serializer):
    p256dh = drf.CharField(max_length=200)
    auth = drf.CharField(max_length=100)


class DeviceIn(drf.Serializer):
    platform = drf.ChoiceField(Device.Platform.choices)
    token = drf.CharField(
        max_length=1000, help_text="FCM's or APNs' token; of a browser the subscription's endpoint."
    )
    keys = WebPushKeysShape(required=False, help_text="A browser's, from PushSubscription.getKey().")
    name = drf.CharField(max_length=200, required=False, default="", allow_blank=True)


class DeviceShape(drf.Serializer):
    id = drf.UUIDField()
    platform = drf.ChoiceField(Device.Platform.choices)
    name = drf.CharField()
    created_at = drf.DateTimeField()


class DevicesShape(drf.Serializer):
    results = DeviceShape(many=True)
    web_push_key = drf.CharField(
        help_text="applicationServerKey for PushManager.subscribe; empty: not set up."
    )


class DeliveryShape(drf.Serializer):
    id = drf.IntegerField()
    notification_id = drf.UUIDField()
    kind = drf.ChoiceField(CHOICES)
    title = drf.CharField()
    channel = drf.ChoiceField(Delivery.Channel.choices)
    target = drf.CharField()
    state = drf.ChoiceField(Delivery.State.choices)
    reason = drf.CharField(
        help_text="Why it waits or was not sent: quiet_hours, retry, read, retracted, on_screen, "
        "undisturbed, switched_off, signed_out, too_late, deactivated, merged, given_up, worker_died, cut, "
        "error."
    )
    attempts = drf.IntegerField()
    next_at = drf.DateTimeField(allow_null=True)
    error = drf.CharField()
    created_at = drf.DateTimeField()
    finished_at = drf.DateTimeField(allow_null=True)


class LedgerPage(drf.Serializer):
    next = drf.URLField(allow_null=True)
    previous = drf.URLField(allow_null=True)
    results = DeliveryShape(many=True)
