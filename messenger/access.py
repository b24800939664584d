"""The only door to a conversation or a message: takes a person, returns the object or refuses."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from dreamseed.realtime.errors import Conflict, Forbidden, NotFound
from messenger.models import Conversation, Draft, Message, Participant, PersonState, ReadReceipt, Report


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


def people_in(conversation: Conversation) -> QuerySet[Participant]:
    """Everybody who is in now, administrators first."""
    rows = told_of(conversation.participants.active())
    return rows.order_by("role", "user__name", "id")


def told_of(rows: QuerySet[Participant]) -> QuerySet[Participant]:
    """With what their shapes need; `told`: how far others were told that each has read."""
    receipts = ReadReceipt.objects.filter(user=OuterRef("user"), conversation=OuterRef("conversation"))
    last = Subquery(receipts.order_by("-seq").values("seq")[:1])
    return rows.select_related("user__messenger").annotate(told=Coalesce(last, 0))


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
    return conversation


def may_post(conversation: Conversation, me: Participant) -> bool:
    """The posting rule; statements.APPEND keeps the same, a test holds both equal."""
    return conversation.type != Conversation.Type.ANNOUNCEMENT or me.is_admin


def may_call(conversation: Conversation, me: Participant) -> bool:
    if conversation.type == Conversation.Type.DIRECT:
        return True
    if conversation.classroom_id is not None or conversation.type == Conversation.Type.ANNOUNCEMENT:
        return me.is_admin
    return True


def may_pin(conversation: Conversation, me: Participant) -> bool:
    """As calls: in a class and on a board its administrators, elsewhere everybody."""
    return may_call(conversation, me)


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


def messages_with_files(conversation: Conversation) -> QuerySet[Message]:
    """Newest first, those that `conversation.me` may see, threads included."""
    found = Message.objects.select_related("sender").filter(
        conversation=conversation, message_type=Message.Type.FILE, deleted_at__isnull=True
    )
    return found.filter(seq__gt=conversation.me.from_seq).order_by("-seq")


def may_see_picture(user: User, conversation_id: str) -> bool:
    """A conversation's picture: who is in it."""
    try:
        return conversation_for(user, conversation_id) is not None
    except NotFound:
        return False


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


def message_to_edit(user: User, message_id: Any) -> Message:
    """One's own text; a deleted one stays deleted."""
    message = message_for(user, message_id)
    if message.sender_id != user.pk:
        raise Forbidden(_("Only its writer can edit a message."))
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


def check_place_to_write(*, user: User, conversation_id: Any, thread_id: Any = None) -> None:
    """A conversation where one may post, or a thread of it."""
    conversation = conversation_for(user, conversation_id)
    if not may_post(conversation, conversation.me):
        raise Forbidden(_("Only teachers write here."))
    if thread_id is not None:
        check_not_deleted(thread_in(user, conversation, thread_id))


def replies_to(root: Message) -> QuerySet[Message]:
    return Message.objects.shown().filter(thread=root)


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


def members_of(conversation: Conversation) -> QuerySet[Participant]:
    return conversation.participants.active().filter(role=Participant.Role.MEMBER)


def waiting_for(message: Message) -> QuerySet[Participant]:
    """Those who have not confirmed it yet."""
    return asked_to_acknowledge(message).exclude(user__in=message.acknowledgements.values("user"))


def message_to_report(user: User, message_id: Any) -> Message:
    """What somebody else wrote."""
    message = message_for(user, message_id)
    if message.message_type == Message.Type.SYSTEM or message.sender_id == user.pk:
        raise Forbidden
    check_not_deleted(message)
    return message


def drafts_of(user: User) -> QuerySet[Draft]:
    """What one has begun to write, of conversations one is in."""
    mine = Participant.objects.active().filter(user=user, conversation__archived_at__isnull=True)
    return Draft.objects.filter(user=user, conversation__in=mine.values("conversation"))


def state_of(user_id: int) -> PersonState:
    """Somebody's own side; as it is at the beginning when they have chosen nothing yet."""
    return PersonState.objects.filter(user_id=user_id).first() or PersonState(user_id=user_id)


def chosen_status(user_id: int) -> str:
    """How somebody wants to be seen."""
    return state_of(user_id).status


def is_undisturbed(user_id: int) -> bool:
    return chosen_status(user_id) == PersonState.Status.DND


def people_shared_with(user_id: int) -> QuerySet[Participant, int]:
    """Ids of everybody with whom one shares a conversation."""
    mine = Participant.objects.active().filter(user_id=user_id).values("conversation_id")
    return (
        Participant.objects.active()
        .filter(conversation_id__in=mine)
        .values_list("user_id", flat=True)
        .distinct()
    )


def as_uuid(value: Any) -> UUID:
    """An id from outside; what is no UUID is nobody's."""
    try:
        return value if isinstance(value, UUID) else UUID(str(value))
    except ValueError:
        raise NotFound from None
