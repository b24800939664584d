"""Catching up by `change`: what a socket joins, what `ready` says, what a client or a process missed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from accounts.models import User
from dreamseed.realtime.errors import Invalid
from dreamseed.realtime.hooks import Place, Repair
from dreamseed.realtime.publishing import Event
from messenger import access, changed, events, own_side, positions, serializers
from messenger.changed import Above, Numbered
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
    behind = [row for key, row in mine.items() if row.conversation.change > known[key]]
    told = {} if own is None else {"own": own_side.since(user, own)}
    if reads is not None:
        told["reads"] = positions.since(user, reads)
    return {
        **told,
        "conversations": _changed(user, behind, known),
        "removed": [str(key) for key in known if key not in mine],
    }


class _Room:
    """What still goes into one answer."""

    def __init__(self) -> None:
        self.rows, self.text = MOST_ROWS, MOST_TEXT

    def fill(self, found: Iterable[Numbered]) -> tuple[list[Numbered], bool]:
        """The first messages of `found` that fit, and whether there are more."""
        taken: list[Numbered] = []
        for one in found:
            if self.is_full:
                return taken, True
            taken.append(one)
            self.rows -= 1
            reactions = sum(map(len, one.row.reacted.values()))
            self.text -= len(one.row.content) + FILE_TEXT * len(one.row.files) + REACTION_TEXT * reactions
        return taken, False

    @property
    def is_full(self) -> bool:
        return self.rows == 0 or self.text <= 0


def _changed(user: User, mine: Sequence[Participant], known: Mapping[UUID, int]) -> dict[str, Any]:
    """Of each conversation what is above the number the client knows."""
    if not mine:
        return {}
    asked = [Above(row.conversation_id, known[row.conversation_id], row.from_seq) for row in mine]
    shapes = serializers.conversations([row.conversation for row in mine], user)
    messages = _messages(user, mine, asked)
    people = changed.people(asked)
    return {
        shape["id"]: {
            **messages[key],
            "participants": [serializers.participant(row, user.pk) for row in people.get(key, [])],
            "conversation": shape,
        }
        for shape in shapes
        if (key := UUID(shape["id"]))
    }


class _Part(NamedTuple):
    """What of one conversation's messages has room in this answer."""

    taken: list[Numbered]
    more: bool
    head: int


def _messages(user: User, mine: Sequence[Participant], asked: Sequence[Above]) -> dict[UUID, dict[str, Any]]:
    """`{head, more, messages, threads}` of each conversation."""
    found, room = changed.messages(asked, MOST_ROWS + 1), _Room()
    parts = {me.conversation_id: _part(me, above, found, room) for me, above in zip(mine, asked, strict=True)}
    rows = [one.row for part in parts.values() for one in part.taken]
    shapes = dict(zip((row.pk for row in rows), serializers.messages(rows, user.pk), strict=True))
    threads: dict[str, list[dict[str, Any]]] = {}
    roots = {row.thread_id or row.pk for row in rows if row.thread_id or row.reply_count}
    for one in serializers.threads_among(user.pk, roots):
        threads.setdefault(one["conversation_id"], []).append(one)
    return {
        key: {
            "head": part.head,
            "more": part.more,
            "messages": [shapes[one.row.pk] for one in part.taken],
            "threads": threads.get(str(key), []),
        }
        for key, part in parts.items()
    }


def _part(me: Participant, above: Above, found: Mapping[UUID, list[Numbered]], room: _Room) -> _Part:
    taken, more = room.fill(found.get(me.conversation_id, []))
    more = more or (me.conversation_id in found and not taken)  # it has some, and nothing was read of it
    for one in taken:
        one.row.since = {me.user_id: me.from_seq}
    told = taken[-1].change if taken else above.change
    return _Part(taken, more, told if more else me.conversation.change)


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
    found = Message.objects.shown().filter(conversation=conversation, change__gt=high).order_by("change")
    read = loaded(found[: MOST_ROWS + 1])
    taken, more = _Room().fill([Numbered(row.change, row) for row in read])
    rows = [one.row for one in taken]
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
