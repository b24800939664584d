"""Shapes of conversations, as one person sees them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from accounts.models import User
from accounts.serializers import person
from dreamseed.realtime.wire import moment
from messenger import access, registries
from messenger.loading import loaded
from messenger.models import Conversation, Message, Participant
from messenger.serializers.messages import message
from messenger.serializers.people import settings
from messenger.serializers.threads import threads_unread
from messenger.statements import SHELVES


def picture(row: Conversation) -> str:
    """Address of a conversation's own picture."""
    return f"/files/previews/{row.avatar}" if row.avatar else ""


def unread(user: User) -> dict[str, Any]:
    """Unread messages, in all and a conversation."""
    ids = list(access.conversations_of(user).values_list("pk", flat=True))
    shelves = [shelf for shelf in _shelves([user.pk], ids) if shelf[5]]
    return {
        "total": sum(shelf[5] for shelf in shelves if shelf[14] is None),
        "conversations": {str(shelf[0]): shelf[5] for shelf in shelves},
        "threads": {one["message_id"]: one["unread"] for one in threads_unread(user)},
    }


def conversations(rows: Sequence[Conversation], user: User) -> list[dict[str, Any]]:
    """Conversation shapes as one person sees them; four queries for any number."""
    ids = [row.pk for row in rows]
    shelves = {shelf[0]: shelf[2:] for shelf in _shelves([user.pk], ids)}
    last = _messages((shelf[5] for shelf in shelves.values()), user.pk)
    calls = registries.active_calls(ids)
    return [
        _conversation(row, user, shelves[row.pk], last.get(shelves[row.pk][5]), calls.get(row.pk))
        for row in rows
        if row.pk in shelves
    ]


def conversation(row: Conversation, user: User) -> dict[str, Any]:
    return conversations([row], user)[0]


def conversation_of_each(row: Conversation, people: Iterable[User]) -> list[tuple[User, dict[str, Any]]]:
    """One conversation as each of these people sees it; three queries for any number."""
    users = {user.pk: user for user in people}
    shelves = {shelf[1]: shelf[2:] for shelf in _shelves(users, [row.pk])}
    last = _messages(shelf[5] for shelf in shelves.values())
    for one in last.values():
        one.since = {user_id: shelf[2] for user_id, shelf in shelves.items()}
    call = registries.active_calls([row.pk]).get(row.pk)
    return [
        (users[user_id], _conversation(row, users[user_id], shelf, last.get(shelf[5]), call))
        for user_id, shelf in shelves.items()
    ]


def _shelves(user_ids: Iterable[int], ids: Sequence[UUID]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(SHELVES, [list(user_ids), list(ids)])
        return cursor.fetchall()


def _messages(ids: Iterable[UUID | None], viewer_id: int | None = None) -> dict[UUID, Message]:
    wanted = {one for one in ids if one is not None}
    found = Message.objects.shown().in_bulk(list(wanted))
    loaded(found.values(), viewer_id)
    return found


def _conversation(
    row: Conversation, user: User, shelf: tuple[Any, ...], last: Message | None, call: dict[str, Any] | None
) -> dict[str, Any]:
    role, last_read_seq, from_seq, unread, people, _last = shelf[:6]
    partner, (muted_until, pinned_at, archived_at, members, seq, is_open) = shelf[6:10], shelf[10:]
    me = Participant(conversation=row, user=user, role=role)
    other = _partner(partner)
    own = Participant(muted_until=muted_until, pinned_at=pinned_at, archived_at=archived_at)
    return {
        "id": str(row.pk),
        "type": row.type,
        "title": row.title or (other["name"] if other else ""),
        "avatar": other["avatar"] if other else picture(row),
        "partner": other,
        "participant_count": people,
        "member_count": members,
        "classroom_id": row.classroom_id,
        "org_id": row.org_id,
        "zone_id": row.zone_id,
        "seq": seq,
        "change": row.change,
        "my": {
            "role": role,
            "last_read_seq": last_read_seq,
            "from_seq": from_seq,
            "unread": unread,
            **settings(own),
        },
        "last_message": message(last, user.pk) if last else None,
        "active_call": call,
        "rules": {
            "post": is_open and access.may_post_by_role(row, me),
            "call": is_open and access.may_call(row, me),
            "pin": access.may_pin(row, me),
            "manage": row.type != Conversation.Type.DIRECT and me.is_admin,
            "history": "joined" if _hides_history(row) else "all",
        },
        "created_at": moment(row.created_at),
    }


def _partner(columns: Sequence[Any]) -> dict[str, Any] | None:
    user_id, name, avatar, role = columns
    if user_id is None:
        return None
    return person(User(pk=user_id, name=name, avatar=avatar, role=role))


def _hides_history(row: Conversation) -> bool:
    """Classes and announcements show all of it; elsewhere one sees from one's joining on."""
    return row.classroom_id is None and row.type != Conversation.Type.ANNOUNCEMENT
