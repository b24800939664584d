"""Reading an upload once: its size and its hash, with an end before it gets too large."""

from __future__ import annotations

import hashlib
from tempfile import SpooledTemporaryFile
from typing import IO, NamedTuple

from django.core.files import File
from django.utils.translation import gettext_lazy as _

from dreamseed.realtime.errors import Invalid
from files.limits import too_large

CHUNK = 256 * 1024
IN_MEMORY = 2 * 1024 * 1024


class Received(NamedTuple):
    """`file` stands at its beginning and can be read again."""

    file: File[bytes]
    size: int
    sha256: str


def received(stream: IO[bytes] | File[bytes], limit: int) -> Received:
    """Hash and count while reading; TooLarge once `limit` bytes are passed, Invalid for an empty file."""
    file = stream if isinstance(stream, File) else File(stream)
    copy = None if file.seekable() else SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  lives on in the answer
    if copy is None:
        file.seek(0)
    size, digest = 0, hashlib.sha256()
    while chunk := file.read(CHUNK):
        size += len(chunk)
        if size > limit:
            raise too_large(limit)
        digest.update(chunk)
        if copy is not None:
            copy.write(chunk)
    if size == 0:
        raise Invalid(fields={"file": [_("This file is empty.")]})
    whole = file if copy is None else File(copy)
    whole.seek(0)
    return Received(whole, size, digest.hexdigest())
