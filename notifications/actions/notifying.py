"""Telling people, inside the transaction of its cause; and taking it back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import F, JSONField, Q, QuerySet, TextField, Value
from django.db.models.expressions import CombinedExpression
from django.utils import timezone

from accounts.models import User
from dreamseed.realtime.acting import acting
from notifications import events
from notifications.actions.owing import owe
from notifications.kinds import CHANNELS, IN_APP, kind_named
from notifications.models import Delivery, Notification, NotificationSettings
from notifications.preferences import wants
from notifications.statements import TELL


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One person's part of a notification. `quietly`: in the list only, whatever they chose.

    `since` and `up_to`: numbers of the first and the last of what it counts.
    """

    user_id: int
    actor_id: int | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    count: int = 1
    since: int | None = None
    up_to: int | None = None
    quietly: bool = False


def notify(
    *,
    kind: str,
    recipients: Iterable[int],
    actor_id: int | None = None,
    link: str,
    data: Mapping[str, Any] | None = None,
    subject: str = "",
    key: str = "",
) -> list[UUID]:
    """Tell these people; rows and deliveries belong to the caller's transaction, sent after its commit.

    Who caused it and who is switched off are left out. `data` fills the kind's words (JSON; `due_date` as ISO
    8601). `subject` (`assignment:7`) is what `retract` and `read_subject` speak of. With a `key` an unread
    one counts on instead of becoming two. LookupError for an unknown kind, ValueError for a foreign link.
    """
    people = [
        Told(user_id=one, actor_id=actor_id, data=data or {})
        for one in sorted(set(recipients))
        if one != actor_id
    ]
    return tell(kind=kind, people=people, link=link, subject=subject, key=key)


def tell(*, kind: str, people: Sequence[Told], link: str, subject: str = "", key: str = "") -> list[UUID]:
    """`notify` with words and counts of their own for each person; the rows' ids."""
    kind_named(kind)
    if not link.startswith("/") or link.startswith("//"):
        raise ValueError(f"A notification leads to a page of ours, not to {link}.")
    with acting(None):
        users = _active(people)
        chosen = NotificationSettings.objects.in_bulk(list(users))
        heard = [one for one in people if one.user_id in users and _hears(one, chosen.get(one.user_id), kind)]
        if not heard:
            return []
        rows = _write(kind, heard, link, subject, key, chosen)
        quiet = {one.user_id for one in heard if one.quietly}
        owe(kind, [row for row in rows if row.user_id not in quiet], users, chosen)
        events.created([row for row in rows if row.in_app], users)
    return [row.pk for row in rows]


def _active(people: Sequence[Told]) -> dict[int, User]:
    ids = [one.user_id for one in people]
    return {user.pk: user for user in User.objects.filter(pk__in=ids, is_active=True)}


def _hears(one: Told, row: NotificationSettings | None, kind: str) -> bool:
    """Somebody who wants it nowhere is not told at all."""
    channels = [IN_APP] if one.quietly else CHANNELS
    return any(wants(row, kind, channel) for channel in channels)


def _write(
    kind: str,
    people: Sequence[Told],
    link: str,
    subject: str,
    key: str,
    chosen: Mapping[int, NotificationSettings],
) -> list[Notification]:
    columns: list[list[Any]] = [
        [one.user_id for one in people],
        [one.actor_id for one in people],
        [
            json.dumps(dict(one.data), ensure_ascii=False, default=str).replace("\\u0000", "")
            for one in people
        ],
        [one.count for one in people],
        [one.since for one in people],
        [one.up_to for one in people],
        [wants(chosen.get(one.user_id), kind, IN_APP) for one in people],
    ]
    with connection.cursor() as cursor:
        cursor.execute(TELL, [kind, link, subject, key, *columns])
        fresh = {row_id: created for row_id, _user_id, created in cursor.fetchall()}
    rows = Notification.objects.filter(pk__in=list(fresh)).select_related("actor")
    for row in rows:
        row.is_new = fresh[row.pk]
    return list(rows)


def retract(
    *,
    subject: str,
    kinds: Iterable[str] = (),
    user_ids: Iterable[int] | None = None,
    key: str = "",
) -> int:
    """Take back what nobody has read yet: it leaves the lists, and what waits is not sent; how many.

    `kinds` and `user_ids` narrow it: `retract(subject="assignment:7", kinds=["assignment_due_soon"],
    user_ids=[student])` when the student has submitted.
    """
    rows = Notification.objects.unread().filter(subject=subject)
    if kinds:
        rows = rows.filter(kind__in=list(kinds))
    if user_ids is not None:
        rows = rows.filter(user_id__in=list(user_ids))
    if key:
        rows = rows.filter(key=key)
    with acting(None):
        gone = list(
            rows.select_for_update(no_key=True).order_by("user_id", "pk").values_list("pk", "user_id")
        )
        take_back(gone)
    return len(gone)


def take_back(gone: Sequence[tuple[UUID, int]]) -> None:
    """(id, person) of locked rows."""
    ids = [row_id for row_id, _user_id in gone]
    if ids:
        Notification.objects.filter(pk__in=ids).update(retracted_at=timezone.now())
        drop_waiting(Q(notification__in=ids), "retracted")
        events.read_by_each(gone, retracted=True)


def change_words(*, subject: str, about: Mapping[str, Any], words: Mapping[str, Any]) -> None:
    """What nobody has read yet says these words from now on: `about` is a part of its `data`."""
    rows = Notification.objects.unread().filter(subject=subject, data__contains=dict(about))
    new = Value(dict(words), output_field=JSONField())
    _rewrite(rows, CombinedExpression(F("data"), "||", new, output_field=JSONField()))


def forget_words(
    *,
    subject: str,
    about: Mapping[str, Any] | None = None,
    words: Sequence[str],
    user_ids: Iterable[int] | None = None,
) -> None:
    """What was told of it loses these words, also where it was read: `about` is a part of its `data`."""
    rows = Notification.objects.filter(subject=subject, data__contains=dict(about or {}))
    if user_ids is not None:
        rows = rows.filter(user_id__in=list(user_ids))
    names = Value(list(words), output_field=ArrayField(TextField()))
    _rewrite(rows, CombinedExpression(F("data"), "-", names, output_field=JSONField()))


def _rewrite(rows: QuerySet[Notification], data: CombinedExpression) -> None:
    """Locked person by person, as everywhere, then written at once."""
    with acting(None):
        locked = rows.select_for_update(no_key=True).order_by("user_id", "pk").values_list("pk", flat=True)
        Notification.objects.filter(pk__in=list(locked)).update(data=data)


def drop_waiting(which: Q, reason: str) -> None:
    """What waits is not needed any more; the ledger says why."""
    waiting = Delivery.objects.filter(which, state__in=(Delivery.State.PENDING, Delivery.State.HELD))
    waiting.update(state=Delivery.State.DROPPED, reason=reason, finished_at=timezone.now())
