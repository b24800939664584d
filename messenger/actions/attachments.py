"""Files of messages: claimed with the batch that sends them, gone with the message."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dreamseed.realtime.errors import Invalid
from files import access, actions
from files.models import StoredFile
from files.serializers import address
from messenger.attached import KIND, WITH_FILES
from messenger.models import Message

if TYPE_CHECKING:
    from messenger.actions.messages import NewMessage

ID, TYPE, DELETED_AT = 1, 11, 13
"""Columns of the statement's answer."""

Attached = dict[str, list[StoredFile]]


def check_ids(ids: Sequence[UUID]) -> tuple[UUID, ...]:
    """Each once, at most twenty."""
    once = tuple(dict.fromkeys(ids))
    if len(once) > actions.MOST:
        text = _("At most %(most)d files at once.") % {"most": actions.MOST}
        raise Invalid(fields={"attachment_ids": [text]})
    return once


def refusal() -> Invalid:
    text = _("One of these files is not here any more. Please add it again.")
    return Invalid(fields={"attachment_ids": [text]})


def lock(batch: Sequence[NewMessage], using: str) -> dict[UUID, StoredFile]:
    """Loose files of a whole batch, locked in order of id, before the conversations are."""
    return actions.lock_loose([file_id for one in batch for file_id in one.attachment_ids], using)


def columns(batch: Sequence[NewMessage], loose: dict[UUID, StoredFile]) -> list[list[Any]]:
    """What the statement is told: the address of the first file, and whether all of them may be sent."""
    taken: set[UUID] = set()
    fit = []
    for one in batch:
        wanted = [loose.get(file_id) for file_id in one.attachment_ids]
        free = all(file and file.owner_id == one.sender_id and file.pk not in taken for file in wanted)
        taken.update(one.attachment_ids if free else ())
        fit.append(free)
    return [[address(one.attachment_ids[0]) if one.attachment_ids else "" for one in batch], fit]


def claim(
    batch: Sequence[NewMessage], rows: Sequence[tuple[Any, ...]], loose: dict[UUID, StoredFile], using: str
) -> Attached:
    """Attach files to the messages just written; the files of all that have some, also of repeats."""
    sent = [(one, row) for one, row in zip(batch, rows, strict=True) if row[0] == "created"]
    actions.claim(
        KIND, {str(row[ID]): [loose[key] for key in one.attachment_ids] for one, row in sent}, using
    )
    ids = [row[ID] for row in rows if row[TYPE] in WITH_FILES and row[DELETED_AT] is None]
    return access.files_of(KIND, ids, using)


def delete(message: Message) -> None:
    """A deleted message's files are gone for everybody."""
    actions.release(kind=KIND, object_id=message.pk)
    message.files = []
