"""What changed in many conversations, above a number each: as many queries as for one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models.expressions import RawSQL

from messenger import access
from messenger.loading import loaded
from messenger.models import Message, Participant
from messenger.statements import CHANGED_MESSAGES, CHANGED_PEOPLE, WITH_CHANGED_MESSAGES


class Above(NamedTuple):
    """The conversation, the number that is known, and from which seq on the person sees it."""

    conversation_id: UUID
    change: int
    from_seq: int


class Numbered(NamedTuple):
    """A message as it is now, and the number it was found by: it may have a later one since."""

    change: int
    row: Message


def messages(asked: Sequence[Above], most: int) -> dict[UUID, list[Numbered]]:
    """The first `most` of them all, in this order; an empty list: of this one there was no room for any."""
    columns = _columns(asked)
    with connection.cursor() as cursor:
        cursor.execute(WITH_CHANGED_MESSAGES, columns)
        found: dict[UUID, list[Numbered]] = {key: [] for (key,) in cursor.fetchall()}
        cursor.execute(CHANGED_MESSAGES, [*columns, most, most])
        numbers = cursor.fetchall()
    rows = Message.objects.shown().in_bulk([pk for _key, pk, _change in numbers])
    loaded(rows.values())
    for key, pk, change in numbers:
        if pk in rows:
            found.setdefault(key, []).append(Numbered(change, rows[pk]))
    return found


def people(asked: Sequence[Above]) -> dict[UUID, list[Participant]]:
    conversations, numbers, _from = _columns(asked)
    changed = Participant.objects.filter(pk__in=RawSQL(CHANGED_PEOPLE, [conversations, numbers]))  # noqa: S611
    found: dict[UUID, list[Participant]] = {}
    for row in access.told_of(changed):
        found.setdefault(row.conversation_id, []).append(row)
    return found


def _columns(asked: Sequence[Above]) -> list[list[Any]]:
    return [list(column) for column in zip(*asked, strict=True)]
