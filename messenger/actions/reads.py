"""How far somebody has read. Never touches the conversation's row.

Who is invisible, or tells nobody what they read, leaves no receipt, and `last_read_at` stays.
"""

from typing import Any

from django.utils import timezone

from accounts.models import User
from dreamseed.realtime.acting import acting
from messenger import access, events
from messenger.actions import noticing
from messenger.models import Participant, PersonState, ReadReceipt, next_own_change


def mark_read(*, user: User, conversation_id: Any, seq: int) -> int:
    """Advance one's read position to `seq` (at most the newest message), never back; where it stands now."""
    with acting(user.pk):
        conversation = access.conversation_for(user, conversation_id)
        seq = min(seq, conversation.seq)
        if seq <= conversation.me.last_read_seq:
            return conversation.me.last_read_seq
        state = access.state_of(user.pk)
        hidden = state.status == PersonState.Status.INVISIBLE or not state.read_receipts
        when = {} if hidden else {"last_read_at": timezone.now()}
        advanced = Participant.objects.filter(pk=conversation.me.pk, last_read_seq__lt=seq).update(
            last_read_seq=seq, own_change=next_own_change(user.pk), **when
        )
        if not advanced:
            return max(seq, conversation.me.last_read_seq)
        if not hidden:
            receipt = ReadReceipt(conversation=conversation, user=user, seq=seq)
            ReadReceipt.objects.bulk_create([receipt], ignore_conflicts=True)
        events.message_read(conversation.pk, user.pk, seq, to_all=not hidden)
        noticing.read_up_to(conversation.pk, user.pk, seq)
    return seq
