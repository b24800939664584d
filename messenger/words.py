"""Words a text is found by: pairs of signs where words are not told apart by spaces, stems of English.

In `수학숙제를` stand `수학`, `학숙`, `숙제`, `제를`, so `수학` and `숙제` find it whatever particle follows.
Everything is made here, and not by a text search parser, which takes Korean differently with each locale of a
database.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

WRITTEN_TOGETHER = "가-힣ㄱ-ㅎㅏ-ㅣ一-鿿぀-ヿ"
"""Hangul, Chinese characters, kana."""
RUNS = re.compile(rf"([{WRITTEN_TOGETHER}]+)|([^\W_{WRITTEN_TOGETHER}]+)")
UNBROKEN = re.compile(r"[^\W_]+")
LONGEST = 60
"""Signs of one word that count: PostgreSQL takes no lexeme of more than 2,046 bytes."""


def normal(text: str) -> str:
    """As it is compared: composed (names of files on a Mac come apart), in small letters."""
    return unicodedata.normalize("NFC", text).lower()


def lexemes(text: str) -> set[str]:
    """Signs and pairs of signs, and words as they stand."""
    found: set[str] = set()
    for together, word in _runs(text):
        found.update(together)
        found.update(_pairs(together))
        if word:
            found.add(word)
    return found


def latin(text: str) -> str:
    """Words to be stemmed, as PostgreSQL's dictionary takes them."""
    return " ".join(word for _together, word in _runs(text) if word.isascii())


def terms(text: str) -> tuple[list[str], list[str]]:
    """What somebody looks for: runs written together, and words."""
    found = list(_runs(text))
    return [one for one, _word in found if one], [word for _one, word in found if word]


def wholes(text: str) -> list[str]:
    """What is written without a space in more than one way: `10반`, whose parts apart are something else."""
    found = [one[0] for one in UNBROKEN.finditer(normal(text))]
    return [one for one in found if len(list(_runs(one))) > 1]


def sought(together: str) -> set[str]:
    """Lexemes that all have to be there for a run to be found; the sign itself when it is one."""
    return set(_pairs(together)) or {together}


def _runs(text: str) -> Iterator[tuple[str, str]]:
    for found in RUNS.finditer(normal(text)):
        yield found[1] or "", (found[2] or "")[:LONGEST]


def _pairs(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(len(run) - 1)]
