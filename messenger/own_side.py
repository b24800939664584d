"""What a person changed on their own side, by their own number: reads, also of threads, settings, drafts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from accounts.models import User
from messenger import access, serializers
from messenger.models import Conversation, Participant, ThreadReader

MOST = 500
"""Rows of each kind in one answer."""


def since(user: User, change: int) -> dict[str, Any]:
    """`{head, more, conversations: [{conversation_id, seq, my}], threads, drafts}` above this number.

    The head is read first: what is changed meanwhile may be told twice, and is never missed.
    """
    head = access.state_of(user.pk).change
    if head <= change:
        return {"head": head, "more": False, "conversations": [], "threads": [], "drafts": []}
    mine = Participant.objects.active().filter(user=user, conversation__archived_at__isnull=True)
    rows = list(mine.filter(own_change__gt=change).order_by("own_change")[: MOST + 1])
    drafts = list(access.drafts_of(user).filter(change__gt=change).order_by("change")[: MOST + 1])
    reads = ThreadReader.objects.filter(user=user, change__gt=change).order_by("change")
    threads = list(reads.values_list("change", "thread_id")[: MOST + 1])
    numbers = [row.own_change for row in rows], [row.change for row in drafts], [one for one, _id in threads]
    told, more = _part(numbers, head)
    ids = [row.conversation_id for row in rows if row.own_change <= told]
    shapes = serializers.conversations(list(Conversation.objects.filter(pk__in=ids)), user)
    return {
        "head": told,
        "more": more,
        "conversations": [
            {"conversation_id": shape["id"], "seq": shape["seq"], "my": shape["my"]} for shape in shapes
        ],
        "threads": serializers.threads_among(user.pk, [key for number, key in threads if number <= told]),
        "drafts": [serializers.draft(row) for row in drafts if row.change <= told],
    }


def _part(numbers: Iterable[Sequence[int]], head: int) -> tuple[int, bool]:
    """Up to which number all kinds have room in one answer, and whether there is more."""
    ends = [found[MOST - 1] for found in numbers if len(found) > MOST]
    return min(ends, default=head), bool(ends)
