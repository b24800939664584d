"""One function an outgoing event (docs/protocol.md, "Server to client")."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from accounts.models import User
from dreamseed.realtime.publishing import Event, person_topic, publish, publish_all
from notifications import serializers
from notifications.models import Notification
from notifications.wording import spoken_to

EVENTS = {"notification.created": "notification", "notification.read": "ids all retracted"}


def created(rows: Sequence[Notification], users: Mapping[int, User]) -> None:
    """To all pages and devices of each, in their words; also for one that counts on."""
    publish_all([_created(row, users[row.user_id]) for row in rows])


def _created(row: Notification, user: User) -> Event:
    with spoken_to(user):
        shape = serializers.notification(row)
    return Event(person_topic(user.pk), {"type": "notification.created", "notification": shape})


def read(user_id: int, ids: Sequence[UUID], retracted: bool = False) -> None:
    event: dict[str, Any] = {"type": "notification.read", "ids": [str(one) for one in ids], "all": False}
    publish(person_topic(user_id), {**event, "retracted": retracted})


def read_all(user_id: int) -> None:
    event = {"type": "notification.read", "ids": [], "all": True, "retracted": False}
    publish(person_topic(user_id), event)


def read_by_each(rows: Iterable[tuple[UUID, int]], retracted: bool = False) -> None:
    """(id, person) of many people: one event each."""
    of_each: dict[int, list[UUID]] = defaultdict(list)
    for row_id, user_id in rows:
        of_each[user_id].append(row_id)
    for user_id, ids in of_each.items():
        read(user_id, ids, retracted)
