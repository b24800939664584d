"""Deliveries: what has to be sent for a notification, by which channel, to which device, and when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from notifications.kinds import EMAIL, KINDS, PUSH
from notifications.models import Delivery, Device, Notification, NotificationSettings
from notifications.nudging import nudge
from notifications.preferences import quiet_until, wants
from notifications.statements import OWE

State = Delivery.State


class Owed(NamedTuple):
    """A row of notification_deliveries, in the order of the statement."""

    notification_id: UUID
    channel: str
    device_id: UUID | None
    target: str
    state: str
    reason: str
    next_at: datetime


def owe(
    kind: str,
    rows: Sequence[Notification],
    users: Mapping[int, User],
    chosen: Mapping[int, NotificationSettings],
) -> None:
    """Write the deliveries of these notifications; a worker is nudged after commit for those due now."""
    now = timezone.now()
    devices = _devices([row.user_id for row in rows if wants(chosen.get(row.user_id), kind, PUSH)])
    owed: list[Owed] = []
    for row in rows:
        user, settings = users[row.user_id], chosen.get(row.user_id)
        held = None if KINDS[kind].urgent else quiet_until(user, settings, now)
        owed += [_push(row, device, held or now, bool(held)) for device in devices[row.user_id]]
        if row.is_new and wants(settings, kind, EMAIL):
            owed.append(_email(row, user, held, now))
    _write(owed)
    due = list(dict.fromkeys(one.notification_id for one in owed if one.next_at <= now))
    if due:
        transaction.on_commit(lambda: nudge(due, urgent=KINDS[kind].urgent), robust=True)


def _devices(user_ids: Sequence[int]) -> dict[int, list[Device]]:
    """Devices whose sign-in still lives."""
    found: dict[int, list[Device]] = defaultdict(list)
    if user_ids:
        for device in Device.objects.filter(user_id__in=user_ids, session__revoked_at=None):
            found[device.user_id].append(device)
    return found


def _push(row: Notification, device: Device, at: datetime, held: bool) -> Owed:
    return Owed(row.pk, PUSH, device.pk, str(device), *_standing(held), at)


def _email(row: Notification, user: User, held: datetime | None, now: datetime) -> Owed:
    at = max(held or now, now + row.described.email_after)
    return Owed(row.pk, EMAIL, None, user.email, *_standing(held is not None), at)


def _standing(held: bool) -> tuple[str, str]:
    return (State.HELD, "quiet_hours") if held else (State.PENDING, "")


def _write(owed: Sequence[Owed]) -> None:
    if not owed:
        return
    columns: list[list[Any]] = [list(column) for column in zip(*owed, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(OWE, columns)


def look_again(user: User) -> None:
    """What quiet hours hold goes to the worker, who knows the present ones; an e-mail not before its time."""
    now = timezone.now()
    held = Delivery.objects.filter(notification__user=user, state=State.HELD, reason="quiet_hours")
    rows = list(held.select_related("notification").select_for_update(of=("self",)))
    for row in rows:
        waits = row.notification.described.email_after if row.channel == EMAIL else timedelta(0)
        row.next_at = row.due_at = max(now, row.created_at + waits) if waits else now
    Delivery.objects.bulk_update(rows, ["next_at", "due_at"])
    due = list(dict.fromkeys(row.notification_id for row in rows if row.next_at <= now))
    if due:
        transaction.on_commit(lambda: nudge(due), robust=True)
