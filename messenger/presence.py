"""Who is online, told in batches to those who watch (docs/protocol.md, `presence`)."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone

from accounts.models import User
from dreamseed.realtime import hooks
from dreamseed.realtime.errors import Invalid
from dreamseed.realtime.floor import database, floor
from dreamseed.realtime.publishing import whisper
from dreamseed.realtime.socket import Socket
from dreamseed.realtime.wire import encode, moment
from messenger.access import people_shared_with

TOPIC = "presence"
GATHER = 0.25
GRACE = 3.0
"""Seconds a person stays online after the last socket closed: a reload is no absence."""
MOST_WATCHED = 500

Status = dict[str, Any]
_news: dict[int, Status] = {}
_tasks: set[asyncio.Task[None]] = set()


def wire() -> None:
    hooks.listen(TOPIC, _hear)
    hooks.on_connect(_arrived)
    hooks.on_disconnect(_went)
    hooks.on_heartbeat(_sweep)


async def watch(socket: Socket, user_ids: Sequence[int]) -> dict[str, Status]:
    """From now on this socket is told about these people; how they are now."""
    users = await look(socket.user_id, user_ids)
    socket.state["watched"] = {int(one) for one in users}
    return users


async def look(user_id: int, user_ids: Sequence[int]) -> dict[str, Status]:
    """How people are now, of those one shares a conversation with."""
    if len(user_ids) > MOST_WATCHED:
        raise Invalid(fields={"user_ids": [f"At most {MOST_WATCHED}."]})
    last_seen: dict[int, Any] = await database(_known, user_id, set(user_ids))
    online = await floor.online(last_seen)
    return {
        str(one): {"status": "online" if one in online else "offline", "last_seen": moment(seen)}
        for one, seen in last_seen.items()
    }


def _known(user_id: int, asked: set[int]) -> dict[int, Any]:
    shared = people_shared_with(user_id).filter(user_id__in=asked)
    return dict(User.objects.filter(pk__in=shared).values_list("pk", "last_seen"))


async def _arrived(socket: Socket) -> None:
    _tell({socket.user_id: {"status": "online", "last_seen": None}})


async def _went(socket: Socket) -> None:
    left = await floor.connections.leave(socket)
    if not left:
        _spawn(_say_offline({socket.user_id}, GRACE))


async def _sweep(sockets: Sequence[Socket]) -> None:
    """A crashed process cannot say goodbye for its people: their entries expire."""
    gone = await floor.connections.sweep()
    if gone:
        await _say_offline(gone, 0)


async def _say_offline(people: Iterable[int], after: float) -> None:
    await asyncio.sleep(after)
    gone = set(people) - await floor.online(people)
    if gone:
        now = timezone.now()
        await database(lambda: User.objects.filter(pk__in=gone).update(last_seen=now))
        _tell({user_id: {"status": "offline", "last_seen": moment(now)} for user_id in gone})


def _tell(users: dict[int, Status]) -> None:
    whisper(TOPIC, {"users": users})


def _hear(event: dict[str, Any]) -> None:
    """In every process: gather for a quarter of a second, then one frame a watching socket."""
    first = not _news
    _news.update({int(user_id): status for user_id, status in event["users"].items()})
    if first:
        asyncio.get_running_loop().call_later(GATHER, _flush)


def _flush() -> None:
    news = dict(_news)
    _news.clear()
    for socket in floor.hub.sockets():
        seen = socket.state.get("watched", frozenset()) & news.keys()
        if seen:
            users = {str(one): news[one] for one in seen}
            socket.push(encode({"type": "presence", "users": users}))


def _spawn(work: Any) -> None:
    task = asyncio.get_running_loop().create_task(work)
    _tasks.add(task)
    task.add_done_callback(_tasks.discard)
