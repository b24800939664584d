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
    """Advance one's position in a thread to `seq` (at most its newest reply), never back; where it is."""
    with acting(user.pk):
        root = access.thread_for(user, message_id)
        newest = root.replies.order_by("-seq").values_list("seq", flat=True).first() or root.seq
        seq = max(0, min(seq, newest))
        reader = ThreadReader.objects.filter(thread=root, user=user).first()
        if reader is not None and seq <= reader.last_read_seq:
            return reader.last_read_seq
        if _advance(root, user, seq):
            events.thread_read(root, user.pk, seq)
    return seq


def _advance(root: Message, user: User, seq: int) -> bool:
    """False when a reply of one's own has moved it further meanwhile."""
    values = {"last_read_seq": seq, "change": next_own_change(user.pk)}
    reader, created = ThreadReader.objects.get_or_create(thread=root, user=user, defaults=values)
    further = ThreadReader.objects.filter(pk=reader.pk, last_read_seq__lt=seq)
    return created or further.update(**values) > 0
