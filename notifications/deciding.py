"""Whether a delivery is still wanted, at the moment it would go out."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from dreamseed.realtime import screens
from notifications.kinds import EMAIL
from notifications.models import Delivery, NotificationSettings
from notifications.preferences import quiet_until, wants
from notifications.registries import is_outdated, is_undisturbed

SLACK = timedelta(seconds=5)


class Verdict(NamedTuple):
    """`until`: held back until then; None: not needed any more."""

    reason: str
    until: datetime | None = None


Now = Verdict("now")


def verdict(row: Delivery, now: datetime) -> Verdict:
    """`Now`, or why not, and until when: read meanwhile, on the screen, switched off, quiet hours…"""
    note, user = row.notification, row.notification.user
    settings: NotificationSettings | None = getattr(user, "notification_settings", None)
    if reason := _why_not(row, settings):
        return Verdict(reason)
    if now > row.due_at + note.described.lasts + SLACK or is_outdated(note):
        return Verdict("too_late")
    held_until = None if note.described.urgent else quiet_until(user, settings, now)
    if held_until is not None:
        return Verdict("quiet_hours", held_until)
    if note.subject and screens.looking([user.pk], note.subject):
        return Verdict("on_screen")
    if row.channel != EMAIL and is_undisturbed(user.pk):
        return Verdict("undisturbed")
    return Now


def _why_not(row: Delivery, settings: NotificationSettings | None) -> str:
    note = row.notification
    if note.read_at is not None:
        return "read"
    if note.retracted_at is not None:
        return "retracted"
    if not note.user.is_active:
        return "deactivated"
    if row.channel != EMAIL and (row.device is None or row.device.session.revoked_at is not None):
        return "signed_out"
    return "" if wants(settings, note.kind, row.channel) else "switched_off"
