"""Shapes of docs/protocol.md, the same for REST and socket."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from accounts.models import User
from accounts.serializers import person
from dreamseed.realtime.wire import moment
from files.serializers import described
from messenger import access, attached, registries
from messenger.loading import loaded, reactions_of
from messenger.models import Conversation, Message, Participant, ReadReceipt
from messenger.statements import SHELVES, THREADS_UNREAD

EXCERPT = 140


def message(row: Message, viewer_id: int | None = None) -> dict[str, Any]:
    """Message; its `client_id` for its maker only, `mine` of reactions only for a known viewer.

    A deleted one keeps its place and loses its words.
    """
    deleted = row.deleted_at is not None
    shape: dict[str, Any] = {
        "id": str(row.pk),
        "conversation_id": str(row.conversation_id),
        "seq": row.seq,
        "change": row.change,
        "sender": person(row.sender) if row.sender else None,
        "message_type": row.message_type,
        "content": "" if deleted else content_of(row),
        "attachments": [] if deleted else [described(file) for file in attached.files_of(row)],
        "thread_id": row.thread_id and str(row.thread_id),
        "thread": thread(row),
        "reply_to": None if deleted else excerpt(row.reply_to),
        "mentions": row.mentions,
        "mentions_all": row.mentions_all,
        "reactions": [] if deleted else reactions(row, viewer_id),
        "edited_at": moment(row.edited_at),
        "deleted_at": moment(row.deleted_at),
        "pinned": row.pinned_at is not None,
        "created_at": moment(row.created_at),
    }
    if viewer_id is not None and viewer_id == row.sender_id:
        shape["client_id"] = str(row.client_id)
    return shape


def messages(rows: Iterable[Message], viewer_id: int | None = None) -> list[dict[str, Any]]:
    """Message shapes; one query for the files of all of them, and one for their reactions."""
    return [message(row, viewer_id) for row in loaded(rows)]


def reactions(row: Message, viewer_id: int | None = None) -> list[dict[str, Any]]:
    """In the order in which they came."""
    found = []
    for emoji, user_ids in reactions_of(row).items():
        shape = {"emoji": emoji, "count": len(user_ids), "user_ids": user_ids}
        found.append(shape if viewer_id is None else {**shape, "mine": viewer_id in user_ids})
    return found


def thread(row: Message) -> dict[str, Any] | None:
    """What hangs on the first message of a thread; None without replies."""
    if row.reply_count == 0:
        return None
    return {
        "count": row.reply_count,
        "last_reply_at": moment(row.last_reply_at),
        "last_reply_by": row.last_reply_by,
    }


def shared_files(row: Message) -> list[dict[str, Any]]:
    """A message's files as the list of its conversation shows them."""
    sender = person(row.sender) if row.sender else None
    about = {"message_id": str(row.pk), "seq": row.seq, "sender": sender}
    return [{**described(file), **about} for file in attached.files_of(row)]


def content_of(row: Message) -> Any:
    """Text as it was written; a system message's is an object {kind, …} the client puts into words."""
    return json.loads(row.content) if row.message_type == Message.Type.SYSTEM else row.content


def excerpt(row: Message | None) -> dict[str, Any] | None:
    if row is None:
        return None
    sender = {"id": row.sender_id, "name": row.sender.name} if row.sender else None
    gone = row.deleted_at is not None or row.message_type == Message.Type.SYSTEM
    return {"id": str(row.pk), "sender": sender, "excerpt": "" if gone else row.content[:EXCERPT]}


def participant(row: Participant) -> dict[str, Any]:
    return {
        "user": person(row.user),
        "role": row.role,
        "joined_at": moment(row.joined_at),
        "left_at": moment(row.left_at),
        "last_read_seq": row.last_read_seq,
        "last_read_at": moment(row.last_read_at),
        "change": row.change,
    }


def settings(row: Participant) -> dict[str, Any]:
    """One's own side of a conversation."""
    return {"muted_until": moment(row.muted_until)}


def receipts(row: Message) -> list[dict[str, Any]]:
    """Who has read a message: the first advance of each position that passed it."""
    of_others = ReadReceipt.objects.filter(conversation_id=row.conversation_id, seq__gte=row.seq)
    if row.sender_id is not None:
        of_others = of_others.exclude(user_id=row.sender_id)
    first = (
        of_others.filter(
            user__participations__conversation_id=row.conversation_id,
            user__participations__left_at__isnull=True,
        )
        .order_by("user_id", "seq")
        .distinct("user_id")
        .select_related("user")
    )
    return [
        {"user": person(one.user), "read_at": moment(one.read_at)}
        for one in sorted(first, key=lambda receipt: receipt.read_at)
    ]


