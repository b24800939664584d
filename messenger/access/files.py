"""Files of messages, and pictures of conversations."""

from django.db.models import QuerySet

from accounts.models import User
from dreamseed.realtime.errors import NotFound
from messenger.access.conversations import as_uuid, conversation_for
from messenger.access.messages import message_for
from messenger.models import Conversation, Message, Report


def messages_with_files(conversation: Conversation) -> QuerySet[Message]:
    """Newest first, those that `conversation.me` may see, threads included."""
    found = Message.objects.select_related("sender").filter(
        conversation=conversation, message_type=Message.Type.FILE, deleted_at__isnull=True
    )
    return found.filter(seq__gt=conversation.me.from_seq).order_by("-seq")


def may_read_files(user: User, message_id: str) -> bool:
    """Files of a message: who may see it while it is not deleted; its school, once it is reported."""
    try:
        seen = message_for(user, message_id).deleted_at is None
    except NotFound:
        seen = False
    return seen or _may_examine(user, message_id)


def _may_examine(user: User, message_id: str) -> bool:
    if user.role != User.Role.ADMINISTRATOR or not user.is_staff or user.organization_id is None:
        return False
    of_school = Report.objects.filter(message__conversation__org=user.organization_id)
    return of_school.filter(message=as_uuid(message_id)).exists()


def may_see_picture(user: User, conversation_id: str) -> bool:
    """A conversation's picture: who is in it."""
    try:
        return conversation_for(user, conversation_id) is not None
    except NotFound:
        return False
