"""A notification in words: in the language and the time zone of who reads it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from notifications.kinds import Text
from notifications.models import Notification

TIMES = {"due": "due_date", "at": "starts_at", "first": "first_at"}
"""Words of the templates that are times, and where `data` has them (ISO 8601)."""


class Words(NamedTuple):
    title: str
    body: str


def words(row: Notification) -> Words:
    """In the language and zone that are active now."""
    values = _Values(row)
    kind = row.described
    parts = [part for one in kind.body if (part := values.fill(one))]
    if row.count > 1:
        parts.insert(0, ngettext("%(n)d new", "%(n)d new", row.count) % {"n": row.count})
    return Words(values.fill(kind.title, needed=True), " · ".join(parts))


@contextmanager
def spoken_to(user: User) -> Iterator[None]:
    """As this person reads: their language, else the site's, and their zone."""
    with translation.override(user.language or settings.LANGUAGE_CODE), timezone.override(user.timezone):
        yield


def words_for(row: Notification, user: User) -> Words:
    with spoken_to(user):
        return words(row)


class _Values(Mapping[str, str]):
    """What a template may name; remembers whether anything was there."""

    def __init__(self, row: Notification) -> None:
        self.row = row
        self.found = False

    def fill(self, template: Text, needed: bool = False) -> str:
        self.found = False
        text = str(template) % self
        return text.strip() if self.found or needed else ""

    def __getitem__(self, name: str) -> str:
        value = self._value(name)
        self.found = self.found or bool(value)
        return value

    def _value(self, name: str) -> str:
        if name == "sender":
            return self.row.actor.name if self.row.actor else _("Somebody")
        if name in TIMES:
            return _moment(self.row.data.get(TIMES[name]))
        value: Any = self.row.data.get(name)
        return "" if value is None else str(value)

    def __iter__(self) -> Iterator[str]:
        return iter(self.row.data)

    def __len__(self) -> int:
        return len(self.row.data)


def _moment(text: Any) -> str:
    try:
        when = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return ""
    here = timezone.localtime(when, timezone.get_current_timezone() or ZoneInfo("UTC"))
    day, clock = date_format(here, "MONTH_DAY_FORMAT"), date_format(here, "TIME_FORMAT")
    return _("%(day)s at %(clock)s") % {"day": day, "clock": clock}