def my_thread(root: Message, user: User) -> dict[str, Any]:
    """One's own side of a thread."""
    reader = root.readers.filter(user=user).first()
    position = reader.last_read_seq if reader else 0
    new = root.replies.filter(seq__gt=position, deleted_at__isnull=True).exclude(sender=user)
    return {
        "following": reader is not None,
        "last_read_seq": position,
        "unread": new.count() if reader else 0,
    }


def who_reacted(row: Message) -> list[dict[str, Any]]:
    """[{emoji, users}], in the order in which they came."""
    found = {} if row.deleted_at else reactions_of(row)
    people = User.objects.in_bulk({one for ids in found.values() for one in ids})
    return [{"emoji": emoji, "users": [person(people[one]) for one in ids]} for emoji, ids in found.items()]


def unread(user: User) -> dict[str, Any]:
    """Unread messages, in all and a conversation."""
    ids = list(access.conversations_of(user).values_list("pk", flat=True))
    shelves = [shelf for shelf in _shelves([user.pk], ids) if shelf[5]]
    return {
        "total": sum(shelf[5] for shelf in shelves),
        "conversations": {str(shelf[0]): shelf[5] for shelf in shelves},
        "threads": {str(key): count for key, count in _threads_unread(user)},
    }


def _threads_unread(user: User) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(THREADS_UNREAD, [user.pk])
        return cursor.fetchall()


def conversations(rows: Sequence[Conversation], user: User) -> list[dict[str, Any]]:
    """Conversation shapes as one person sees them; four queries for any number."""
    ids = [row.pk for row in rows]
    shelves = {shelf[0]: shelf[2:] for shelf in _shelves([user.pk], ids)}
    last = _messages(shelf[5] for shelf in shelves.values())
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
    call = registries.active_calls([row.pk]).get(row.pk)
    return [
        (users[user_id], _conversation(row, users[user_id], shelf, last.get(shelf[5]), call))
        for user_id, shelf in shelves.items()
    ]


def _shelves(user_ids: Iterable[int], ids: Sequence[UUID]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(SHELVES, [list(user_ids), list(ids)])
        return cursor.fetchall()


def _messages(ids: Iterable[UUID | None]) -> dict[UUID, Message]:
    wanted = {one for one in ids if one is not None}
    found = Message.objects.shown().in_bulk(list(wanted))
    loaded(found.values())
    return found


def _conversation(
    row: Conversation, user: User, shelf: tuple[Any, ...], last: Message | None, call: dict[str, Any] | None
) -> dict[str, Any]:
    role, last_read_seq, from_seq, unread, people, _last, *partner, muted_until = shelf
    me = Participant(conversation=row, user=user, role=role)
    other = _partner(partner)
    return {
        "id": str(row.pk),
        "type": row.type,
        "title": row.title or (other["name"] if other else ""),
        "avatar": other["avatar"] if other else "",
        "partner": other,
        "participant_count": people,
        "classroom_id": row.classroom_id,
        "org_id": row.org_id,
        "zone_id": row.zone_id,
        "seq": row.seq,
        "change": row.change,
        "my": {
            "role": role,
            "last_read_seq": last_read_seq,
            "from_seq": from_seq,
            "unread": unread,
            "muted_until": moment(muted_until),
            "pinned": False,
            "archived": False,
        },
        "last_message": message(last, user.pk) if last else None,
        "active_call": call,
        "rules": {
            "post": access.may_post(row, me),
            "call": access.may_call(row, me),
            "pin": access.may_pin(row, me),
            "manage": row.type != Conversation.Type.DIRECT and me.is_admin,
            "history": "joined" if _hides_history(row) else "all",
        },
        "created_at": moment(row.created_at),
    }


def _partner(columns: list[Any]) -> dict[str, Any] | None:
    user_id, name, avatar, role = columns
    if user_id is None:
        return None
    return person(User(pk=user_id, name=name, avatar=avatar, role=role))


def _hides_history(row: Conversation) -> bool:
    """Classes and announcements show all of it; elsewhere one sees from one's joining on."""
    return row.classroom_id is None and row.type != Conversation.Type.ANNOUNCEMENT
