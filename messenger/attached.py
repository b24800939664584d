"""Files that came with messages, read for many messages at once."""

from __future__ import annotations

from collections.abc import Iterable

from files import access
from files.models import StoredFile
from messenger.models import Message

KIND = "message"
PICTURE = "conversation"
WITH_FILES = {Message.Type.FILE, Message.Type.VOICE}


def with_files(rows: Iterable[Message]) -> list[Message]:
    """The messages, each with `.files`; one query, or none when nobody sent any."""
    messages = list(rows)
    missing = [row for row in messages if "files" not in row.__dict__]
    ids = [row.pk for row in missing if row.message_type in WITH_FILES and row.deleted_at is None]
    found = access.files_of(KIND, ids, missing[0]._state.db or "default") if ids else {}
    for row in missing:
        row.files = found.get(str(row.pk), [])
    return messages


def files_of(row: Message) -> list[StoredFile]:
    """A message's files, read now if they have not been."""
    with_files([row])
    return row.files
