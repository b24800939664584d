"""The only door to a call: takes a person, returns the call or refuses.

A call belongs to its conversation: who is in that may see it and come in; strangers get NotFound.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from calls import serializers
from calls.models import Call, CallConnection, CallParticipant, Lesson
from calls.models.lessons import LessonQuerySet
from dreamseed.realtime.errors import Conflict, Forbidden, Invalid, NotFound
from messenger.access import as_uuid, conversation_for, conversations_of
from messenger.models import Conversation, Participant

MAX_INVITED = 500


def calls_of(user: User) -> QuerySet[Call]:
    """Calls of one's conversations, newest first."""
    mine = conversations_of(user).order_by().values("pk")
    return Call.objects.filter(conversation__in=mine).order_by("-created_at", "id")


def conversations_to_count(user: User) -> QuerySet[Conversation]:
    """Whose lessons a person may count: those a teacher leads; for administrators all of the school's."""
    open_ones = Conversation.objects.filter(archived_at__isnull=True).exclude(type=Conversation.Type.DIRECT)
    if user.role == User.Role.ADMINISTRATOR and user.organization_id is not None:
        return open_ones.filter(org=user.organization_id)
    if not user.teaches:
        return open_ones.none()
    leads = Participant.objects.active().filter(user=user, role=Participant.Role.ADMIN)
    return open_ones.filter(pk__in=leads.values("conversation"))


def conversation_to_count(user: User, conversation_id: Any) -> Conversation:
    """One of them; Forbidden for others of the conversation, NotFound for strangers."""
    found = conversations_to_count(user).filter(pk=as_uuid(conversation_id)).first()
    if found is None:
        conversation_for(user, conversation_id)
        raise Forbidden(_("Only the teachers of a class see its statistics."))
    return found


def lessons_of(user: User) -> LessonQuerySet:
    """What is planned in one's conversations."""
    mine = conversations_of(user).order_by().values("pk")
    planned = Lesson.objects.planned().filter(conversation__in=mine)
    return planned.select_related("conversation", "created_by").order_by("starts_at", "id")


def conversations_to_plan(user: User) -> QuerySet[Conversation]:
    """Where one may plan lessons: groups and classes one leads."""
    leads = Participant.objects.active().filter(user=user, role=Participant.Role.ADMIN)
    groups = conversations_of(user).filter(type=Conversation.Type.GROUP)
    return groups.filter(pk__in=leads.values("conversation"))


def conversation_to_plan(user: User, conversation_id: Any) -> Conversation:
    conversation = conversation_for(user, conversation_id)
    if conversation.type != Conversation.Type.GROUP or not conversation.me.is_admin:
        raise Forbidden(_("Only the teachers of a class plan its lessons."))
    return conversation


def lesson_for(user: User, lesson_id: Any) -> Lesson:
    """A planned lesson of a conversation one is in; NotFound for strangers, and once it is called off."""
    lesson = lessons_of(user).filter(pk=as_uuid(lesson_id)).first()
    if lesson is None:
        raise NotFound
    return lesson


def lesson_to_plan(user: User, lesson_id: Any) -> Lesson:
    lesson = lesson_for(user, lesson_id)
    conversation_to_plan(user, lesson.conversation_id)
    return lesson


def call_for(user: User, call_id: Any) -> Call:
    """A call of a conversation one is in; `call.conversation.me` says with which role."""
    call = Call.objects.filter(pk=as_uuid(call_id)).first()
    if call is None:
        raise NotFound
    call.conversation = conversation_for(user, call.conversation_id)
    return call


def call_to_join(user: User, call_id: Any) -> Call:
    """Everybody of the conversation, invited or not, as long as it has not ended."""
    return _live(call_for(user, call_id))


def call_to_end(user: User, call_id: Any) -> Call:
    """For all: administrators of the conversation; who started it, in direct and self-made groups."""
    call = _live(call_for(user, call_id))
    if not may_end(call, user):
        raise Forbidden(_("Only the teacher ends the lesson for everybody. You can leave it."))
    return call


def may_end(call: Call, user: User) -> bool:
    conversation = call.conversation
    if conversation.me.is_admin:
        return True
    return _is_own(conversation) and call.initiator_id == user.pk


def _is_own(conversation: Conversation) -> bool:
    """Made by its people, not by the school for a class."""
    return conversation.classroom_id is None and conversation.type != Conversation.Type.ANNOUNCEMENT


def call_to_moderate(user: User, call_id: Any) -> Call:
    """The teacher's hand: see may_moderate."""
    call = _live(call_for(user, call_id))
    if not may_moderate(call, user):
        raise Forbidden(_("Only the teacher of this lesson may do that."))
    return call


def call_to_register(user: User, call_id: Any) -> Call:
    """Who keeps order in a lesson also keeps its register, while it runs and for ever after."""
    call = call_for(user, call_id)
    if not may_moderate(call, user):
        raise Forbidden(_("Only the teacher of this lesson may see who was there."))
    return call


