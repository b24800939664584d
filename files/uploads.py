"""How a multipart upload is taken in: into a temporary file, no further than the person's limit."""

from __future__ import annotations

from typing import IO, Any, cast

from django.core.files.uploadhandler import TemporaryFileUploadHandler

from accounts.models import User
from files.limits import largest_for, too_large

ENVELOPE = 64 * 1024
"""Bytes of a multipart body beside the file itself."""


class LimitedUpload(TemporaryFileUploadHandler):
    """TooLarge by Content-Length before anything is read, and while reading: it may be missing or lie."""

    limit = 0
    taken = 0

    def handle_raw_input(
        self,
        input_data: IO[bytes],
        META: dict[str, str],  # noqa: N803  Django's name
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> Any:
        user = cast("User", self.request.user)  # type: ignore[union-attr]  # parsing comes after signing in
        self.limit = largest_for(user) if user.is_authenticated else 0
        if content_length > self.limit + ENVELOPE:
            raise too_large(self.limit)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.taken += len(raw_data)
        if self.taken > self.limit:
            raise too_large(self.limit)
        super().receive_data_chunk(raw_data, start)
