"""Conversations, who is in them, and what one may do there."""

from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from dreamseed.realtime.errors import Forbidden, NotFound
from messenger.models import Conversation, Participant, ReadReceipt


def conversations_of(user: User, *, put_away: bool | None = None) -> QuerySet[Conversation]:
    """Mine, newest activity first; only those I have put away, or only the others."""
    mine = Participant.objects.active().filter(user=user)
    if put_away is not None:
        mine = mine.filter(archived_at__isnull=not put_away)
    return (
        Conversation.objects.filter(pk__in=mine.values("conversation"), archived_at__isnull=True)
        .annotate(activity=Coalesce("last_message_at", "created_at"))
        .order_by("-activity", "id")
    )


def conversation_for(user: User, conversation_id: Any) -> Conversation:
    """A conversation one is in, with `.me`; NotFound for everybody else."""
    participant = (
        Participant.objects.active()
        .select_related("conversation")
        .filter(user=user, conversation_id=as_uuid(conversation_id))
        .first()
    )
    if participant is None or participant.conversation.archived_at is not None:
        raise NotFound
    conversation = participant.conversation
    conversation.me = participant
    return conversation


def conversation_to_manage(user: User, conversation_id: Any) -> Conversation:
    """Title and people of a group or announcement: its administrators."""
    conversation = conversation_for(user, conversation_id)
    if conversation.type == Conversation.Type.DIRECT or not conversation.me.is_admin:
        raise Forbidden
    return conversation


def conversation_to_call(user: User, conversation_id: Any) -> Conversation:
    """Where one may start a call: direct and self-made groups; in a class its teachers."""
    conversation = conversation_for(user, conversation_id)
    if not may_call(conversation, conversation.me):
        raise Forbidden(_("Only teachers start a lesson here."))
    if not goes_on(conversation):
        raise pair_is_closed()
    return conversation


def may_post(conversation: Conversation, me: Participant) -> bool:
    """The posting rule; statements.APPEND keeps the same, a test holds both equal."""
    return may_post_by_role(conversation, me) and goes_on(conversation)


def may_post_by_role(conversation: Conversation, me: Participant) -> bool:
    return conversation.type != Conversation.Type.ANNOUNCEMENT or me.is_admin


def goes_on(conversation: Conversation) -> bool:
    """A direct one while both are there and one of them may write to the other; any other always."""
    if conversation.type != Conversation.Type.DIRECT:
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pair_goes_on(%s)", [conversation.pair_key])
        return bool(cursor.fetchone()[0])


def pair_is_closed() -> Forbidden:
    return Forbidden(
        _("You can no longer write to each other: this person has left, or the school does not allow it.")
    )


def may_call(conversation: Conversation, me: Participant) -> bool:
    if conversation.type == Conversation.Type.DIRECT:
        return True
    if conversation.classroom_id is not None or conversation.type == Conversation.Type.ANNOUNCEMENT:
        return me.is_admin
    return True


def may_pin(conversation: Conversation, me: Participant) -> bool:
    """As calls: in a class and on a board its administrators, elsewhere everybody."""
    return may_call(conversation, me)


def people_in(conversation: Conversation) -> QuerySet[Participant]:
    """Everybody who is in now, administrators first."""
    rows = told_of(conversation.participants.present())
    return rows.order_by("role", "user__name", "id")


def told_of(rows: QuerySet[Participant]) -> QuerySet[Participant]:
    """With what their shapes need; `told`: how far others were told that each has read."""
    receipts = ReadReceipt.objects.filter(user=OuterRef("user"), conversation=OuterRef("conversation"))
    last = Subquery(receipts.order_by("-seq").values("seq")[:1])
    return rows.select_related("user__messenger").annotate(told=Coalesce(last, 0))


def members_of(conversation: Conversation) -> QuerySet[Participant]:
    return conversation.participants.present().filter(role=Participant.Role.MEMBER)


def as_uuid(value: Any) -> UUID:
    """An id from outside; what is no UUID is nobody's."""
    try:
        return value if isinstance(value, UUID) else UUID(str(value))
    except ValueError:
        raise NotFound from None
