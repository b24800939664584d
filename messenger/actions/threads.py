"""Threads: what their first message tells of the replies, and how far each has read them."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from dreamseed.realtime.acting import acting
from messenger import access, events
from messenger.actions.changing import CHANGEABLE, stamp
from messenger.models import Message, ThreadReader, next_own_change


def count_again(reply: Message) -> None:
    """A reply has gone: its thread's first message counts without it. The caller holds the conversation."""
    if reply.thread_id is None:
        return
    root = Message.objects.shown().get(pk=reply.thread_id)
    left = root.replies.filter(deleted_at__isnull=True)
    last = left.order_by("-seq").values_list("created_at", "sender_id").first()
    at, by = last or (None, None)
    root.conversation = reply.conversation
    root.refresh_from_db(fields=CHANGEABLE)
    stamp(root, reply_count=left.count(), last_reply_at=at, last_reply_by=by)
    events.tell_changed(root)


def read_thread(*, user: User, message_id: Any, seq: int) -> int:
    """Advance one's position in a thread to `seq` (at most its newest reply), never back; where it is.

    Only who wrote in it, or its first message, has one: reading does not make anybody follow it.
    """
    with acting(user.pk):
        root = access.thread_for(user, message_id)
        newest = root.replies.order_by("-seq").values_list("seq", flat=True).first() or root.seq
        seq = max(0, min(seq, newest))
        reader = ThreadReader.objects.filter(thread=root, user=user).first()
        if reader is None or seq <= reader.last_read_seq:
            return reader.last_read_seq if reader else 0
        if _advance(reader, seq):
            events.thread_read(root, user.pk, seq)
    return seq


def _advance(reader: ThreadReader, seq: int) -> bool:
    """False when a reply of one's own has moved it further meanwhile."""
    change = next_own_change(reader.user_id)
    further = ThreadReader.objects.filter(pk=reader.pk, last_read_seq__lt=seq)
    return further.update(last_read_seq=seq, change=change) > 0
