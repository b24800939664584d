"""The only place that changes conversations and messages."""

from messenger.actions.conversations import archive_conversation, create_conversation, rename_conversation
from messenger.actions.messages import delete_message, edit_message, post_system_message
from messenger.actions.muting import mute_conversation
from messenger.actions.participants import add_participants, change_role, remove_participant
from messenger.actions.pinning import pin_message, unpin_message
from messenger.actions.reacting import add_reaction, remove_reaction
from messenger.actions.reads import mark_read
from messenger.actions.sending import NewMessage, Sent, send_messages
from messenger.actions.threads import read_thread

__all__ = [
    "NewMessage",
    "Sent",
    "add_participants",
    "add_reaction",
    "archive_conversation",
    "change_role",
    "create_conversation",
    "delete_message",
    "edit_message",
    "mark_read",
    "mute_conversation",
    "pin_message",
    "post_system_message",
    "read_thread",
    "remove_participant",
    "remove_reaction",
    "rename_conversation",
    "send_messages",
    "unpin_message",
]
