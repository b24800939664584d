"""Sending in batches, editing, deleting."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from django.db import IntegrityError, connections, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.serializers import person
from dreamseed.realtime.acting import acting
from dreamseed.realtime.errors import Forbidden, Invalid, NotFound, Refused
from dreamseed.realtime.publishing import publish_all
from dreamseed.realtime.wire import moment
from files.serializers import described
from messenger import access, events, serializers
from messenger.actions import attachments
from messenger.actions.noticing import untell_message
from messenger.attached import WITH_FILES
from messenger.models import MAX_CONTENT, Conversation, Message, next_change
from messenger.nudging import nudger
from messenger.statements import APPEND


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
        with connections[using].cursor() as cursor:
            cursor.execute(APPEND, [*_columns(batch), *attachments.columns(batch, loose)])
            rows = cursor.fetchall()
        files = attachments.claim(batch, rows, loose, using)
        answers = [_answer(one, row, files) for one, row in zip(batch, rows, strict=True)]
        # A repeat is published again: it closes the hole of a process killed between commit and publish
        publish_all(
            (
                events.message_created(answer.message, one.skip)
                for one, answer in zip(batch, answers, strict=True)
                if isinstance(answer, Sent)
            ),
            using,
        )
        new = {one.conversation_id for one, answer in zip(batch, answers, strict=True) if _is_new(answer)}
        if new:
            transaction.on_commit(lambda: nudger.note(new), using=using, robust=True)
    return answers


def _is_new(answer: Sent | Refused) -> bool:
    return isinstance(answer, Sent) and answer.created


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


def check_content(content: str, *, with_files: bool = False) -> str:
    """Text fit to be stored: at most 20,000 characters, no NUL, no half surrogate pair; blank by files."""
    if not content.strip() and not with_files:
        raise Invalid(fields={"content": [_("Write something first.")]})
    if len(content) > MAX_CONTENT:
        raise Invalid(fields={"content": [_("A message holds at most 20,000 characters.")]})
    if "\x00" in content or not _encodable(content):
        raise Invalid(fields={"content": [_("This text contains characters that cannot be stored.")]})
    return content


def _encodable(content: str) -> bool:
    try:
        content.encode()
    except UnicodeEncodeError:
        return False
    return True


def edit_message(*, user: User, message_id: Any, content: str, skip: str | None = None) -> Message:
    """New words for one's own message; the same words change nothing."""
    with acting(user.pk):
        message = _locked(access.message_to_edit(user, message_id))
        access.check_not_deleted(message)  # again: it may have been while we waited for the lock
        content = check_content(content, with_files=message.message_type in WITH_FILES)
        if message.content != content:
            _stamp(message, skip, content=content, edited_at=timezone.now())
    return message


def delete_message(*, user: User, message_id: Any, skip: str | None = None) -> Message:
    """A tombstone stays in its place; deleting twice changes nothing."""
    with acting(user.pk):
        message = _locked(access.message_to_delete(user, message_id))
        if message.deleted_at is None:
            _stamp(message, skip, content="", file_url="", deleted_at=timezone.now())
            attachments.delete(message)
            untell_message(message)
    return message


def post_system_message(conversation: Conversation, kind: str, data: dict[str, Any]) -> Message:
    """A line nobody wrote ("the lesson ended after 42 minutes"); clients put `{kind, …}` into words."""
    with acting(None):
        locked = Conversation.objects.select_for_update(no_key=True).get(pk=conversation.pk)
        change = next_change(locked, seq=locked.seq + 1, last_message_at=timezone.now())
        message = Message.objects.create(
            conversation=locked,
            content=json.dumps({"kind": kind, **data}, ensure_ascii=False, default=str),
            message_type=Message.Type.SYSTEM,
            seq=locked.seq,
            change=change,
        )
        publish_all([events.message_created(serializers.message(message))])
    return message


def _locked(message: Message) -> Message:
    """Conversation first, then the message as it is now: two edits at once queue up."""
    Conversation.objects.select_for_update(no_key=True).get(pk=message.conversation_id)
    message.refresh_from_db(fields=["content", "edited_at", "deleted_at", "change"])
    return message


def _stamp(message: Message, skip: str | None, **values: Any) -> None:
    values["change"] = next_change(message.conversation)
    for name, value in values.items():
        setattr(message, name, value)
    message.save(update_fields=[*values, "updated_at"])
    events.tell_changed(message, skip)


def _answer(new: NewMessage, row: tuple[Any, ...], files: attachments.Attached) -> Sent | Refused:
    status, *columns = row
    match status:
        case "created" | "repeated":
            return Sent(_shape(new, columns, files), status == "created")
        case "forbidden":
            return Forbidden(_("Only teachers write here."))
        case "thread":
            return Invalid(fields={"thread_id": [_("The message this answers is not here.")]})
        case "reply":
            return Invalid(fields={"reply_to_id": [_("The message this answers is not here.")]})
        case "files":
            return attachments.refusal(new)
    return NotFound()


def _shape(new: NewMessage, columns: list[Any], files: attachments.Attached) -> dict[str, Any]:
    """The Message shape from the statement's row; a test holds it equal to serializers.message."""
    message_id, seq, change, created_at, name, avatar, role, content, thread_id, reply_to_id = columns[:10]
    message_type, edited_at, deleted_at, *quoted = columns[10:]
    sender = User(pk=new.sender_id, name=name, avatar=avatar, role=role)
    return {
        "id": str(message_id),
        "conversation_id": str(new.conversation_id),
        "seq": seq,
        "change": change,
        "sender": person(sender),
        "message_type": message_type,
        "content": content,
        "attachments": [described(one) for one in files.get(str(message_id), [])],
        "thread_id": thread_id and str(thread_id),
        "reply_to": _quote(reply_to_id, quoted) if reply_to_id and deleted_at is None else None,
        "mentions": [],
        "reactions": [],
        "edited_at": moment(edited_at),
        "deleted_at": moment(deleted_at),
        "pinned": False,
        "created_at": moment(created_at),
        "client_id": str(new.client_id),
    }


def _quote(reply_to_id: UUID, quoted: list[Any]) -> dict[str, Any]:
    sender_id, name, text, gone = quoted
    sender = {"id": sender_id, "name": name} if sender_id else None
    return {"id": str(reply_to_id), "sender": sender, "excerpt": "" if gone or sender is None else text}
