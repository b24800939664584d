"""How apps speak: `publish` for facts (after commit), `whisper` for breath (typing, ICE, SDP)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.db import transaction

from dreamseed.realtime.floor import floor
from dreamseed.realtime.hub import Close, Delivery, Item, Join, Leave
from dreamseed.realtime.wire import encode


class Event(NamedTuple):
    """One event for a topic; `change` numbers it in its conversation, `skip` is the socket without echo.

    `instead`: (place, event), later places first: what those hear who joined the topic there or later.
    """

    topic: str
    event: dict[str, Any]
    change: int | None = None
    skip: str | None = None
    instead: Sequence[tuple[int, dict[str, Any]]] = ()


def person_topic(user_id: int) -> str:
    """What every socket of a person hears."""
    return f"user:{user_id}"


def publish(topic: str, event: dict[str, Any], change: int | None = None, skip: str | None = None) -> None:
    """Deliver after the running transaction commits, or now when there is none."""
    publish_all([Event(topic, event, change, skip)])


def publish_all(events: Iterable[Event], using: str = "default") -> None:
    """One batch, after commit on the database `using`."""
    items: list[Item] = [_delivery(one) for one in events]
    _after_commit(items, using)


def _delivery(one: Event) -> Delivery:
    instead = [(place, encode(event)) for place, event in one.instead]
    return Delivery(one.topic, one.change, encode(one.event), instead, one.skip)


def whisper(topic: str, event: dict[str, Any], skip: str | None = None) -> None:
    """Deliver at once; lost when nobody listens. No database, callable from handlers and threads."""
    floor.post([Delivery(topic, None, encode(event), skip=skip)])


def subscribe(user_ids: Iterable[int], topics: Mapping[str, int | None], since: int = 0) -> None:
    """After commit: all sockets of these people join the topics, before later events of the transaction."""
    _after_commit([Join(list(user_ids), dict(topics), since)])


def unsubscribe(user_ids: Iterable[int], topics: Iterable[str]) -> None:
    """After commit: all sockets of these people leave the topics at once."""
    _after_commit([Leave(list(user_ids), list(topics))])


def disconnect(user_id: int, code: int = 4003, session_id: str | None = None) -> None:
    """After commit: close a person's sockets, all or those of one session."""
    _after_commit([Close(user_id, code, session_id)])


def _after_commit(items: list[Item], using: str = "default") -> None:
    transaction.on_commit(lambda: floor.post(items), using=using, robust=True)
