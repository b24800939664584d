"""Announcements: who is asked to confirm them, and who follows that."""

from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from dreamseed.realtime.errors import Forbidden
from messenger.access.conversations import conversation_for, members_of
from messenger.access.messages import check_not_deleted, message_for
from messenger.models import Acknowledgement, Conversation, Message, Participant


def message_to_acknowledge(user: User, message_id: Any) -> Message:
    """An announcement to oneself: of a board where one is a member, and beside no thread."""
    message = _announcement(user, message_id)
    if message.conversation.me.is_admin:
        raise Forbidden(_("Who makes announcements does not confirm them."))
    check_not_deleted(message)
    return message


def announcement_to_follow(user: User, message_id: Any) -> Message:
    """Who has confirmed it is for the administrators of its board."""
    message = _announcement(user, message_id)
    if not message.conversation.me.is_admin:
        raise Forbidden
    check_not_deleted(message)
    return message


def _announcement(user: User, message_id: Any) -> Message:
    message = message_for(user, message_id)
    message.conversation = conversation_for(user, message.conversation_id)
    written = message.message_type != Message.Type.SYSTEM and message.thread_id is None
    if message.conversation.type != Conversation.Type.ANNOUNCEMENT or not written:
        raise Forbidden(_("Only announcements are confirmed."))
    return message


def asked_to_acknowledge(message: Message) -> QuerySet[Participant]:
    """Members of the board, by name."""
    rows = members_of(message.conversation)
    return rows.select_related("user").order_by("user__name", "id")


def waiting_for(message: Message) -> QuerySet[Participant]:
    """Those who have not confirmed it yet."""
    return asked_to_acknowledge(message).exclude(user__in=confirmed(message).values("user"))


def confirmed(message: Message) -> QuerySet[Acknowledgement]:
    """Confirmations of the words it has now: who confirmed it before an edit has confirmed other words."""
    found = message.acknowledgements.all()
    return found if message.edited_at is None else found.filter(created_at__gte=message.edited_at)


def confirmed_in(conversation: Conversation) -> QuerySet[Acknowledgement]:
    """The same of all its messages."""
    current = Q(message__edited_at=None) | Q(created_at__gte=F("message__edited_at"))
    return Acknowledgement.objects.filter(current, message__conversation=conversation)
