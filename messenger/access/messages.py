"""Messages, and their threads."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from dreamseed.realtime.errors import Conflict, Forbidden, NotFound
from messenger.access.conversations import (
    as_uuid,
    conversation_for,
    goes_on,
    may_pin,
    may_post_by_role,
    pair_is_closed,
)
from messenger.models import Conversation, Message


def message_for(user: User, message_id: Any) -> Message:
    """A message one may read: of a conversation one is in, not older than one's joining allows."""
    message = (
        Message.objects.shown()
        .filter(
            pk=as_uuid(message_id),
            conversation__archived_at__isnull=True,
            conversation__participants__user=user,
            conversation__participants__left_at__isnull=True,
            seq__gt=F("conversation__participants__from_seq"),
        )
        .first()
    )
    if message is None:
        raise NotFound
    return message


def messages_by_id(ids: Sequence[UUID]) -> list[Message]:
    """In this order; for a search, which has already decided who sees them."""
    found = Message.objects.shown().in_bulk(list(ids))
    return [found[one] for one in ids if one in found]


def message_to_edit(user: User, message_id: Any) -> Message:
    """One's own text, where one may still write; a deleted one stays deleted."""
    message = message_for(user, message_id)
    if message.sender_id != user.pk:
        raise Forbidden(_("Only its writer can edit a message."))
    check_place_to_write(user=user, conversation_id=message.conversation_id)
    check_not_deleted(message)
    return message


def check_not_deleted(message: Message) -> None:
    if message.deleted_at is not None:
        raise Conflict("deleted", _("This message was deleted."))


def message_to_delete(user: User, message_id: Any) -> Message:
    """One's own message; administrators of the conversation may delete any but system messages."""
    message = message_for(user, message_id)
    if message.message_type == Message.Type.SYSTEM:
        raise Forbidden
    if message.sender_id != user.pk and not conversation_for(user, message.conversation_id).me.is_admin:
        raise Forbidden
    return message


def message_to_react(user: User, message_id: Any) -> Message:
    """Any message somebody wrote that one may read."""
    message = message_for(user, message_id)
    if message.message_type == Message.Type.SYSTEM:
        raise Forbidden
    check_not_deleted(message)
    return message


def message_to_pin(user: User, message_id: Any) -> Message:
    """Who may start a call may pin: in a class its teachers, elsewhere everybody."""
    message = message_to_react(user, message_id)
    conversation = conversation_for(user, message.conversation_id)
    if not may_pin(conversation, conversation.me):
        raise Forbidden(_("Only teachers pin messages here."))
    return message


def pinned_in(conversation: Conversation) -> QuerySet[Message]:
    """Last pinned first, of those `conversation.me` may see."""
    found = Message.objects.shown().filter(conversation=conversation, pinned_at__isnull=False)
    return found.filter(seq__gt=conversation.me.from_seq).order_by("-pinned_at")


def message_to_report(user: User, message_id: Any) -> Message:
    """What somebody else wrote."""
    message = message_for(user, message_id)
    if message.message_type == Message.Type.SYSTEM or message.sender_id == user.pk:
        raise Forbidden
    check_not_deleted(message)
    return message


def thread_for(user: User, message_id: Any) -> Message:
    """The first message of a thread: a reply has no thread of its own."""
    message = message_for(user, message_id)
    if message.thread_id is not None:
        raise NotFound
    return message


def thread_in(user: User, conversation: Conversation, message_id: Any) -> Message:
    """The first message of a thread of this conversation."""
    root = thread_for(user, message_id)
    if root.conversation_id != conversation.pk:
        raise NotFound
    return root


def replies_to(root: Message) -> QuerySet[Message]:
    return Message.objects.shown().filter(thread=root)


def check_place_to_write(*, user: User, conversation_id: Any, thread_id: Any = None) -> None:
    """A conversation where one may post, or a thread of it."""
    conversation = conversation_for(user, conversation_id)
    if not may_post_by_role(conversation, conversation.me):
        raise Forbidden(_("Only teachers write here."))
    if not goes_on(conversation):
        raise pair_is_closed()
    if thread_id is not None:
        check_not_deleted(thread_in(user, conversation, thread_id))
