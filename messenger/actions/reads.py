"""How far somebody has read. Never touches the conversation's row."""

from typing import Any

from django.utils import timezone

from accounts.models import User
from dreamseed.realtime.acting import acting
from messenger import access, events
from messenger.actions.noticing import conversation_subject
from messenger.models import Participant, ReadReceipt
from notifications.actions import read_subject


def mark_read(*, user: User, conversation_id: Any, seq: int) -> int:
    """Advance one's read position to `seq` (at most the newest message), never back; where it stands now."""
    with acting(user.pk):
        conversation = access.conversation_for(user, conversation_id)
        seq = min(seq, conversation.seq)
        advanced = Participant.objects.filter(pk=conversation.me.pk, last_read_seq__lt=seq).update(
            last_read_seq=seq, last_read_at=timezone.now()
        )
        if not advanced:
            return max(seq, conversation.me.last_read_seq)
        ReadReceipt.objects.bulk_create(
            [ReadReceipt(conversation=conversation, user=user, seq=seq)], ignore_conflicts=True
        )
        events.message_read(conversation.pk, user.pk, seq)
        read_subject(user_id=user.pk, subject=conversation_subject(conversation.pk), up_to=seq)
    return seq
