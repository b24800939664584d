"""How far others have read, caught up without a number that readers would have to queue for.

Each receipt carries the number of the transaction that wrote it. The head of an answer is the lowest one that
was still running when it was read: what is committed later has this number or a higher one. Asking again from
there misses nothing, and may tell something twice, which is harmless: a position only grows.
"""

from __future__ import annotations

from typing import Any

from django.db import connection

from accounts.models import User
from messenger.statements import POSITIONS

MOST = 5000
"""Positions in one answer."""

Row = tuple[int, Any, int, int | None]
"""Transaction, conversation, person, and how far they were told to have read; None: kept to themselves."""


def head() -> int:
    """The number from which on a client asks that reads all positions after this moment."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        return int(cursor.fetchone()[0])


def since(user: User, number: int) -> dict[str, Any]:
    """`{head, more, positions: {conversation: {person: seq, or None}}}`, of others, from this number on.

    A number from the future is of a database that was restored since: everything is told.
    """
    now = head()
    with connection.cursor() as cursor:
        cursor.execute(POSITIONS, {"me": user.pk, "since": number if 0 <= number <= now else 0})
        rows, told_to, more = part(cursor.fetchall(), now)
    positions: dict[str, dict[str, int | None]] = {}
    for _xact, conversation_id, user_id, seq in rows:
        positions.setdefault(str(conversation_id), {})[str(user_id)] = seq
    return {"head": told_to, "more": more, "positions": positions}


def part(rows: list[Row], now: int) -> tuple[list[Row], int, bool]:
    """The first of them, up to which number that is, and whether there are more.

    What is not older than `now` stays in one part: more of it may come below any number it has.
    """
    if len(rows) <= MOST or (last := rows[MOST - 1][0]) >= now:
        return rows, now, False
    told = [row for row in rows if row[0] <= last]
    return told, last + 1, len(told) < len(rows)
