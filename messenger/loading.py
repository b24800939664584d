"""What belongs to messages, read for many of them at once: files and reactions."""

from __future__ import annotations

from collections.abc import Iterable

from messenger.attached import with_files
from messenger.models import Message, Reaction


def loaded(rows: Iterable[Message]) -> list[Message]:
    """The messages with `.files` and `.reacted`: a query each, or none when no message has any."""
    return with_reactions(with_files(rows))


def with_reactions(rows: Iterable[Message]) -> list[Message]:
    """The messages, each with `.reacted` {emoji: who, in order}."""
    messages = list(rows)
    missing = [row for row in messages if "reacted" not in row.__dict__]
    for row in missing:
        row.reacted = {}
    by_id = {row.pk: row for row in missing if row.has_reactions and row.deleted_at is None}
    if by_id:
        using = messages[0]._state.db or "default"
        found = Reaction.objects.using(using).filter(message_id__in=by_id).order_by("id")
        for message_id, emoji, user_id in found.values_list("message_id", "emoji", "user_id"):
            by_id[message_id].reacted.setdefault(emoji, []).append(user_id)
    return messages


def reactions_of(row: Message) -> dict[str, list[int]]:
    """A message's reactions, read now if they have not been."""
    with_reactions([row])
    return row.reacted
