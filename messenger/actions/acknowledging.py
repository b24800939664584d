"""Announcements: who has read and understood, and a word to the rest."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from accounts.models import User
from dreamseed.realtime.acting import acting
from messenger import access, events
from messenger.actions.changing import locked, stamp, stamp_all
from messenger.actions.noticing import conversation_subject
from messenger.models import Acknowledgement, Conversation, Message
from notifications.actions import notify


def acknowledge(*, user: User, message_id: Any) -> tuple[Message, bool]:
    """The message, and whether that is new. Members of an announcement's conversation, once."""
    with acting(user.pk):
        message = locked(access.message_to_acknowledge(user, message_id))
        access.check_not_deleted(message)  # again: it may have been while we waited for the lock
        _row, created = Acknowledgement.objects.get_or_create(message=message, user=user)
        if created:
            stamp(message, acknowledged_count=_count(message))
            events.tell_changed(message)
            events.message_acknowledged(message, user.pk)
    return message, created


def _count(message: Message) -> int:
    members = access.members_of(message.conversation)
    return message.acknowledgements.filter(user__in=members.values("user")).count()


def count_again(conversation: Conversation, user_ids: Iterable[int]) -> None:
    """These came, went or have another role: only members count. The caller holds the conversation's lock."""
    if conversation.type != Conversation.Type.ANNOUNCEMENT:
        return
    confirmed = Acknowledgement.objects.filter(user__in=list(user_ids)).values("message")
    rows = Message.objects.shown().filter(
        conversation=conversation, pk__in=confirmed, deleted_at__isnull=True
    )
    changed = []
    for row in rows.order_by("seq"):
        row.conversation = conversation
        if (count := _count(row)) != row.acknowledged_count:
            row.acknowledged_count = count
            changed.append(row)
    stamp_all(conversation, changed, "acknowledged_count")


def remind(*, user: User, message_id: Any) -> int:
    """Tell those who have not yet; how many. One notification each, however often it is asked for."""
    with acting(user.pk):
        message = access.announcement_to_follow(user, message_id)
        waiting = [row.user_id for row in access.waiting_for(message)]
        notify(
            kind="announcement_reminder",
            recipients=waiting,
            actor_id=user.pk,
            link=f"/messenger/{message.conversation_id}?message={message.pk}",
            data={
                "title": message.conversation.title,
                "excerpt": " ".join(message.content.split())[:140],
                "conversation_id": str(message.conversation_id),
                "message_id": str(message.pk),
            },
            subject=conversation_subject(message.conversation_id),
            key=f"remind:{message.pk}",
        )
    return len(waiting)
