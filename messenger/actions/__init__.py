"""The only place that changes conversations and messages."""

from messenger.actions.conversations import archive_conversation, create_conversation, rename_conversation
from messenger.actions.messages import (
    NewMessage,
    Sent,
    delete_message,
    edit_message,
    post_system_message,
    send_messages,
)
from messenger.actions.muting import mute_conversation
from messenger.actions.participants import add_participants, change_role, remove_participant
from messenger.actions.reads import mark_read

__all__ = [
    "NewMessage",
    "Sent",
    "add_participants",
    "archive_conversation",
    "change_role",
    "create_conversation",
    "delete_message",
    "edit_message",
    "mark_read",
    "mute_conversation",
    "post_system_message",
    "remove_participant",
    "rename_conversation",
    "send_messages",
]
