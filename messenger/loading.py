"""What belongs to messages, read for many of them at once: files, reactions, confirmations, quotes."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import F, Q

from messenger.attached import with_files
from messenger.models import Acknowledgement, Message, Participant, Reaction


def loaded(rows: Iterable[Message], viewer_id: int | None = None) -> list[Message]:
    """The messages with `.files`, `.reacted` and, for a viewer, `.confirmed` and `.since`.

    A query each, or none when no message has any.
    """
    return _with_since(_with_confirmations(with_reactions(with_files(rows)), viewer_id), viewer_id)


def _with_since(messages: list[Message], viewer_id: int | None) -> list[Message]:
    """The messages, those that quote with `.since` {viewer: after which seq they see the conversation}."""
    if viewer_id is None:
        return messages
    quoting = [row for row in messages if row.reply_to_id and viewer_id not in row.__dict__.get("since", {})]
    if quoting:
        using = messages[0]._state.db or "default"
        found = Participant.objects.using(using).filter(
            user_id=viewer_id, conversation_id__in={row.conversation_id for row in quoting}
        )
        since = dict(found.values_list("conversation_id", "from_seq"))
        for row in quoting:
            row.since = {viewer_id: since.get(row.conversation_id, 0)}
    return messages


def sees_quote(row: Message, viewer_id: int) -> bool:
    """Whether what it quotes is not older than what this viewer sees of the conversation."""
    assert row.reply_to is not None
    if viewer_id not in row.__dict__.get("since", {}):
        _with_since([row], viewer_id)
    return row.reply_to.seq > row.since[viewer_id]


def _with_confirmations(messages: list[Message], viewer_id: int | None) -> list[Message]:
    """The messages, each with `.confirmed` {viewer: whether they confirmed it}."""
    some = [row.pk for row in messages if row.acknowledged_count]
    mine: set[UUID] = set()
    if some and viewer_id is not None:
        using = messages[0]._state.db or "default"
        of_now = Q(message__edited_at=None) | Q(created_at__gte=F("message__edited_at"))
        found = Acknowledgement.objects.using(using).filter(of_now, message_id__in=some, user_id=viewer_id)
        mine = set(found.values_list("message_id", flat=True))
    for row in messages:
        row.confirmed = {} if viewer_id is None else {viewer_id: row.pk in mine}
    return messages


def acknowledged_by(row: Message, viewer_id: int) -> bool:
    """Whether this viewer has confirmed it, read now if it has not been."""
    if viewer_id not in row.__dict__.get("confirmed", {}):
        _with_confirmations([row], viewer_id)
    return row.confirmed[viewer_id]


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
