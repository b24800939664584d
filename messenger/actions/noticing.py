"""What people are told of messages, read from the conversation's log: sending has nothing to do with it.

`notified_seq` says how far the log has been told. A pass reads on from there, and moves it in the transaction
that tells: a worker that dies in between leaves everything for the next one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User
from dreamseed.realtime import screens
from dreamseed.realtime.acting import acting
from messenger.actions.changing import hold_log
from messenger.models import Conversation, Message, Notices, Participant
from messenger.statements import STILL_NEW
from notifications import actions as notifications
from notifications.actions.notifying import Told, tell

A_PASS = 500
"""Messages at a time."""
FORGOTTEN = timedelta(seconds=5)
EXCERPT = 140
WORDS = ("said", "excerpt")
"""What of a notification's data says what somebody wrote."""


def conversation_subject(conversation_id: UUID | str) -> str:
    """What notifications of a conversation are about, and what a page that shows it says it shows."""
    return f"conversation:{conversation_id}"


def reminder_key(message: Message) -> str:
    """By it people are reminded of an announcement."""
    return f"remind:{message.pk}"


def tell_conversation(conversation_id: UUID) -> int:
    """Tell what nobody was told yet; how many messages that were."""
    count = 0
    while told := _tell_on(conversation_id):
        count += told
        if told < A_PASS:
            break
    return count


def untell_message(message: Message) -> None:
    """Its words are said nowhere any more: who was meant is told nothing, who counts it counts one less.

    The caller holds the conversation's log: it has told the message, or finds it deleted.
    """
    subject = conversation_subject(message.conversation_id)
    about = {"message_id": str(message.pk)}
    for key in (f"message:{message.pk}", reminder_key(message)):
        notifications.retract(subject=subject, key=key)
    notifications.forget_words(subject=subject, about=about, words=WORDS)
    _count_again(message.conversation_id, number=message.seq)


def read_up_to(conversation_id: UUID, user_id: int, seq: int) -> None:
    """Somebody has read so far: what is told of it is read too, or counts what is left."""
    if notifications.read_subject(user_id=user_id, subject=conversation_subject(conversation_id), up_to=seq):
        _count_again(conversation_id, user_ids=[user_id])


def _count_again(conversation_id: UUID, **which: Any) -> None:
    rows = notifications.counting(subject=conversation_subject(conversation_id), kind="new_message", **which)
    if not rows:
        return
    columns = zip(*((row.pk, row.user_id, row.since, row.up_to, row.count) for row in rows), strict=True)
    with connection.cursor() as cursor:
        cursor.execute(STILL_NEW, [*map(list, columns), conversation_id])
        notifications.count_down(rows, dict(cursor.fetchall()))


def named_in(message: Message) -> set[int]:
    """Who is called by it, by name or all together."""
    if not message.mentions_all:
        return set(message.mentions)
    people = Participant.objects.present().filter(conversation=message.conversation_id)
    return set(people.values_list("user_id", flat=True))


def retell_message(message: Message, named_before: set[int]) -> None:
    """It has new words: they stand wherever it is unread, and whom they name besides is told.

    What nobody was told yet is told by its new words anyway. The caller holds the conversation's log.
    """
    if not Notices.objects.filter(pk=message.conversation_id, notified_seq__gte=message.seq).exists():
        return
    one = _Pass(message.conversation, [message])
    words = {name: text for name, text in one.data(message).items() if name in WORDS}
    about = {"message_id": str(message.pk)}
    notifications.change_words(subject=one.subject, about=about, words=words)
    one.tell_named(message, named_before)


def tell_invited(conversation: Conversation, by: User, user_ids: Iterable[int]) -> None:
    """Somebody brought these people in."""
    notifications.notify(
        kind="conversation_invite",
        recipients=user_ids,
        actor_id=by.pk,
        link=f"/messenger/{conversation.pk}",
        data={"title": conversation.title, "conversation_id": str(conversation.pk)},
        subject=conversation_subject(conversation.pk),
        key=f"invite:{conversation.pk}",
    )


def untell(conversation_id: UUID, user_ids: Iterable[int]) -> None:
    """These are in it no longer: nothing leads there, or says what was said there."""
    subject, ids = conversation_subject(conversation_id), list(user_ids)
    notifications.retract(subject=subject, user_ids=ids)
    notifications.forget_words(subject=subject, words=WORDS, user_ids=ids)


def forgotten() -> list[UUID]:
    """Conversations whose log goes on behind what was told, for longer than a nudge takes."""
    behind = Conversation.objects.annotate(told=Coalesce("notices__notified_seq", 0)).filter(
        seq__gt=F("told"), last_message_at__lt=timezone.now() - FORGOTTEN
    )
    return list(behind.values_list("pk", flat=True)[:A_PASS])


