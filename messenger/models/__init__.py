"""Tables of the messenger, by noun."""

from messenger.models.conversations import (
    MAX_TITLE,
    Conversation,
    Notices,
    Participant,
    ParticipantQuerySet,
    next_change,
)
from messenger.models.messages import (
    MAX_CONTENT,
    Message,
    Reaction,
    ReadReceipt,
    ThreadReader,
    current_transaction,
)
from messenger.models.own import Draft, PersonState, next_own_change
from messenger.models.school import Acknowledgement, Report
from messenger.models.search import SearchEntry

__all__ = [
    "MAX_CONTENT",
    "MAX_TITLE",
    "Acknowledgement",
    "Conversation",
    "Draft",
    "Message",
    "Notices",
    "Participant",
    "ParticipantQuerySet",
    "PersonState",
    "Reaction",
    "ReadReceipt",
    "Report",
    "SearchEntry",
    "ThreadReader",
    "current_transaction",
    "next_change",
    "next_own_change",
]
