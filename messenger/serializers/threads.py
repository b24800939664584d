"""Shapes of one's own side of threads: those one takes part in, how far they are read, what is new."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import connection

from accounts.models import User
from messenger.models import Message
from messenger.statements import THREADS_AMONG, THREADS_UNREAD


def threads_unread(user: User) -> list[dict[str, Any]]:
    """Those with new replies of others."""
    return _threads(THREADS_UNREAD, user.pk)


def threads_among(user_id: int, root_ids: Collection[UUID]) -> list[dict[str, Any]]:
    """Of these threads the ones the person takes part in."""
    return _threads(THREADS_AMONG, user_id, list(root_ids)) if root_ids else []


def my_thread(root: Message, user: User) -> dict[str, Any]:
    """One's own side of one thread."""
    mine = threads_among(user.pk, [root.pk])
    position, unread = (mine[0]["last_read_seq"], mine[0]["unread"]) if mine else (0, 0)
    return {"following": bool(mine), "last_read_seq": position, "unread": unread}


def _threads(statement: str, *values: Any) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [
            {
                "conversation_id": str(conversation_id),
                "message_id": str(root_id),
                "last_read_seq": position,
                "unread": unread,
            }
            for conversation_id, root_id, position, unread in cursor.fetchall()
        ]
