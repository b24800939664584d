"""Editing, deleting, and lines nobody wrote."""

from __future__ import annotations

import json
from typing import Any

from django.utils import timezone

from accounts.models import User
from dreamseed.realtime.acting import acting
from dreamseed.realtime.publishing import publish_all
from messenger import access, events, serializers
from messenger.actions import attachments, indexing, naming, noticing, threads
from messenger.actions.changing import hold_log, locked, stamp, tell_quotes
from messenger.attached import WITH_FILES
from messenger.content import check_content
from messenger.models import Conversation, Message, next_change

GONE = {"content": "", "file_url": "", "mentions": [], "mentions_all": False, "pinned_at": None}
"""What a tombstone has lost."""


def edit_message(*, user: User, message_id: Any, content: str, skip: str | None = None) -> Message:
    """New words for one's own message; the same words change nothing."""
    with acting(user.pk):
        message = locked(access.message_to_edit(user, message_id))
        access.check_not_deleted(message)  # again: it may have been while we waited for the lock
        content = check_content(content, with_files=message.message_type in WITH_FILES)
        if message.content != content:
            hold_log(message.conversation_id)
            before = noticing.named_in(message)
            words = {"content": content, **naming.values(message, content)}
            stamp(message, **words, edited_at=timezone.now(), acknowledged_count=0)
            indexing.index_again(message)
            events.tell_changed(message, skip)
            tell_quotes(message)
            noticing.retell_message(message, before)
    return message


def delete_message(*, user: User, message_id: Any, skip: str | None = None) -> Message:
    """A tombstone stays in its place; deleting twice changes nothing."""
    with acting(user.pk):
        message = locked(access.message_to_delete(user, message_id))
        remove(message, skip)
    return message


def remove(message: Message, skip: str | None = None) -> bool:
    """A locked message becomes a tombstone; False when it was one."""
    if message.deleted_at is not None:
        return False
    hold_log(message.conversation_id)
    stamp(message, **GONE, deleted_at=timezone.now())
    attachments.delete(message)
    events.tell_changed(message, skip)
    tell_quotes(message)
    threads.count_again(message)
    indexing.forget(message)
    noticing.untell_message(message)
    return True


def post_system_message(conversation: Conversation, kind: str, data: dict[str, Any]) -> Message:
    """A line nobody wrote ("the lesson ended after 42 minutes"); clients put `{kind, …}` into words."""
    with acting(None):
        held = Conversation.objects.select_for_update(no_key=True).get(pk=conversation.pk)
        change = next_change(held, seq=held.seq + 1, last_message_at=timezone.now())
        message = Message.objects.create(
            conversation=held,
            content=json.dumps({"kind": kind, **data}, ensure_ascii=False, default=str),
            message_type=Message.Type.SYSTEM,
            seq=held.seq,
            change=change,
        )
        publish_all([events.message_created(serializers.message(message))])
    return message
