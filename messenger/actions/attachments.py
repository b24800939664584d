"""Files of messages: claimed with the batch that sends them, gone with the message."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dreamseed.realtime.errors import Invalid
from files import actions
from files.models import StoredFile
from files.serializers import address
from messenger.attached import KIND
from messenger.models import Message, Report

if TYPE_CHECKING:
    from messenger.actions.sending import NewMessage

Loose = dict[UUID, StoredFile]


def check_ids(ids: Sequence[UUID]) -> tuple[UUID, ...]:
    """Each once, at most twenty."""
    once = tuple(dict.fromkeys(ids))
    if len(once) > actions.MOST:
        text = _("At most %(most)d files at once.") % {"most": actions.MOST}
        raise Invalid(fields={"attachment_ids": [text]})
    return once


def type_of(ids: Sequence[UUID], asked: str | None = None) -> str:
    """`text` or `file`; `voice` when it is asked for, with one file, which is to be a sound."""
    found = Message.Type.FILE if ids else Message.Type.TEXT
    if asked == Message.Type.VOICE and len(ids) == 1:
        return Message.Type.VOICE
    if asked not in (None, found):
        raise Invalid(fields={"message_type": [_("This type does not fit the files of the message.")]})
    return found


def refusal(new: NewMessage) -> Invalid:
    if new.message_type == Message.Type.VOICE:
        return Invalid(fields={"attachment_ids": [_("A voice message is one recording.")]})
    text = _("One of these files is not here any more. Please add it again.")
    return Invalid(fields={"attachment_ids": [text]})


def lock(batch: Sequence[NewMessage], using: str) -> Loose:
    """Loose files of a whole batch, locked in order of id, before the conversations are."""
    return actions.lock_loose([file_id for one in batch for file_id in one.attachment_ids], using)


def columns(batch: Sequence[NewMessage], loose: Loose) -> list[list[Any]]:
    """What the statement is told: type, address of the first file, whether all of them may be sent."""
    taken: set[UUID] = set()
    fit = []
    for one in batch:
        wanted = [loose.get(file_id) for file_id in one.attachment_ids]
        free = all(file and file.pk not in taken and _suits(one, file) for file in wanted)
        taken.update(one.attachment_ids if free else ())
        fit.append(free)
    addresses = [address(one.attachment_ids[0]) if one.attachment_ids else "" for one in batch]
    types = [one.message_type or type_of(one.attachment_ids) for one in batch]
    return [types, addresses, fit]


def _suits(new: NewMessage, file: StoredFile) -> bool:
    """One's own; for a voice message sound (browsers record into WebM, whose films look the same)."""
    sound = file.content_type.startswith("audio/") or file.content_type == "video/webm"
    return file.owner_id == new.sender_id and (new.message_type != Message.Type.VOICE or sound)


def claim(batch: Sequence[NewMessage], rows: Sequence[tuple[Any, ...]], loose: Loose, using: str) -> None:
    """Attach files to the messages just written: rows are the statement's answers (status, id, …)."""
    sent = [(one, row) for one, row in zip(batch, rows, strict=True) if row[0] == "created"]
    actions.claim(KIND, {str(row[1]): [loose[key] for key in one.attachment_ids] for one, row in sent}, using)


def delete(message: Message) -> None:
    """A deleted message's files are gone for everybody; while a report is open the school still has them."""
    if not _is_reported(message.pk):
        actions.release(kind=KIND, object_id=message.pk)
    message.files = []


def let_go(message_ids: Iterable[UUID]) -> None:
    """Reports of these have been seen to: files of those that are deleted need not be kept any more."""
    for message in Message.objects.filter(pk__in=list(message_ids), deleted_at__isnull=False):
        if not _is_reported(message.pk):
            actions.release(kind=KIND, object_id=message.pk)


def _is_reported(message_id: UUID) -> bool:
    return Report.objects.filter(message=message_id, handled_at__isnull=True).exists()
