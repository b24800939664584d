"""What an upload is, found in its first bytes. Neither its name nor what the browser says is believed."""

from __future__ import annotations

import re
from typing import IO

import puremagic
from django.utils.translation import gettext_lazy as _

from dreamseed.realtime.errors import Refused
from files.names import extension_of
from files.types import ALLOWED, CLAIMS, DRESSED, PROGRAMS, SAME, family

HEAD = 64 * 1024
MARKUP = re.compile(rb"<(!doctype\s+html|html|head|body|script|iframe)[\s>]", re.IGNORECASE)
SVG = re.compile(rb"<svg[\s>]", re.IGNORECASE)
TEXT_ENCODINGS = ("utf-8", "cp949")  # Korean Windows still writes the latter


class TypeRefused(Refused):
    status, code = 415, "type_refused"
    detail = _("Files of this type cannot be sent.")


def type_of(file: IO[bytes], name: str) -> str:
    """The content type of an open file; TypeRefused for programs, for what nobody knows, and for lies.

    Nothing is unpacked or decoded: 64 KiB are looked at.
    """
    extension = extension_of(name)
    if extension in PROGRAMS:
        raise TypeRefused(_("Programs cannot be sent."))
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    plain = _plain_type(head)
    if plain is None:
        raise TypeRefused
    _check_promise(extension, plain)
    return _dressed(plain, extension, head)


def _plain_type(head: bytes) -> str | None:
    if head.startswith(b"%PDF-"):
        return "application/pdf"
    if head.startswith(b"{\\rtf"):
        return "application/rtf"
    if _is_text(head):
        return _markup(head) or "text/plain"
    try:
        found = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return None
    names = (SAME.get(one.mime_type, one.mime_type) for one in found)
    return next((name for name in names if name in ALLOWED), None)


def _is_text(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decodes(head[: len(head) // 2 * 2], "utf-16")
    if b"\x00" in head or b"\x1b" in head:
        return False
    return any(_decodes(head, encoding) for encoding in TEXT_ENCODINGS)


def _decodes(head: bytes, encoding: str) -> bool:
    """The last character may be cut in the middle."""
    try:
        head.decode(encoding)
    except UnicodeDecodeError as error:
        return len(head) == HEAD and error.start > HEAD - 8
    return True


def _markup(head: bytes) -> str | None:
    text = head.replace(b"\x00", b"")  # UTF-16
    if MARKUP.search(text):
        return "text/html"
    return "image/svg+xml" if SVG.search(text) else None


def _check_promise(extension: str, content_type: str) -> None:
    promised = next((kind for kind, extensions in CLAIMS.items() if extension in extensions), None)
    if promised is None or promised == family(content_type):
        return
    if promised == "text" and family(content_type) == "markup":  # a lesson about HTML in a text file
        return
    raise TypeRefused(_("This file is not what its name says: its content is of another type."))


def _dressed(content_type: str, extension: str, head: bytes) -> str:
    mark, name = DRESSED.get(content_type, {}).get(extension, (b"", content_type))
    return name if mark in head else content_type
