"""What the people of the demo were told: their unread messages, as old as these are."""

from datetime import time
from uuid import UUID

from accounts.models import User
from messenger.actions.noticing import tell_all
from messenger.models import Conversation, Message
from notifications.actions import change_settings
from notifications.models import Notification


def fill_notices(teacher: User) -> None:
    """Nobody is pushed to yet. The teacher wants to sleep."""
    tell_all(Conversation.objects.values_list("pk", flat=True))
    rows = list(Notification.objects.filter(data__has_key="message_id"))
    messages = Message.objects.in_bulk([UUID(row.data["message_id"]) for row in rows])
    for row in rows:
        row.created_at = row.updated_at = messages[UUID(row.data["message_id"])].created_at
    Notification.objects.bulk_update(rows, ["created_at", "updated_at"])
    change_settings(user=teacher, quiet={"quiet_from": time(22), "quiet_until": time(7)})
