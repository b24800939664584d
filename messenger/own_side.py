"""What a person changed on their own side, by their own number: reads, settings of conversations, drafts."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from messenger import access, serializers
from messenger.models import Conversation, Participant, PersonState

MOST = 500
"""Rows of each kind in one answer."""


def head_of(user_id: int) -> int:
    """The person's own number now."""
    found = PersonState.objects.filter(user_id=user_id).values_list("change", flat=True).first()
    return found or 0


def since(user: User, change: int) -> dict[str, Any]:
    """`{head, more, conversations: [{conversation_id, my}], drafts}` above this number.

    The head is read first: what is changed meanwhile may be told twice, and is never missed.
    """
    head = head_of(user.pk)
    if head <= change:
        return {"head": head, "more": False, "conversations": [], "drafts": []}
    mine = Participant.objects.active().filter(user=user, conversation__archived_at__isnull=True)
    rows = list(mine.filter(own_change__gt=change).order_by("own_change")[: MOST + 1])
    drafts = list(access.drafts_of(user).filter(change__gt=change).order_by("change")[: MOST + 1])
    ends = [row.own_change for row in rows[MOST - 1 : MOST] if len(rows) > MOST]
    ends += [row.change for row in drafts[MOST - 1 : MOST] if len(drafts) > MOST]
    told = min(ends, default=head)
    ids = [row.conversation_id for row in rows if row.own_change <= told]
    shapes = serializers.conversations(list(Conversation.objects.filter(pk__in=ids)), user)
    return {
        "head": told,
        "more": bool(ends),
        "conversations": [{"conversation_id": shape["id"], "my": shape["my"]} for shape in shapes],
        "drafts": [serializers.draft(row) for row in drafts if row.change <= told],
    }
