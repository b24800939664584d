"""One's own side of a conversation."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts.models import User
from dreamseed.realtime.acting import acting
from messenger import access, events
from messenger.models import Conversation, Participant


def mute_conversation(*, user: User, conversation_id: Any, until: datetime | None) -> Conversation:
    """Tell nothing of it until then, but by name; None, or a time that is over, ends it."""
    with acting(user.pk):
        conversation = access.conversation_for(user, conversation_id)
        conversation.me.muted_until = until if until is not None and until > timezone.now() else None
        Participant.objects.filter(pk=conversation.me.pk).update(muted_until=conversation.me.muted_until)
        events.settings_changed(conversation)
    return conversation
