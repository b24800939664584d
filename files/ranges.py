"""Byte ranges (RFC 9110, section 14), so that audio and video can be wound on."""

import re
from typing import NamedTuple

SINGLE = re.compile(r"bytes=(\d*)-(\d*)\Z", re.ASCII)
LONGEST = 15  # digits; int() of a megabyte of them takes seconds


class Part(NamedTuple):
    start: int
    length: int


class NotSatisfiable(Exception):
    """The range begins behind the end: 416."""


def asked_part(header: str, size: int) -> Part | None:
    """The part a Range header asks for; None when all of it is to be sent: several ranges, or nonsense."""
    found = SINGLE.match(header)
    if found is None or not any(found.groups()) or max(map(len, found.groups())) > LONGEST:
        return None
    first, last = found.groups()
    if not first:
        return _last(int(last), size)
    start, end = int(first), min(int(last), size - 1) if last else size - 1
    if last and int(last) < start:
        return None
    if start >= size:
        raise NotSatisfiable
    return Part(start, end - start + 1)


def _last(count: int, size: int) -> Part:
    if count == 0:
        raise NotSatisfiable
    return Part(max(0, size - count), min(count, size))
