"""Shapes of participants, and of one's own side of a conversation."""

from __future__ import annotations

from typing import Any

from django.db.models import Max

from accounts.models import User
from accounts.serializers import person
from dreamseed.realtime.wire import moment
from messenger.models import Draft, Participant, PersonState, ReadReceipt


def shows_reads(user: User) -> bool:
    """Whether others are told how far this person has read."""
    state: PersonState | None = getattr(user, "messenger", None)
    return state is None or state.read_receipts


def participant(row: Participant, viewer_id: int | None = None) -> dict[str, Any]:
    """How far somebody has read is null when they keep it to themselves."""
    mine = row.user_id == viewer_id
    shown = mine or shows_reads(row.user)
    return {
        "user": person(row.user),
        "role": row.role,
        "joined_at": moment(row.joined_at),
        "left_at": moment(row.left_at),
        "from_seq": row.from_seq,
        "last_read_seq": (row.last_read_seq if mine else _told_seq(row)) if shown else None,
        "last_read_at": moment(row.last_read_at) if shown else None,
        "change": row.change,
    }


def _told_seq(row: Participant) -> int:
    """As far as others were told: what is read in secret, or before one came, stays unread for them."""
    if "told" in row.__dict__:
        return int(row.__dict__["told"])
    receipts = ReadReceipt.objects.filter(conversation_id=row.conversation_id, user_id=row.user_id)
    return receipts.aggregate(told=Max("seq"))["told"] or 0


def settings(row: Participant) -> dict[str, Any]:
    """One's own side of a conversation."""
    return {
        "muted_until": moment(row.muted_until),
        "pinned": row.pinned_at is not None,
        "archived": row.archived_at is not None,
    }


def draft(row: Draft) -> dict[str, Any]:
    """What somebody has begun to write; no content: nothing any more."""
    return {
        "conversation_id": str(row.conversation_id),
        "thread_id": row.thread_id and str(row.thread_id),
        "content": row.content,
        "reply_to_id": row.reply_to_id and str(row.reply_to_id),
        "updated_at": moment(row.updated_at),
        "change": row.change,
    }
