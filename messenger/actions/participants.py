"""Who is in a conversation: add, remove, leave, role."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.access import may_write_to
from accounts.models import User
from dreamseed.realtime.acting import acting
from dreamseed.realtime.errors import Conflict, Forbidden, Invalid, NotFound
from dreamseed.realtime.publishing import publish_all, subscribe
from messenger import access, events, presence, registries, writing
from messenger.actions import acknowledging
from messenger.actions.conversations import MAX_PEOPLE
from messenger.actions.messages import post_system_message
from messenger.actions.noticing import tell_invited, untell
from messenger.models import Conversation, Draft, Participant, next_change

MOST_NAMED = 10
"""Names in one line."""
OF_A_NEWCOMER = (
    "role", "change", "joined_at", "left_at", "from_seq", "last_read_seq", "last_read_at",
    "muted_until", "pinned_at", "archived_at",
)  # fmt: skip
"""What of somebody's row is as if they had never been there."""


def add_participants(*, user: User, conversation_id: Any, user_ids: Sequence[int]) -> list[Participant]:
    """Bring people in; those who are in already stay as they are."""
    with acting(user.pk):
        conversation = access.conversation_to_manage(user, conversation_id)
        _lock(conversation)
        if set(user_ids) - may_write_to(user, user_ids):
            raise Invalid(fields={"user_ids": [_("You cannot write to some of these people.")]})
        if conversation.participants.active().count() + len(set(user_ids)) > MAX_PEOPLE:
            raise Invalid(fields={"user_ids": [_("At most 500 people.")]})
        people = User.objects.select_related("messenger").filter(pk__in=user_ids)
        rows = let_in(conversation, people, Participant.Role.MEMBER)
        if rows:
            say(conversation, "joined", user, [row.user for row in rows])
        tell_invited(conversation, user, [row.user_id for row in rows])
        return rows


def let_in(conversation: Conversation, people: Iterable[User], role: str) -> list[Participant]:
    """Members from now on, told to everybody; the caller holds the conversation's lock."""
    present = set(conversation.participants.active().values_list("user_id", flat=True))
    newcomers = [person for person in people if person.pk not in present]
    rows = _rows(conversation, newcomers, role) if newcomers else []
    if rows:
        topics: dict[str, int | None] = {events.topic(conversation.pk): conversation.change}
        subscribe([one.pk for one in newcomers], topics, since=rows[0].from_seq)
        publish_all(events.participant_changed(row) for row in rows)
        acknowledging.count_again(conversation, [one.pk for one in newcomers])
        events.conversation_created(conversation, newcomers)
    return rows


def _rows(conversation: Conversation, newcomers: Sequence[User], role: str) -> list[Participant]:
    """New rows, or the tombstones of those who come back: a new beginning, on their own side too."""
    keeps_past = conversation.classroom_id is not None or conversation.type == Conversation.Type.ANNOUNCEMENT
    first = next_change(conversation, len(newcomers)) - len(newcomers) + 1
    Participant.objects.bulk_create(
        [
            Participant(
                conversation=conversation,
                user=person,
                role=role,
                from_seq=0 if keeps_past else conversation.seq,
                last_read_seq=conversation.seq,
                change=change,
            )
            for change, person in enumerate(newcomers, first)
        ],
        update_conflicts=True,
        unique_fields=["user", "conversation"],
        update_fields=OF_A_NEWCOMER,
    )
    return list(access.told_of(conversation.participants.filter(user__in=newcomers)).order_by("change"))


def remove_participant(*, user: User, conversation_id: Any, user_id: int) -> None:
    """Remove somebody, or leave oneself. From commit on their sockets hear nothing more of it."""
    with acting(user.pk):
        if user_id == user.pk:
            conversation = access.conversation_for(user, conversation_id)
            _check_may_leave(conversation)
        else:
            conversation = access.conversation_to_manage(user, conversation_id)
        _lock(conversation)
        gone = put_out(conversation, user_id)
        say(conversation, "left" if user_id == user.pk else "removed", user, [gone])


def say(conversation: Conversation, kind: str, by: User, people: Sequence[User]) -> None:
    """A line in a group its people made; in a class the roster says who is there."""
    if conversation.type == Conversation.Type.GROUP and conversation.classroom_id is None:
        shown = [{"id": one.pk, "name": one.name} for one in people[:MOST_NAMED]]
        data = {"by": {"id": by.pk, "name": by.name}, "people": shown, "count": len(people)}
        post_system_message(conversation, kind, data)


def _check_may_leave(conversation: Conversation) -> None:
    if conversation.type == Conversation.Type.DIRECT:
        raise Forbidden(_("A direct conversation cannot be left."))
    if conversation.classroom_id is not None:
        raise Forbidden(_("You are here as long as you are in the class."))


def put_out(conversation: Conversation, user_id: int) -> User:
    """Who is out now. The caller holds the conversation's lock."""
    row = conversation.participants.active().select_related("user").filter(user_id=user_id).first()
    if row is None:
        raise NotFound
    row.left_at, row.change = timezone.now(), next_change(conversation)
    row.save(update_fields=["left_at", "change"])
    _keep_an_admin(conversation)
    registries.participant_removed(conversation.pk, user_id)
    untell(conversation.pk, [user_id])
    Draft.objects.filter(user_id=user_id, conversation=conversation).delete()
    events.evict(conversation.pk, [user_id])
    presence.part([user_id])
    writing.forget(user_id)
    publish_all([events.participant_changed(row)])
    acknowledging.count_again(conversation, [user_id])
    events.conversation_removed(conversation.pk, [user_id])
    return row.user


def _keep_an_admin(conversation: Conversation) -> None:
    """Whoever is longest in a group takes over from its last administrator; a class waits for a teacher.

    Where nobody of those who stay can, its last one does not leave.
    """
    if conversation.classroom_id is not None:
        return
    present = conversation.participants.present().select_related("user")
    if not present.exists() or present.filter(role=Participant.Role.ADMIN).exists():
        return
    heirs = present.order_by("joined_at", "id")
    if conversation.type == Conversation.Type.ANNOUNCEMENT:  # a board never falls to a student
        heirs = heirs.filter(user__role__in=[User.Role.TEACHER, User.Role.ADMINISTRATOR])
    heir = heirs.first()
    if heir is None:
        raise _unattended()
    give_role(conversation, heir, Participant.Role.ADMIN)


def _unattended() -> Conflict:
    return Conflict("last_admin", _("Somebody has to look after the conversation."))


def change_role(*, user: User, conversation_id: Any, user_id: int, role: str) -> Participant:
    with acting(user.pk):
        conversation = access.conversation_to_manage(user, conversation_id)
        _lock(conversation)
        row = conversation.participants.active().select_related("user").filter(user_id=user_id).first()
        if row is None:
            raise NotFound
        admins = conversation.participants.present().filter(role=Participant.Role.ADMIN)
        if role != Participant.Role.ADMIN and not admins.exclude(user_id=user_id).exists():
            raise _unattended()
        give_role(conversation, row, role)
    return row


def give_role(conversation: Conversation, row: Participant, role: str) -> None:
    """The caller holds the conversation's lock."""
    row.role, row.change = role, next_change(conversation)
    row.save(update_fields=["role", "change"])
    registries.role_changed(conversation.pk, row.user_id)
    writing.forget(row.user_id)
    publish_all([events.participant_changed(row)])
    acknowledging.count_again(conversation, [row.user_id])


def _lock(conversation: Conversation) -> None:
    fresh = Conversation.objects.select_for_update(no_key=True).get(pk=conversation.pk)
    conversation.seq, conversation.change = fresh.seq, fresh.change
