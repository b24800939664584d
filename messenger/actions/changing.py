"""How a message is changed: the conversation's lock, its next number, the row stamped with it.

Who locks more than one thing takes them in this order: conversations (by id), their logs (`hold_log`), one's
own number (`next_own_change`), participants, messages found by search, notifications (by person).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone

from dreamseed.realtime.publishing import publish_all
from messenger import events
from messenger.loading import loaded
from messenger.models import Conversation, Message, Notices, next_change

CHANGEABLE = [
    "content",
    "edited_at",
    "deleted_at",
    "change",
    "pinned_at",
    "has_reactions",
    "acknowledged_count",
    "reply_count",
    "last_reply_at",
    "last_reply_by",
    "mentions",
    "mentions_all",
]


def locked(message: Message) -> Message:
    """Conversation first, then the message as it is now: two changes at once queue up."""
    message.conversation = Conversation.objects.select_for_update(no_key=True).get(pk=message.conversation_id)
    message.refresh_from_db(fields=CHANGEABLE)
    return message


def hold_log(conversation_id: UUID) -> Notices:
    """From here on nobody tells people of the conversation's messages, or makes them searchable."""
    return Notices.objects.select_for_update().get_or_create(conversation_id=conversation_id)[0]


def stamp(message: Message, **values: Any) -> None:
    """New values under the conversation's next number; the caller tells everybody."""
    values["change"] = next_change(message.conversation)
    for name, value in values.items():
        setattr(message, name, value)
    message.save(update_fields=[*values, "updated_at"])


def tell_quotes(message: Message) -> None:
    """Messages that quote it show its new words, or none any more: each is changed by that."""
    rows = Message.objects.shown().filter(reply_to=message, deleted_at__isnull=True).order_by("seq")
    stamp_all(message.conversation, list(rows))


def stamp_all(conversation: Conversation, rows: Sequence[Message], *fields: str) -> None:
    """Save these fields of messages under the next numbers, and tell all. The caller holds the lock."""
    if not rows:
        return
    first = next_change(conversation, len(rows)) - len(rows) + 1
    for change, row in enumerate(rows, first):
        row.change, row.updated_at = change, timezone.now()
    Message.objects.bulk_update(rows, ["change", "updated_at", *fields])
    publish_all(events.message_changed(row) for row in loaded(rows))
