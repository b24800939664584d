"""Where a picture was taken, taken out of it: the position in its EXIF, and what XMP says of the place.

Blanked where it stands, to the same length, so that no format has to be written anew and no pixel changes: a
TIFF header begins the EXIF of JPEG, PNG, WebP, HEIC and AVIF alike.
"""

from __future__ import annotations

import mmap
import re
from collections.abc import Iterator
from io import UnsupportedOperation
from itertools import islice
from struct import Struct, error
from tempfile import SpooledTemporaryFile
from zlib import crc32

from django.core.files import File
from PIL import ExifTags

Bytes = bytearray | mmap.mmap

TIFF = re.compile(rb"II\*\x00|MM\x00\*")
WIDTH = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8}
"""Bytes of a value of each TIFF type."""
LARGEST_TAG = 31
"""Of a GPS directory: what names others is no such directory."""
MOST_ENTRIES = 512
MOST = 64
"""Headers and packets that are looked at: a picture has a few, a bomb has millions."""
NAMES = rb"\w{1,20}:(?:GPS\w{1,30}|Location\w{0,20}|Sublocation|City|State|Province\w{0,20}|Country\w{0,20})"
SAID = re.compile(
    rb"\s" + NAMES + rb"=(?:\"([^\"]{0,2000})\"|'([^']{0,2000})')"
    rb"|<(" + NAMES + rb")(?:\s[^<>]{0,200})?>(.{0,4000}?)</\3>",
    re.DOTALL,
)
TEXT = re.compile(rb"(?<=>)[^<>]+|(?<=[\"'])[^\"'<>]+(?=[\"'])")
PNG = b"\x89PNG\r\n\x1a\n"
PACKED = re.compile(rb"XML:com\.adobe\.xmp\x00\x01|Raw profile type (?:exif|xmp|iptc|APP1)")
SPOOLED = 2 * 1024 * 1024


def without_place(file: File[bytes]) -> File[bytes] | None:
    """The same picture without it; None when it says nothing of it."""
    data = _opened(file)
    blanked = [_blank_position(data, at.start()) for at in islice(TIFF.finditer(data), MOST)]
    blanked += [_blank_xmp(data, *span) for span in islice(_packets(data), MOST)]
    if data[: len(PNG)] == PNG:
        blanked += list(_mended_chunks(data, changed=any(blanked)))
    if not any(blanked):
        return None
    copy = SpooledTemporaryFile(SPOOLED)  # noqa: SIM115  lives on in the answer
    copy.write(data)
    copy.seek(0)
    return File(copy)


def _opened(file: File[bytes]) -> Bytes:
    """Its bytes, to be changed here alone."""
    file.seek(0)
    try:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
    except (AttributeError, UnsupportedOperation):
        return bytearray(file.read())
    finally:
        file.seek(0)


def _blank_position(data: Bytes, start: int) -> bool:
    """The GPS directory of the TIFF structure that begins here becomes an empty one."""
    order = "<" if data[start : start + 2] == b"II" else ">"
    long, entry = Struct(f"{order}L"), Struct(f"{order}HHLL")
    try:
        [first] = long.unpack_from(data, start + 4)
        found = [one for one in _entries(data, start + first, order) if one[1] == ExifTags.IFD.GPSInfo]
        if not found or found[0][2] != 4:
            return False
        directory = start + found[0][4]
        position = list(_entries(data, directory, order))
    except error:  # it ends before what it points at: no TIFF after all
        return False
    if not position or any(tag > LARGEST_TAG or type not in WIDTH for _at, tag, type, _n, _v in position):
        return False
    for _at, _tag, type, count, value in position:
        length = WIDTH[type] * count
        if length > 4:
            _blank(data, start + value, length)
    _blank(data, directory, 2 + entry.size * len(position))
    return True


def _entries(data: Bytes, at: int, order: str) -> Iterator[tuple[int, int, int, int, int]]:
    """(where, tag, type, count, value or where it is) of a directory's entries."""
    [count] = Struct(f"{order}H").unpack_from(data, at)
    entry = Struct(f"{order}HHLL")
    for number in range(min(count, MOST_ENTRIES)):
        where = at + 2 + number * entry.size
        tag, type, values, value = entry.unpack_from(data, where)
        yield where, tag, type, values, value


def _blank(data: Bytes, at: int, length: int, sign: bytes = b"\x00") -> None:
    end = min(at + length, len(data))
    if at < end:
        data[at:end] = sign * (end - at)


def _packets(data: Bytes) -> Iterator[tuple[int, int]]:
    """Where XMP begins and ends."""
    end = 0
    while (start := data.find(b"<rdf:RDF", end)) >= 0:
        end = data.find(b"</rdf:RDF>", start)
        if end < 0:
            return
        yield start, end


def _blank_xmp(data: Bytes, start: int, end: int) -> bool:
    packet = bytes(data[start:end])
    said = False
    for one in SAID.finditer(packet):
        group = next(number for number in (1, 2, 4) if one[number] is not None)
        first, last = one.span(group)
        spans = [(first, last)] if group < 4 else [text.span() for text in TEXT.finditer(packet, first, last)]
        for at, until in spans:
            said = said or bool(packet[at:until].strip())
            _blank(data, start + at, until - at, b" ")
    return said


def _mended_chunks(data: Bytes, *, changed: bool) -> Iterator[bool]:
    """Sums of blanked chunks; a packed text, which cannot be looked into, becomes a chunk nobody reads."""
    at = len(PNG)
    number = Struct(">L")
    while at + 12 <= len(data):
        [length] = number.unpack_from(data, at)
        kind, end = bytes(data[at + 4 : at + 8]), at + 8 + length
        if end + 4 > len(data):
            return
        hidden = kind in (b"zTXt", b"iTXt", b"tEXt") and PACKED.match(data, at + 8, end) is not None
        if hidden:
            data[at + 4 : at + 8] = b"voId"
            _blank(data, at + 8, length)
            yield True
        if hidden or (changed and kind in (b"eXIf", b"iTXt", b"tEXt")):
            data[end : end + 4] = number.pack(crc32(data[at + 4 : end]))
        at = end + 4
