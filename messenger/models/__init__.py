"""Tables of the messenger, by noun."""

from messenger.models.conversations import (
    MAX_TITLE,
    Conversation,
    Notices,
    Participant,
    ParticipantQuerySet,
    next_change,
)
from messenger.models.messages import MAX_CONTENT, Message, Reaction, ReadReceipt, ThreadReader

__all__ = [
    "MAX_CONTENT",
    "MAX_TITLE",
    "Conversation",
    "Message",
    "Notices",
    "Participant",
    "ParticipantQuerySet",
    "Reaction",
    "ReadReceipt",
    "ThreadReader",
    "next_change",
]
