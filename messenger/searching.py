"""Finding messages and files one may see: what somebody typed, as a statement, and what it found."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from dreamseed.realtime.errors import Invalid
from messenger import words
from messenger.attached import KIND

LONGEST = 200
OPERATOR = re.compile(r"(?:^|(?<=\s))(from|in|has):(\"[^\"]*\"|\S+)", re.IGNORECASE)
MYSELF = {"me", "나"}

HITS = """
WITH hits AS MATERIALIZED (               -- by words alone, and the newest of them: rows are wide
  SELECT message_id, sent_at FROM message_search
  WHERE words @@ %(words)s::tsquery AND conversation_id = ANY(%(places)s) AND {older}
  ORDER BY sent_at DESC, message_id DESC LIMIT %(pass)s
)
SELECT h.message_id, h.sent_at, m.id IS NOT NULL FROM hits h
LEFT JOIN (messages m JOIN unnest(%(places)s::uuid[], %(from_seqs)s::bigint[]) AS p(conversation_id, from_seq)
             ON p.conversation_id = m.conversation_id)
  ON m.id = h.message_id AND m.seq > p.from_seq AND m.deleted_at IS NULL AND {conditions}
ORDER BY h.sent_at DESC, h.message_id DESC
"""
LATEST = """
SELECT m.id, m.created_at, true FROM messages m
JOIN unnest(%(places)s::uuid[], %(from_seqs)s::bigint[]) AS p(conversation_id, from_seq)
  ON p.conversation_id = m.conversation_id
WHERE m.conversation_id = ANY(%(places)s) AND m.seq > p.from_seq AND m.deleted_at IS NULL
  AND m.message_type <> 'system' AND {older} AND {conditions}
