"""The only doors to notifications, devices, settings and the ledger: all of them one's own."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import Session, User
from dreamseed.realtime.errors import NotFound, NotSignedIn
from notifications.models import Delivery, Device, Notification, NotificationSettings


def notifications_of(user: User, unread: bool = False) -> QuerySet[Notification]:
    """One's list, what came or changed last first."""
    rows = Notification.objects.shown().filter(user=user).select_related("actor")
    return rows.filter(read_at=None) if unread else rows


def unread_count(user: User) -> int:
    return Notification.objects.shown().filter(user=user, read_at=None).count()


def heard(*, kind: str, subject: str) -> QuerySet[Notification]:
    """What was told of it, to anybody, and not taken back."""
    return Notification.objects.filter(kind=kind, subject=subject, retracted_at=None)


def notification_for(user: User, notification_id: Any) -> Notification:
    """One's own, also when it stands in no list; NotFound for others."""
    rows = Notification.objects.filter(user=user, pk=as_uuid(notification_id)).select_related("actor")
    row = rows.first()
    if row is None:
        raise NotFound
    return row


def settings_of(user: User) -> NotificationSettings | None:
    """None while everything is as it comes."""
    return NotificationSettings.objects.filter(user=user).first()


def devices_of(user: User) -> QuerySet[Device]:
    """One's own, where the sign-in that brought them still lives."""
    return Device.objects.filter(user=user, session__revoked_at=None)


def device_to_forget(user: User, device_id: Any) -> Device:
    row = devices_of(user).filter(pk=as_uuid(device_id)).first()
    if row is None:
        raise NotFound
    return row


def ledger_of(user: User) -> QuerySet[Delivery]:
    """What was sent to one, and what became of it, newest first."""
    rows = Delivery.objects.filter(notification__user=user)
    return rows.select_related("notification__actor").order_by("-created_at", "-id")


def session_of(user: User, request: Any) -> Session:
    """The sign-in that asks, by token (claim `sid`) or by page."""
    token = getattr(request, "auth", None)
    session_id = token.get("sid") if token is not None else request.session.get("sid")
    session = Session.objects.live().filter(user=user, pk=session_id).first() if session_id else None
    if session is None:
        raise NotSignedIn
    return session


def as_uuid(value: Any) -> UUID:
    try:
        return value if isinstance(value, UUID) else UUID(str(value))
    except ValueError:
        raise NotFound from None
