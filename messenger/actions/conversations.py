"""Creating, renaming and archiving conversations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal
from uuid import UUID, uuid4

from django.db import IntegrityError
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.access import may_write_to
from accounts.models import User
from accounts.names import clean_line
from dreamseed.realtime.acting import acting
from dreamseed.realtime.errors import Forbidden, Invalid
from dreamseed.realtime.publishing import publish_all, subscribe
from files import actions as files
from messenger import access, events, presence, registries
from messenger.actions.noticing import tell_invited, untell
from messenger.attached import PICTURE
from messenger.models import MAX_TITLE, Conversation, Participant, next_change

MAX_PEOPLE = 500


def create_conversation(
    *,
    user: User,
    type: str,
    title: str = "",
    participant_ids: Sequence[int] = (),
    client_id: UUID | None = None,
) -> tuple[Conversation, bool]:
    """A conversation and whether it is new: a repeated client_id, or a pair that talks, gives the old one."""
    others = sorted({one for one in participant_ids if one != user.pk})
    if type == Conversation.Type.DIRECT and len(others) != 1:
        raise Invalid(fields={"participant_ids": [_("A direct conversation has one other person.")]})
    known = _known(user, type, others, client_id)
    if known is not None:
        return known, False
    title = _check(user, type, title, others)
    try:
        return _create(user, type, title, others, client_id or uuid4()), True
    except IntegrityError:  # the other of the pair, or our own second click, was quicker
        known = _known(user, type, others, client_id)
        if known is None:
            raise
        return known, False


def _check(user: User, type: str, title: str, others: list[int]) -> str:
    if type == Conversation.Type.ANNOUNCEMENT and user.role not in (
        User.Role.TEACHER,
        User.Role.ADMINISTRATOR,
    ):
        raise Forbidden(_("Only teachers make announcements."))
    if len(others) > MAX_PEOPLE:
        raise Invalid(fields={"participant_ids": [_("At most 500 people.")]})
    if set(others) - may_write_to(user, others):
        raise Invalid(fields={"participant_ids": [_("You cannot write to some of these people.")]})
    return "" if type == Conversation.Type.DIRECT else check_title(title)


def check_title(title: str) -> str:
    """One line of 1 to 100 characters, without control and direction marks."""
    title = clean_line(title)
    if not title:
        raise Invalid(fields={"title": [_("Give it a name.")]})
    if len(title) > MAX_TITLE:
        raise Invalid(fields={"title": [_("At most 100 characters.")]})
    return title


def _known(user: User, type: str, others: list[int], client_id: UUID | None) -> Conversation | None:
    """What this pair already has, or what this client_id made, whatever it was."""
    found = None
    if client_id is not None:
        found = Conversation.objects.filter(created_by=user, client_id=client_id).first()
    if found is None and type == Conversation.Type.DIRECT:
        found = Conversation.objects.filter(pair_key=_pair_key(user.pk, others[0])).first()
    return found


def _pair_key(one: int, other: int) -> str:
    return f"{min(one, other)}:{max(one, other)}"


def _create(user: User, type: str, title: str, others: list[int], client_id: UUID) -> Conversation:
    with acting(user.pk):
        direct = type == Conversation.Type.DIRECT
        conversation = Conversation.objects.create(
            type=type,
            title=title,
            org_id=user.organization_id,
            created_by=user,
            client_id=client_id,
            pair_key=_pair_key(user.pk, others[0]) if direct else None,
        )
        people = [user, *User.objects.filter(pk__in=others)]
        Participant.objects.bulk_create(
            Participant(
                conversation=conversation,
                user=one,
                role=Participant.Role.ADMIN if one == user and not direct else Participant.Role.MEMBER,
            )
            for one in people
        )
        subscribe([one.pk for one in people], {events.topic(conversation.pk): 0})
        events.conversation_created(conversation, people)
        if not direct:
            tell_invited(conversation, user, others)
    return conversation


def change_conversation(
    *,
    user: User,
    conversation_id: Any,
    title: str | None = None,
    avatar_id: UUID | Literal["", "keep"] = "keep",
) -> Conversation:
    """A new name; a new picture: a loose file of one's own, or "" for none."""
    with acting(user.pk):
        conversation = access.conversation_to_manage(user, conversation_id)
        values: dict[str, Any] = {}
        if title is not None:
            values["title"] = check_title(title)
        if avatar_id != "keep":
            values["avatar"] = _picture(user, conversation, avatar_id or None)
        if values:
            next_change(conversation, **values, updated_at=timezone.now(), own_change=F("change") + 1)
            publish_all([events.conversation_updated(conversation)])
    return conversation


def _picture(user: User, conversation: Conversation, file_id: UUID | None) -> UUID | None:
    """Claimed for the conversation; the one before is deleted."""
    files.release(kind=PICTURE, object_id=conversation.pk)
    if file_id is None:
        return None
    [file] = files.attach(
        user=user, file_ids=[file_id], kind=PICTURE, object_id=conversation.pk, field="avatar_id"
    )
    if not file.has_preview:
        raise Invalid(fields={"avatar_id": [_("This is not a picture.")]})
    return file.pk


def archive_conversation(*, user: User, conversation_id: Any) -> None:
    """For all: it disappears from every list; its messages stay in the database."""
    with acting(user.pk):
        conversation = access.conversation_to_manage(user, conversation_id)
        if conversation.classroom_id is not None:
            raise Forbidden(_("A class keeps its conversation."))
        next_change(conversation, archived_at=timezone.now())
        registries.conversation_archived(conversation.pk)
        people = list(conversation.participants.active().values_list("user_id", flat=True))
        events.conversation_removed(conversation.pk, people)
        events.evict(conversation.pk, people)
        presence.part(people)
        untell(conversation.pk, people)
