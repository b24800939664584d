"""Shapes of messages and of what people did with them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from accounts.models import User
from accounts.serializers import person
from dreamseed.realtime.wire import moment
from files.serializers import described
from messenger import access, attached
from messenger.loading import acknowledged_by, loaded, reactions_of, sees_quote
from messenger.models import Message, ReadReceipt

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
        "reply_to": None if deleted else quote(row, viewer_id),
        "mentions": row.mentions,
        "mentions_all": row.mentions_all,
        "reactions": [] if deleted else reactions(row, viewer_id),
        "acknowledged": acknowledged(row, viewer_id),
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
    return [message(row, viewer_id) for row in loaded(rows, viewer_id)]


def reactions(row: Message, viewer_id: int | None = None) -> list[dict[str, Any]]:
    """In the order in which they came."""
    found = []
    for emoji, user_ids in reactions_of(row).items():
        shape = {"emoji": emoji, "count": len(user_ids), "user_ids": user_ids}
        found.append(shape if viewer_id is None else {**shape, "mine": viewer_id in user_ids})
    return found


def acknowledged(row: Message, viewer_id: int | None = None) -> dict[str, Any]:
    """How many have confirmed an announcement; whether oneself has, for a known viewer."""
    shape: dict[str, Any] = {"count": row.acknowledged_count}
    if viewer_id is not None:
        shape["mine"] = acknowledged_by(row, viewer_id)
    return shape


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


def quote(row: Message, viewer_id: int | None = None) -> dict[str, Any] | None:
    """What it answers; for a viewer who does not see so far back, without its words."""
    if row.reply_to is None:
        return None
    shape = excerpt(row.reply_to)
    return shape if viewer_id is None or sees_quote(row, viewer_id) else bare(shape)


def excerpt(row: Message) -> dict[str, Any]:
    sender = {"id": row.sender_id, "name": row.sender.name} if row.sender else None
    gone = row.deleted_at is not None or row.message_type == Message.Type.SYSTEM
    text = "" if gone else row.content[:EXCERPT]
    return {"id": str(row.pk), "seq": row.seq, "sender": sender, "excerpt": text}


def bare(quoted: dict[str, Any]) -> dict[str, Any]:
    """An excerpt without its words."""
    return {**quoted, "excerpt": ""}


def acknowledgements(row: Message) -> dict[str, Any]:
    """`12 of 27`: who has confirmed an announcement, and who has not, or only what it said before an edit."""
    asked = [one.user for one in access.asked_to_acknowledge(row)]
    at = dict(row.acknowledgements.values_list("user_id", "created_at"))
    now = set(access.confirmed(row).values_list("user_id", flat=True))
    done = [one for one in asked if one.pk in now]
    return {
        "count": len(done),
        "of": len(asked),
        "acknowledged": _confirmations(done, at),
        "earlier": _confirmations([one for one in asked if one.pk in at and one.pk not in now], at),
        "waiting": [person(one) for one in asked if one.pk not in now],
    }


def _confirmations(people: Iterable[User], at: Mapping[int, datetime]) -> list[dict[str, Any]]:
    """Earliest first."""
    in_order = sorted(people, key=lambda one: at[one.pk])
    return [{"user": person(one), "at": moment(at[one.pk])} for one in in_order]


def receipts(row: Message) -> list[dict[str, Any]]:
    """Who has read a message: the first advance of each position that passed it."""
    of_others = ReadReceipt.objects.filter(conversation_id=row.conversation_id, seq__gte=row.seq)
    if row.sender_id is not None:
        of_others = of_others.exclude(user_id=row.sender_id)
    first = (
        of_others.filter(
            user__is_active=True,
            user__participations__conversation_id=row.conversation_id,
            user__participations__left_at__isnull=True,
            user__participations__from_seq__lt=row.seq,
        )
        .exclude(user__messenger__read_receipts=False)
        .order_by("user_id", "seq")
        .distinct("user_id")
        .select_related("user")
    )
    return [
        {"user": person(one.user), "read_at": moment(one.read_at)}
        for one in sorted(first, key=lambda receipt: receipt.read_at)
    ]


def who_reacted(row: Message) -> list[dict[str, Any]]:
    """[{emoji, users}], in the order in which they came."""
    found = {} if row.deleted_at else reactions_of(row)
    people = User.objects.in_bulk({one for ids in found.values() for one in ids})
    return [{"emoji": emoji, "users": [person(people[one]) for one in ids]} for emoji, ids in found.items()]