def call_to_watch(user: User, call_id: Any) -> Call:
    """Who keeps order sees how everybody is connected."""
    call = call_for(user, call_id)
    if not may_moderate(call, user):
        raise Forbidden(_("Only the teacher of this lesson sees how everybody is connected."))
    return call


def may_moderate(call: Call, user: User) -> bool:
    """Whoever may end a call of more than two for everybody also keeps order in it."""
    return call.conversation.type != Conversation.Type.DIRECT and may_end(call, user)


def moderators_of(call: Call) -> set[int]:
    """User ids of all who may moderate it, as may_moderate says of one."""
    conversation = call.conversation
    if conversation.type == Conversation.Type.DIRECT:
        return set()
    admins = Participant.objects.active().filter(conversation=conversation, role=Participant.Role.ADMIN)
    return set(admins.values_list("user_id", flat=True)) | (
        {call.initiator_id} if _is_own(conversation) else set()
    )


def leaders_of(call: Call) -> set[int]:
    """Who was there to lead this lesson, not to learn in it.

    That is settled when it begins: a pupil who helps to keep order meanwhile, or is made to lead later, was a
    pupil. Only a teacher who comes into the class while it runs leads too.
    """
    if call.is_ended:
        return set(call.leaders)
    newcomers = Participant.objects.filter(conversation=call.conversation, joined_at__gt=call.created_at)
    return set(call.leaders) | (moderators_of(call) & set(newcomers.values_list("user_id", flat=True)))


def check_entry(call: Call, me: CallParticipant) -> None:
    """Conflicts `blocked` and `locked`; a lock keeps out who has not been in and was not let in."""
    if me.is_blocked:
        raise Conflict("blocked", _("The teacher has removed you from this lesson."))
    new = me.joined_at is None and not me.let_in
    if call.is_locked and new and not may_moderate(call, me.user):
        raise Conflict("locked", _("The teacher has locked this lesson. Ask to be let in."))


def check_ring(call: Call, user: User, user_ids: Sequence[int]) -> None:
    """Into a locked call only who keeps order rings people that it is not open for."""
    if not call.is_locked or may_moderate(call, user):
        return
    may_come = call.participants.filter(Q(joined_at__isnull=False) | Q(let_in=True))
    if set(user_ids) - set(may_come.values_list("user_id", flat=True)) - moderators_of(call):
        raise Conflict("locked", _("The teacher has locked this lesson and alone lets others in."))


def is_held(call: Call, user: User) -> bool:
    """While everybody is held muted, only moderators open their microphones."""
    return call.hold_muted and not may_moderate(call, user)


def check_voice(call: Call, user: User, wanted: bool) -> None:
    if wanted and is_held(call, user):
        raise Conflict("held_muted", _("The teacher keeps the microphones off for now."))


def in_calls(user_ids: Sequence[int]) -> set[int]:
    """Those of these people who are in a call that runs now."""
    rows = CallParticipant.objects.filter(user__in=user_ids, state=CallParticipant.State.JOINED)
    return set(rows.exclude(call__status=Call.Status.ENDED).values_list("user_id", flat=True))


def call_to_invite(user: User, call_id: Any) -> Call:
    """Those who are in it, and administrators of the conversation."""
    call = _live(call_for(user, call_id))
    if not call.conversation.me.is_admin and not call.participants.filter(user=user, state="joined").exists():
        raise Forbidden(_("Join the call to invite others."))
    return call


def invited_members(
    conversation: Conversation, user_ids: Sequence[int], by: User, field: str = "invited_user_ids"
) -> list[int]:
    """Members to ring, without oneself; empty: everybody. Invalid `field` with one who is not in there."""
    wanted = set(user_ids) - {by.pk}
    if len(wanted) > MAX_INVITED:
        raise Invalid(fields={field: [_("At most 500 people.")]})
    members = Participant.objects.active().filter(conversation=conversation, user__is_active=True)
    ids = set(members.exclude(user=by).values_list("user_id", flat=True))
    if wanted - ids:
        raise Invalid(fields={field: [_("Some of these people are not in this conversation.")]})
    return sorted(wanted if user_ids else ids)


def check_peer(user: User, call_id: UUID, peer_id: UUID) -> None:
    """A peer is claimed by the person and for the call it was made for, or by nobody yet."""
    found = CallConnection.objects.select_related("participant").filter(peer_id=peer_id).first()
    if found is not None:
        check_claim(found, user, call_id)


def check_claim(connection: CallConnection, user: User, call_id: UUID) -> None:
    if (connection.participant.user_id, connection.participant.call_id) != (user.pk, call_id):
        raise Conflict("peer_taken", _("Another page has this peer id."))
    if connection.left_at is not None:
        raise Conflict("peer_gone", _("This page was away too long. Please join again."))


def _live(call: Call) -> Call:
    if call.is_ended:
        raise call_ended(call)
    return call


def call_ended(call: Call) -> Conflict:
    return Conflict("call_ended", _("This call has ended."), call=serializers.call(call))
