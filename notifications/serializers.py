"""Shapes of docs/protocol.md, the same for REST and socket; words are in the language that is active."""

from __future__ import annotations

from typing import Any

from accounts.serializers import person
from dreamseed.realtime.wire import moment
from notifications.models import Delivery, Device, Notification, NotificationSettings
from notifications.preferences import grid
from notifications.wording import words


def notification(row: Notification) -> dict[str, Any]:
    title, body = words(row)
    return {
        "id": str(row.pk),
        "kind": row.kind,
        "icon": row.described.icon,
        "title": title,
        "body": body,
        "link": row.link,
        "subject": row.subject,
        "count": row.count,
        "actor": person(row.actor) if row.actor else None,
        "created_at": moment(row.created_at),
        "updated_at": moment(row.updated_at),
        "read_at": moment(row.read_at),
    }


def settings(row: NotificationSettings | None) -> dict[str, Any]:
    return {
        "kinds": grid(row),
        "quiet_from": f"{row.quiet_from:%H:%M}" if row and row.quiet_from else None,
        "quiet_until": f"{row.quiet_until:%H:%M}" if row and row.quiet_until else None,
    }


def device(row: Device) -> dict[str, Any]:
    """The token is told to nobody, not even to its owner's other devices."""
    return {
        "id": str(row.pk),
        "platform": row.platform,
        "name": row.name,
        "created_at": moment(row.created_at),
    }


def delivery(row: Delivery) -> dict[str, Any]:
    """A line of the ledger."""
    return {
        "id": row.pk,
        "notification_id": str(row.notification_id),
        "kind": row.notification.kind,
        "title": words(row.notification).title,
        "channel": row.channel,
        "target": row.target,
        "state": row.state,
        "reason": row.reason,
        "attempts": row.attempts,
        "next_at": moment(row.next_at) if row.state in ("pending", "held") else None,
        "error": row.error,
        "created_at": moment(row.created_at),
        "finished_at": moment(row.finished_at),
    }
