"""Threads: what their first message tells of the replies, and how far each has read them."""

from __future__ import annotations

from typing import Any

from django.db.models import F
from django.db.models.functions import Greatest

from accounts.models import User
from dreamseed.realtime.acting import acting
from messenger import access, events
from messenger.actions.changing import CHANGEABLE, stamp
from messenger.models import Message, ThreadReader


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
        seq = min(seq, newest)
        reader, created = ThreadReader.objects.get_or_create(
            thread=root, user=user, defaults={"last_read_seq": seq}
        )
        if not created:
            ThreadReader.objects.filter(pk=reader.pk).update(last_read_seq=Greatest(F("last_read_seq"), seq))
            reader.refresh_from_db(fields=["last_read_seq"])
        if created or reader.last_read_seq == seq:
            events.thread_read(root, user.pk, reader.last_read_seq)
    return reader.last_read_seq
