"""Sending messages, in batches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from django.db import IntegrityError, connections, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.serializers import person
from dreamseed.realtime.acting import acting
from dreamseed.realtime.errors import Forbidden, Invalid, NotFound, Refused
from dreamseed.realtime.publishing import Event, publish_all
from dreamseed.realtime.wire import moment
from files.models import StoredFile
from files.serializers import described
from messenger import access, events, serializers
from messenger.actions import attachments, naming
from messenger.loading import loaded
from messenger.models import Message
from messenger.nudging import nudger
from messenger.statements import APPEND

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMessage:
    """What somebody wants to say. `client_id` makes a repeat harmless; `skip` is the socket with the ack."""

    sender_id: int
    conversation_id: UUID
    content: str
    client_id: UUID = field(default_factory=uuid4)
    thread_id: UUID | None = None
    reply_to_id: UUID | None = None
    attachment_ids: tuple[UUID, ...] = ()
    message_type: str | None = None
    skip: str | None = None


class Sent(NamedTuple):
    """A message as it stands: `created` is False when the same client_id had come before."""

    message: dict[str, Any]
    created: bool


def send_messages(batch: Sequence[NewMessage], using: str = "default") -> list[Sent | Refused]:
    """Append messages in order of arrival, in one statement; an answer each.

    A repeated client_id answers with the first one unchanged. Text is to be checked before
    (`check_content`); membership, posting rule, thread, reply and files are checked inside.
    """
    try:
        return _append(batch, using)
    except IntegrityError:  # somebody else was writing the same client_id: now it can be found
        return _append(batch, using)


def _append(batch: Sequence[NewMessage], using: str) -> list[Sent | Refused]:
    with acting(None, using):
        loose = attachments.lock(batch, using)
        names = naming.columns(batch, using)
        with connections[using].cursor() as cursor:
            cursor.execute(APPEND, [*_columns(batch), *names, *attachments.columns(batch, loose)])
            rows = cursor.fetchall()
        attachments.claim(batch, rows, loose, using)
        answers = _answers(batch, rows, loose, using)
        sent = [(one, answer) for one, answer in zip(batch, answers, strict=True) if isinstance(answer, Sent)]
        # A repeat is published again: it closes the hole of a process killed between commit and publish
        told = [events.message_created(answer.message, one.skip) for one, answer in sent]
        new = [one for one, answer in sent if answer.created]
        publish_all([*told, *_roots(new, using)], using)
        if new:
            ids = {one.conversation_id for one in new}
            transaction.on_commit(lambda: nudger.note(ids), using=using, robust=True)
    return answers


def _columns(batch: Sequence[NewMessage]) -> list[list[Any]]:
    return [
        [uuid4() for _one in batch],
        [one.client_id for one in batch],
        [one.conversation_id for one in batch],
        [one.sender_id for one in batch],
        [one.content for one in batch],
        [one.thread_id for one in batch],
        [one.reply_to_id for one in batch],
    ]


def _roots(new: Sequence[NewMessage], using: str) -> list[Event]:
    """First messages of threads, which the statement has counted on and stamped."""
    ids = {one.thread_id for one in new if one.thread_id is not None}
    if not ids:
        return []
    rows = Message.objects.using(using).shown().filter(pk__in=ids)
    return [events.message_changed(row) for row in loaded(rows)]


def _answers(
    batch: Sequence[NewMessage], rows: Sequence[Row], loose: attachments.Loose, using: str
) -> list[Sent | Refused]:
    repeats = _repeats([row[1] for row in rows if row[0] == "repeated"], using)
    return [_answer(one, row, repeats, loose) for one, row in zip(batch, rows, strict=True)]


def _repeats(ids: Sequence[UUID], using: str) -> dict[UUID, Message]:
    """What had come before, as it stands by now."""
    if not ids:
        return {}
    return {row.pk: row for row in loaded(Message.objects.using(using).shown().filter(pk__in=ids))}


def _answer(
    new: NewMessage, row: Row, repeats: dict[UUID, Message], loose: attachments.Loose
) -> Sent | Refused:
    status, *columns = row
    match status:
        case "created":
            return Sent(_shape(new, columns, [loose[one] for one in new.attachment_ids]), True)
        case "repeated":
            return Sent(serializers.message(repeats[columns[0]], new.sender_id), False)
        case "forbidden":
            return Forbidden(_("Only teachers write here."))
        case "closed":
            return access.pair_is_closed()
        case "thread":
            return Invalid(fields={"thread_id": [_("The message this replies to is not here.")]})
        case "reply":
            return Invalid(fields={"reply_to_id": [_("The message this replies to is not here.")]})
        case "files":
            return attachments.refusal(new)
    return NotFound()


def _shape(new: NewMessage, columns: list[Any], files: Sequence[StoredFile]) -> dict[str, Any]:
    """The Message shape from the statement's row; a test holds it equal to serializers.message."""
    message_id, seq, change, created_at, name, avatar, role, mentions, mentions_all, *quoted = columns
    sender = User(pk=new.sender_id, name=name, avatar=avatar, role=role)
    return {
        "id": str(message_id),
        "conversation_id": str(new.conversation_id),
        "seq": seq,
        "change": change,
        "sender": person(sender),
        "message_type": new.message_type or attachments.type_of(new.attachment_ids),
        "content": new.content,
        "attachments": [described(one) for one in files],
        "thread_id": str(new.thread_id) if new.thread_id else None,
        "thread": None,
        "reply_to": _quote(new.reply_to_id, quoted) if new.reply_to_id else None,
        "mentions": mentions,
        "mentions_all": mentions_all,
        "reactions": [],
        "acknowledged": {"count": 0, "mine": False},
        "edited_at": None,
        "deleted_at": None,
        "pinned": False,
        "created_at": moment(created_at),
        "client_id": str(new.client_id),
    }


def _quote(reply_to_id: UUID, quoted: list[Any]) -> dict[str, Any]:
    seq, sender_id, name, text, gone = quoted
    sender = {"id": sender_id, "name": name} if sender_id else None
    excerpt = "" if gone or sender is None else text
    return {"id": str(reply_to_id), "seq": seq, "sender": sender, "excerpt": excerpt}
