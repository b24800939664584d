"""Catching up by `change`: what a socket joins, what `ready` says, what a client or a process missed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from accounts.models import User
from dreamseed.realtime.errors import Invalid
from dreamseed.realtime.hooks import Place, Repair
from dreamseed.realtime.publishing import Event
from messenger import access, events, own_side, positions, serializers
from messenger.loading import loaded
from messenger.models import Conversation, Message, Participant

MOST_CONVERSATIONS = 500
MOST_ROWS = 500
"""Messages in one answer, over all conversations."""
MOST_TEXT = 300_000
"""Characters in one answer: less than a mebibyte, whatever the language."""
FILE_TEXT = 600
"""Characters a file's description takes."""
REACTION_TEXT = 20


def topics(user_id: int) -> dict[str, Place]:
    """One's own topic, and the conversations one is in, from where on one sees them."""
    numbered = {events.topic(key): Place(change, seq) for key, change, seq in _heads(user_id)}
    return {events.person_topic(user_id): Place(), **numbered}


def numbers(user_id: int) -> dict[str, int]:
    """From where on who reads everything after this moment catches up: `own`, `reads`."""
    return {"own": access.state_of(user_id).change, "reads": positions.head()}


def ready_fields(user_id: int) -> dict[str, Any]:
    mine = access.state_of(user_id)
    return {
        "heads": {str(key): change for key, change, _seq in _heads(user_id)},
        "own": mine.change,
        "reads": positions.head(),
        "status": mine.status,
        "read_receipts": mine.read_receipts,
    }


def _heads(user_id: int) -> Sequence[tuple[UUID, int, int]]:
    rows = Participant.objects.active().filter(user_id=user_id, conversation__archived_at__isnull=True)
    return list(rows.values_list("conversation_id", "conversation__change", "from_seq"))


def catch_up(
    user: User, known: Mapping[UUID, int], own: int | None = None, reads: int | None = None
) -> dict[str, Any]:
    """What changed above the client's numbers, and which of its conversations are no longer its own.

    `{"conversations": {id: {head, more, messages, participants, threads, conversation}}, "removed": [id]}`;
    with `more` the head is the last change told, and the client asks again from there. With `own`, the
    person's own number, also `"own"`: what they changed on their own side; with `reads` how far others have
    read since that number.
    """
    if len(known) > MOST_CONVERSATIONS:
        raise Invalid(fields={"conversations": [f"At most {MOST_CONVERSATIONS}."]})
    mine = {
        row.conversation_id: row
        for row in Participant.objects.active()
        .select_related("conversation")
        .filter(user=user, conversation_id__in=list(known), conversation__archived_at__isnull=True)
    }
    changed = [row.conversation for key, row in mine.items() if row.conversation.change > known[key]]
    room = _Room()
    told = {} if own is None else {"own": own_side.since(user, own)}
    if reads is not None:
        told["reads"] = positions.since(user, reads)
    return {
        **told,
        "conversations": {
            shape["id"]: {**_since(mine[key], known[key], room), "conversation": shape}
            for shape in serializers.conversations(changed, user)
            if (key := UUID(shape["id"]))
        },
        "removed": [str(key) for key in known if key not in mine],
    }


class _Room:
    """What still goes into one answer."""

    def __init__(self) -> None:
        self.rows, self.text = MOST_ROWS, MOST_TEXT

    def fill(self, found: Any) -> tuple[list[Message], bool]:
        """The first messages of `found` that fit, and whether there are more."""
        taken: list[Message] = []
        for row in loaded(found[: self.rows + 1]):
            if self.rows == 0 or self.text <= 0:
                return taken, True
            taken.append(row)
            self.rows -= 1
            reactions = sum(map(len, row.reacted.values()))
            self.text -= len(row.content) + FILE_TEXT * len(row.files) + REACTION_TEXT * reactions
        return taken, False


def _since(me: Participant, change: int, room: _Room) -> dict[str, Any]:
    conversation = me.conversation
    rows, more = room.fill(_messages(conversation.pk, change).filter(seq__gt=me.from_seq))
    for row in rows:
        row.since = {me.user_id: me.from_seq}
    told = rows[-1].change if rows else change
    people = access.told_of(conversation.participants.filter(change__gt=change))
    threads = {row.thread_id or row.pk for row in rows if row.thread_id or row.reply_count}
    return {
        "head": told if more else conversation.change,
        "more": more,
        "messages": serializers.messages(rows, me.user_id),
        "participants": [serializers.participant(row, me.user_id) for row in people],
        "threads": serializers.threads_among(me.user_id, threads),
    }


def _messages(conversation_id: UUID, change: int) -> Any:
    found = Message.objects.shown()
    return found.filter(conversation_id=conversation_id, change__gt=change).order_by("change")


def backfill(missing: Mapping[str, int]) -> list[Repair]:
    """Events of conversations above what this process delivered, read back from the rows."""
    found: list[Repair] = []
    wanted = {UUID(topic.partition(":")[2]): high for topic, high in missing.items()}
    heads = Conversation.objects.filter(pk__in=list(wanted)).only(
        "pk", "change", "own_change", "title", "avatar"
    )
    for conversation in heads:
        found.extend(_repairs(conversation, wanted[conversation.pk]))
    return found


def _repairs(conversation: Conversation, high: int) -> list[Repair]:
    if conversation.change <= high:
        return [Repair(events.topic(conversation.pk), conversation.change, None)]
    rows, more = _Room().fill(_messages(conversation.pk, high))
    people = access.told_of(conversation.participants.filter(change__gt=high))
    told = [_as_event(row) for row in rows] + [events.participant_changed(row) for row in people]
    if conversation.own_change > high:
        told.append(events.conversation_updated(conversation))
    numbered = [
        Repair(one.topic, one.change, one.event, one.instead) for one in told if one.change is not None
    ]
    numbered.sort(key=lambda repair: repair.change)
    return [
        *numbered,
        Repair(events.topic(conversation.pk), rows[-1].change if more else conversation.change, None),
    ]


def _as_event(row: Message) -> Event:
    """A row that was never changed after it was sent is news; any other is a change."""
    if row.updated_at == row.created_at or row.message_type == Message.Type.SYSTEM:
        return events.message_created(serializers.message(row))
    return events.message_changed(row)
