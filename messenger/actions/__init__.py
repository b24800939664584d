"""The only place that changes conversations and messages."""

from messenger.actions.acknowledging import acknowledge, remind
from messenger.actions.conversations import archive_conversation, change_conversation, create_conversation
from messenger.actions.messages import delete_message, edit_message, post_system_message
from messenger.actions.own_side import change_preferences, change_settings, choose_status, keep_draft
from messenger.actions.participants import add_participants, change_role, remove_participant
from messenger.actions.pinning import pin_message, unpin_message
from messenger.actions.reacting import add_reaction, remove_reaction
from messenger.actions.reads import mark_read
from messenger.actions.reporting import handle_reports, remove_reported, report_message
from messenger.actions.sending import NewMessage, Sent, send_messages
from messenger.actions.threads import read_thread

__all__ = [
    "NewMessage",
    "Sent",
    "acknowledge",
    "add_participants",
    "add_reaction",
    "archive_conversation",
    "change_conversation",
    "change_preferences",
    "change_role",
    "change_settings",
    "choose_status",
    "create_conversation",
    "delete_message",
    "edit_message",
    "handle_reports",
    "keep_draft",
    "mark_read",
    "pin_message",
    "post_system_message",
    "read_thread",
    "remind",
    "remove_participant",
    "remove_reaction",
    "remove_reported",
    "report_message",
    "send_messages",
    "unpin_message",
]
