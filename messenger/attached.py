"""Files that came with messages, read for many messages at once."""

from __future__ import annotations

from collections.abc import Iterable

from files import access
from files.models import StoredFile
from messenger.models import Message

KIND = "message"
WITH_FILES = {Message.Type.FILE, Message.Type.VOICE}


def with_files(rows: Iterable[Message]) -> list[Message]:
    """The messages, each with `.files`; one query, or none when nobody sent any."""
    messages = list(rows)
    ids = [row.pk for row in messages if row.message_type in WITH_FILES and row.deleted_at is None]
    found = access.files_of(KIND, ids)
    for row in messages:
        row.files = found.get(str(row.pk), [])
    return messages


def files_of(row: Message) -> list[StoredFile]:
    """A message's files, read now if they have not been."""
    if "files" not in row.__dict__:
        with_files([row])
    return row.files
