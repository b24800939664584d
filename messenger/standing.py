"""How people stand: online, away, in a lesson… One rule over what is known of them.

Kept in Valkey: `active`, a sorted set of people, score = when one of their pages was last used. Valkey away:
nobody is away.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from time import time
from typing import Any, NamedTuple

from accounts.models import User
from dreamseed.realtime.floor import database, floor
from dreamseed.realtime.wire import moment
from messenger import registries
from messenger.models import PersonState

ACTIVE = "active"
AWAY_AFTER = 300.0
"""Seconds without a sign of life on any page until somebody is away."""
FORGET_AFTER = 86_400.0
Chosen = PersonState.Status
IN_LESSON, OFFLINE = "in_lesson", "offline"
STATUSES = [*Chosen.values, IN_LESSON, OFFLINE]

Standing = dict[str, Any]


class Facts(NamedTuple):
    """What the database knows of somebody."""

    last_seen: datetime | None
    chosen: str
    in_lesson: bool


async def of(user_ids: Iterable[int]) -> dict[int, Standing]:
    """{id: {status, last_seen}} of those who exist; who is invisible looks offline."""
    asked = set(user_ids)
    known: dict[int, Facts] = await database(_facts, asked)
    online = await floor.online(known)
    idle = await idle_among(online)
    return {
        one: {"status": _status(facts, one in online, one in idle), "last_seen": moment(facts.last_seen)}
        for one, facts in known.items()
    }


def _status(facts: Facts, online: bool, idle: bool) -> str:
    if not online or facts.chosen == Chosen.INVISIBLE:
        return OFFLINE
    if facts.chosen == Chosen.DND:
        return Chosen.DND
    if facts.in_lesson:
        return IN_LESSON
    return Chosen.AWAY if idle else facts.chosen


def _facts(user_ids: set[int]) -> dict[int, Facts]:
    rows = User.objects.filter(pk__in=user_ids).values_list("pk", "last_seen", "messenger__status")
    lesson = registries.in_lesson(list(user_ids))
    return {key: Facts(seen, status or Chosen.ONLINE, key in lesson) for key, seen, status in rows}


async def note_active(user_ids: Iterable[int]) -> None:
    """One of their pages is being used now."""
    now = time()
    people: dict[Any, float] = {str(one): now for one in user_ids}
    if people:
        forgotten = ("zremrangebyscore", ACTIVE, 0, now - FORGET_AFTER)
        await floor.connections.run([forgotten, ("zadd", ACTIVE, people)])


async def idle_among(user_ids: Iterable[int]) -> set[int]:
    """Those whose pages have not been used for a while."""
    asked: Sequence[int] = list(user_ids)
    if not asked:
        return set()
    [scores] = await floor.connections.ask([("zmscore", ACTIVE, [str(one) for one in asked])], [[]])
    long_ago = time() - AWAY_AFTER
    return {
        one
        for one, score in zip(asked, scores, strict=False)
        if score is not None and float(score) < long_ago
    }


def leave_unseen(user_ids: set[int], now: datetime) -> None:
    """They were here until now; of those who are invisible nobody learns it."""
    seen = User.objects.filter(pk__in=user_ids).exclude(messenger__status=Chosen.INVISIBLE)
    seen.update(last_seen=now)
