"""Where each socket may seem to write: the database is asked once a place, and anew when a role changes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.models import User
from dreamseed.realtime import hooks
from dreamseed.realtime.errors import NotFound
from dreamseed.realtime.floor import floor
from dreamseed.realtime.publishing import whisper
from dreamseed.realtime.socket import Socket
from messenger import access, events

TOPIC = "messenger.roles"
PLACES = "messenger.writes_in"


def wire() -> None:
    hooks.listen(TOPIC, _hear)


async def check(socket: Socket, conversation_id: UUID, thread_id: UUID | None) -> None:
    """Refuses where the person may not write; who is put out has left the topic."""
    if events.topic(conversation_id) not in socket.topics:
        raise NotFound
    places = socket.state.setdefault(PLACES, set())
    place = (conversation_id, thread_id)
    if place not in places:
        await socket.database(_check, socket.user_id, *place)
        places.add(place)


def _check(user_id: int, conversation_id: UUID, thread_id: UUID | None) -> None:
    person = User.objects.filter(pk=user_id, is_active=True).first()
    if person is None:
        raise NotFound
    access.check_place_to_write(user=person, conversation_id=conversation_id, thread_id=thread_id)


def forget(user_id: int) -> None:
    """After commit: what was known of this person's rights is not known any more."""
    event = {"user_id": user_id}
    transaction.on_commit(lambda: whisper(TOPIC, event), robust=True)


def _hear(event: dict[str, Any]) -> None:
    """In every process. An answer that is under way goes into the old set."""
    for socket in floor.hub.sockets_of([event["user_id"]]):
        socket.state[PLACES] = set()
