"""What a person wants to be told, where and when. Reads a settings row; without one the defaults hold."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from accounts.models import User
from notifications.kinds import CHANNELS, KINDS
from notifications.models import NotificationSettings


def wants(row: NotificationSettings | None, kind: str, channel: str) -> bool:
    chosen = row.choices.get(kind, {}) if row else {}
    return bool(chosen.get(channel, channel in KINDS[kind].channels))


def grid(row: NotificationSettings | None) -> dict[str, dict[str, bool]]:
    """Every kind with every channel: the whole of it, as REST and the page show it."""
    return {kind: {channel: wants(row, kind, channel) for channel in CHANNELS} for kind in KINDS}


def quiet_until(user: User, row: NotificationSettings | None, now: datetime) -> datetime | None:
    """When the quiet hours that run now end, in the person's own zone; None outside of them."""
    if row is None or row.quiet_from is None or row.quiet_until is None:
        return None
    here = now.astimezone(ZoneInfo(user.timezone))
    if not _within(here.time(), row.quiet_from, row.quiet_until):
        return None
    day = here.date() + timedelta(days=here.time() >= row.quiet_until)
    return datetime.combine(day, row.quiet_until, here.tzinfo)


def _within(clock: time, start: time, end: time) -> bool:
    return start <= clock < end if start < end else clock >= start or clock < end
