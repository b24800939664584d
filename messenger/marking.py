"""Where in a text the hits are."""

from __future__ import annotations

import re
import unicodedata
from typing import TypedDict

from messenger.searching import Question

BEFORE, LENGTH = 40, 160


class Part(TypedDict):
    text: str
    hit: bool


def pattern(asked: Question) -> re.Pattern[str] | None:
    """What is marked: the runs, and words that begin like those looked for or like their stem."""
    beginnings = {one for word in asked.words for one in (word, asked.stems[word])}
    runs = [run for run in asked.runs if not _within(run, asked)] + asked.wholes
    beginnings = {one for one in beginnings if not _within(one, asked)}
    parts = [re.escape(run) for run in sorted(runs, key=len, reverse=True)]
    parts += [rf"\b{_stem(one)}\w*" for one in sorted(beginnings, key=len, reverse=True)]
    return re.compile("|".join(parts), re.IGNORECASE) if parts else None


def _within(part: str, asked: Question) -> bool:
    return any(part in whole for whole in asked.wholes)


def _stem(text: str) -> str:
    """`studi` is the stem of `study` and `studies`."""
    return f"{re.escape(text[:-1])}[iy]" if text.endswith("i") and len(text) > 2 else re.escape(text)


def excerpt(text: str, marks: re.Pattern[str] | None) -> list[Part]:
    """One line of the text around its first hit, in parts; the hits are marked."""
    line = " ".join(unicodedata.normalize("NFC", text).split())
    first = marks.search(line) if marks else None
    start = max(0, first.start() - BEFORE) if first else 0
    shown = ("…" if start else "") + line[start : start + LENGTH]
    shown += "…" if len(line) > start + LENGTH else ""
    return marked(shown, marks)


def marked(text: str, marks: re.Pattern[str] | None) -> list[Part]:
    parts: list[Part] = []
    at = 0
    for hit in marks.finditer(text) if marks else ():
        if hit.start() > at:
            parts.append({"text": text[at : hit.start()], "hit": False})
        parts.append({"text": hit[0], "hit": True})
        at = hit.end()
    if at < len(text) or not parts:
        parts.append({"text": text[at:], "hit": False})
    return parts