ORDER BY m.created_at DESC, m.id DESC LIMIT %(pass)s
"""
A_PASS = 500
"""Hits by words that are looked at closely at a time."""
MOST_PASSES = 20
PLACES = """
SELECT c.id, p.from_seq FROM conversation_participants p
JOIN conversations c ON c.id = p.conversation_id AND c.archived_at IS NULL
WHERE p.user_id = %(me)s AND p.left_at IS NULL AND {conditions}
"""
Place = tuple[Any, UUID]
SAYS = f"""(strpos(lower(normalize(m.content)), %(run{{0}})s) > 0 OR EXISTS (
  SELECT FROM stored_files f WHERE f.purpose = '{KIND}' AND f.attached_to = m.id::text
    AND strpos(lower(normalize(f.name)), %(run{{0}})s) > 0))"""
"""Pairs may stand apart: what is longer than two signs, or of words and signs, is looked at itself."""
WRITTEN_BY = (
    "m.sender_id IN (SELECT u.id FROM users u WHERE strpos(lower(normalize(u.name)), %(from{0})s) > 0)"
)
CALLED = """(strpos(lower(c.title), %(in{0})s) > 0 OR EXISTS (
  SELECT FROM conversation_participants o JOIN users u ON u.id = o.user_id
  WHERE c.type = 'direct' AND o.conversation_id = c.id AND o.user_id <> %(me)s
    AND strpos(lower(u.name), %(in{0})s) > 0))"""


@dataclass
class Question:
    """What is looked for; all of it has to fit."""

    runs: list[str] = field(default_factory=list)
    wholes: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    with_file: bool = False
    conversation_id: UUID | None = None
    stems: dict[str, str] = field(default_factory=dict)


def question(text: str, conversation_id: UUID | None = None) -> Question:
    """`from:김서연 in:"수학 10반" has:file 숙제`; Invalid when it is empty or too long."""
    if len(text) > LONGEST:
        raise Invalid(fields={"q": [_("Search for at most 200 characters.")]})
    asked = Question(conversation_id=conversation_id)
    for name, value in OPERATOR.findall(text.replace("\x00", "")):
        _take(asked, name.lower(), words.normal(value.strip('"')).strip())
    rest = OPERATOR.sub(" ", text)
    asked.runs, asked.words = words.terms(rest)
    asked.wholes = words.wholes(rest)
    if not (asked.runs or asked.words) and rest.strip():
        raise Invalid(fields={"q": [_("Look for words: emojis and signs alone are not found.")]})
    if not (asked.runs or asked.words or asked.senders or asked.places or asked.with_file):
        raise Invalid(fields={"q": [_("What are you looking for?")]})
    asked.stems = _stems(asked.words)
    return asked


def _take(asked: Question, name: str, value: str) -> None:
    if name != "has" and not value:
        raise Invalid(fields={"q": [_("Write a name after from: and in:.")]})
    if name == "from":
        asked.senders.append(value)
    elif name == "in":
        asked.places.append(value)
    elif value == "file":
        asked.with_file = True
    else:
        raise Invalid(fields={"q": [_("There is only has:file.")]})


def _stems(asked: list[str]) -> dict[str, str]:
    """{word: its English stem}; a word that says nothing ("the") is its own."""
    if not asked:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT w, coalesce((ts_lexize('english_stem', w))[1], w) FROM unnest(%s::text[]) w", [asked]
        )
        return dict(cursor.fetchall())


def find(user: User, asked: Question, limit: int, before: Place | None = None) -> list[UUID]:
    """Ids of messages this person may see, newest first, older than `before` (time, id)."""
    places = _places(user, asked)
    found: list[UUID] = []
    if not places:
        return found
    by_words = bool(asked.runs or asked.words)
    for _pass in range(MOST_PASSES):
        size = A_PASS if by_words else limit
        rows = _pass_of(user, asked, places, before, size)
        found += [row[0] for row in rows if row[2]]
        if len(found) >= limit or len(rows) < size:
            break
        before = rows[-1][1], rows[-1][0]
    return found[:limit]


def _pass_of(
    user: User, asked: Question, places: list[tuple[UUID, int]], before: Place | None, size: int
) -> list[tuple[UUID, Any, bool]]:
    values: dict[str, Any] = {"me": user.pk, "pass": size, "places": [key for key, _seq in places]}
    values["from_seqs"] = [seq for _key, seq in places]
    conditions = " AND ".join(_conditions(asked, values)) or "true"
    by_words = bool(asked.runs or asked.words)
    older = "true"
    if before is not None:
        values["time"], values["id"] = before
        mark = "(sent_at, message_id)" if by_words else "(m.created_at, m.id)"
        older = f"{mark} < (%(time)s, %(id)s)"
    if by_words:
        values["words"] = _query(asked)
    sql = (HITS if by_words else LATEST).format(older=older, conditions=conditions)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def _places(user: User, asked: Question) -> list[tuple[UUID, int]]:
    """Conversations one is in that are meant, and from where on one sees them."""
    values: dict[str, Any] = {"me": user.pk}
    conditions = []
    for number, title in enumerate(asked.places):
        values[f"in{number}"] = title
        conditions.append(CALLED.format(number))
    if asked.conversation_id is not None:
        values["place"] = asked.conversation_id
        conditions.append("c.id = %(place)s")
    with connection.cursor() as cursor:
        cursor.execute(PLACES.format(conditions=" AND ".join(conditions) or "true"), values)
        return cursor.fetchall()


def _conditions(asked: Question, values: dict[str, Any]) -> list[str]:
    found = []
    for number, run in enumerate([one for one in asked.runs if len(one) > 2] + asked.wholes):
        values[f"run{number}"] = run
        found.append(SAYS.format(number))
    for number, name in enumerate(asked.senders):
        if name in MYSELF:
            found.append("m.sender_id = %(me)s")
        else:
            values[f"from{number}"] = name
            found.append(WRITTEN_BY.format(number))
    if asked.with_file:
        found.append("m.message_type = 'file'")
    return found


def _query(asked: Question) -> str:
    """A tsquery: every pair of the runs, and each word by its beginning or by its stem."""
    pairs = sorted({pair for run in asked.runs for pair in words.sought(run)})
    parts = [f"'{pair}'" for pair in pairs]
    for word in asked.words:
        stem = asked.stems[word]
        parts.append(f"'{word}':*" if word == stem else f"('{word}':* | '{stem}':*)")
    return " & ".join(parts)
