"""Messages everybody is to find again."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from dreamseed.realtime.acting import acting
from dreamseed.realtime.errors import Conflict
from messenger import access, events
from messenger.actions.changing import locked, stamp
from messenger.models import Message

MOST = 50
"""Pinned messages of a conversation."""


def pin_message(*, user: User, message_id: Any) -> Message:
    """Pinned already is pinned."""
    with acting(user.pk):
        message = locked(access.message_to_pin(user, message_id))
        access.check_not_deleted(message)  # again: it may have been while we waited for the lock
        if message.pinned_at is None:
            pinned = Message.objects.filter(conversation=message.conversation_id, pinned_at__isnull=False)
            if pinned.count() >= MOST:
                raise Conflict("too_many_pinned", _("Unpin something first: 50 messages are pinned here."))
            stamp(message, pinned_at=timezone.now())
            events.tell_changed(message)
    return message


def unpin_message(*, user: User, message_id: Any) -> Message:
    with acting(user.pk):
        message = locked(access.message_to_pin(user, message_id))
        if message.pinned_at is not None:
            stamp(message, pinned_at=None)
            events.tell_changed(message)
    return message