def _tell_on(conversation_id: UUID) -> int:
    with acting(None):
        notices = hold_log(conversation_id)
        conversation = Conversation.objects.get(pk=conversation_id)
        log = conversation.messages.filter(seq__gt=notices.notified_seq).order_by("seq")
        messages = list(log.select_related("sender", "reply_to", "thread")[:A_PASS])
        if not messages:
            return 0
        said = [one for one in messages if one.sender_id is not None and one.deleted_at is None]
        if said and conversation.archived_at is None:
            _Pass(conversation, said).tell()
        Notices.objects.filter(pk=notices.pk).update(notified_seq=messages[-1].seq)
    return len(messages)


class _Pass:
    """One conversation's new messages and everybody who has not read them."""

    def __init__(self, conversation: Conversation, messages: Sequence[Message]) -> None:
        self.conversation = conversation
        self.messages = messages
        self.subject = conversation_subject(conversation.pk)
        self.link = f"/messenger/{conversation.pk}"
        self.ids: set[int] = set()
        self.people = self._people()
        self.meant = [(one, *self._meant(one)) for one in messages]

    def _people(self) -> list[Participant]:
        """Locked: who reads at this moment reads before us, or finds what we write (`mark_read`)."""
        rows = Participant.objects.present().filter(conversation=self.conversation).select_related("user")
        people = list(rows.select_for_update(of=("self",), no_key=True).order_by("pk"))
        self.ids = {one.user_id for one in people}
        looking = screens.looking([one.user_id for one in people], self.subject)
        return [one for one in people if one.user_id not in looking]

    def _meant(self, message: Message) -> tuple[set[int], set[int]]:
        """Who is named in it, and whom it answers."""
        answered = {before.sender_id for before in (message.reply_to, message.thread) if before is not None}
        named = self.ids - {message.sender_id} if message.mentions_all else set(message.mentions)
        return named, {one for one in answered if one is not None} - named

    def tell(self) -> None:
        for message, named, answered in self.meant:
            self._tell_meant("message_mention", message, named, even_muted=True)
            self._tell_meant("message_reply", message, answered)
        told = [one for person in self.people if (one := self._unread_of(person))]
        key = f"messages:{self.conversation.pk}"
        tell(kind="new_message", people=told, link=self.link, subject=self.subject, key=key)

    def tell_named(self, message: Message, before: set[int]) -> None:
        """Who is named by an edit, and was not before; also who has read it already."""
        named = self._meant(message)[0] - before
        people = [one for one in self.people if one.user_id in named and message.seq > one.from_seq]
        self._tell("message_mention", message, people)

    def _tell_meant(self, kind: str, message: Message, ids: set[int], even_muted: bool = False) -> None:
        people = [
            one
            for one in self.people
            if one.user_id in ids and _is_new(message, one) and (even_muted or not _is_muted(one))
        ]
        self._tell(kind, message, people)

    def _tell(self, kind: str, message: Message, to: Sequence[Participant]) -> None:
        people = [
            Told(
                user_id=one.user_id,
                actor_id=message.sender_id,
                data=self.data(message),
                up_to=message.seq,
                quietly=_is_muted(one),
            )
            for one in to
        ]
        if people:
            tell(kind=kind, people=people, link=self.link, subject=self.subject, key=f"message:{message.pk}")

    def _unread_of(self, person: Participant) -> Told | None:
        """How many are new for this person beside those that mean them, and the last one's words."""
        if _is_muted(person):
            return None
        new = [
            message
            for message, named, answered in self.meant
            if person.user_id not in named | answered and _is_new(message, person)
        ]
        if not new:
            return None
        last = new[-1]
        return Told(
            user_id=person.user_id,
            actor_id=last.sender_id,
            data=self.data(last),
            count=len(new),
            since=new[0].seq,
            up_to=last.seq,
        )

    def data(self, message: Message) -> dict[str, Any]:
        assert message.sender is not None
        excerpt = " ".join(message.content.split())[:EXCERPT] or "📎"
        direct = self.conversation.type == Conversation.Type.DIRECT
        return {
            "conversation_id": str(self.conversation.pk),
            "message_id": str(message.pk),
            "title": message.sender.name if direct else self.conversation.title,
            "place": "" if direct else self.conversation.title,
            "excerpt": excerpt,
            "said": excerpt if direct else f"{message.sender.name}: {excerpt}",
        }


def _is_new(message: Message, person: Participant) -> bool:
    if message.sender_id == person.user_id:
        return False
    return message.seq > max(person.last_read_seq, person.from_seq)


def _is_muted(person: Participant) -> bool:
    return person.muted_until is not None and person.muted_until > timezone.now()


def tell_all(conversation_ids: Iterable[UUID | str]) -> None:
    """Those that still exist."""
    found = Conversation.objects.filter(pk__in=list(conversation_ids)).values_list("pk", flat=True)
    for conversation_id in found:
        tell_conversation(conversation_id)
