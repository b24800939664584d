"""Announcements: who has read and understood, and a word to the rest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.utils import timezone

from accounts.models import User
from dreamseed.realtime.acting import acting
from messenger import access, events
from messenger.actions.changing import locked, stamp, stamp_all
from messenger.actions.noticing import conversation_subject, reminder_key
from messenger.models import Acknowledgement, Conversation, Message, Participant
from notifications.actions import notify, retract


def acknowledge(*, user: User, message_id: Any) -> tuple[Message, bool]:
    """The message, and whether that is new. Members of an announcement's board, once; after an edit again."""
    with acting(user.pk):
        message = locked(access.message_to_acknowledge(user, message_id))
        access.check_not_deleted(message)  # again: it may have been while we waited for the lock
        created = not access.confirmed(message).filter(user=user).exists()
        if created:
            values = {"created_at": timezone.now()}
            Acknowledgement.objects.update_or_create(message=message, user=user, defaults=values)
            stamp(message, acknowledged_count=_count(message))
            events.tell_changed(message)
            events.message_acknowledged(message, user.pk)
            _take_back_reminders(message, [user.pk])
    return message, created


def _count(message: Message) -> int:
    members = access.members_of(message.conversation)
    return access.confirmed(message).filter(user__in=members.values("user")).count()


def count_again(conversation: Conversation, user_ids: Iterable[int]) -> None:
    """These came, went, have another role, or were switched off or on: only members who are there count.

    The caller holds the conversation's lock.
    """
    if conversation.type != Conversation.Type.ANNOUNCEMENT:
        return
    confirmed = Acknowledgement.objects.filter(user__in=list(user_ids)).values("message")
    found = Message.objects.shown().filter(
        conversation=conversation, pk__in=confirmed, deleted_at__isnull=True
    )
    rows = list(found.order_by("seq"))
    counts = _counts(conversation, [row.pk for row in rows])
    changed = [row for row in rows if counts.get(row.pk, 0) != row.acknowledged_count]
    for row in changed:
        row.acknowledged_count = counts.get(row.pk, 0)
    stamp_all(conversation, changed, "acknowledged_count")


def _counts(conversation: Conversation, message_ids: Sequence[UUID]) -> dict[UUID, int]:
    members = access.members_of(conversation)
    found = access.confirmed_in(conversation).filter(message__in=message_ids, user__in=members.values("user"))
    return dict(found.order_by().values_list("message").annotate(Count("pk")))


def follow_activity(user: User) -> None:
    """Somebody was switched off, or on again: confirmations are counted without them, or with them."""
    boards = Conversation.objects.filter(
        type=Conversation.Type.ANNOUNCEMENT,
        archived_at=None,
        participants__in=Participant.objects.active().filter(user=user),
    )
    with acting(None):
        for conversation in boards.select_for_update(no_key=True, of=("self",)).order_by("pk"):
            count_again(conversation, [user.pk])


def remind(*, user: User, message_id: Any) -> int:
    """Tell those who have not yet; how many. One unread notification each, however often it is asked for."""
    with acting(user.pk):
        message = access.announcement_to_follow(user, message_id)
        waiting = [row.user_id for row in access.waiting_for(message)]
        _take_back_reminders(message, waiting)
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
            key=reminder_key(message),
        )
    return len(waiting)


def _take_back_reminders(message: Message, user_ids: Sequence[int]) -> None:
    """An unread one would count on: "2 new" of what is one thing to do."""
    retract(
        subject=conversation_subject(message.conversation_id), key=reminder_key(message), user_ids=user_ids
    )
