"""Who is online, told in batches to those who watch (docs/protocol.md, `presence`).

What may change somebody's standing says so by `recheck`; the processes that hold their sockets look, once for
all of a quarter of a second, and tell; every process tells its watching sockets, again gathered.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from dreamseed.realtime import hooks
from dreamseed.realtime.errors import Invalid
from dreamseed.realtime.floor import database, floor
from dreamseed.realtime.publishing import whisper
from dreamseed.realtime.socket import Socket
from dreamseed.realtime.wire import encode
from messenger import standing
from messenger.access import chosen_status, people_shared_with
from messenger.standing import Chosen, Standing

TOPIC = "presence"
GATHER = 0.25
GRACE = 3.0
"""Seconds a person stays online after the last socket closed: a reload is no absence."""
MOST_WATCHED = 500

_news: dict[int, Standing] = {}
_doubted: set[int] = set()
_idle: set[int] = set()
"""People with sockets here who were told to be away by themselves."""
_tasks: set[asyncio.Task[None]] = set()


def wire() -> None:
    hooks.listen(TOPIC, _hear)
    hooks.on_connect(_arrived)
    hooks.on_disconnect(_went)
    hooks.on_heartbeat(_beat)


async def watch(socket: Socket, user_ids: Sequence[int]) -> dict[str, Standing]:
    """From now on this socket is told about these people; how they are now."""
    users = await look(socket.user_id, user_ids)
    socket.state["watched"] = {int(one): status for one, status in users.items()}
    return users


async def look(user_id: int, user_ids: Sequence[int]) -> dict[str, Standing]:
    """How people are now, of those one shares a conversation with."""
    if len(user_ids) > MOST_WATCHED:
        raise Invalid(fields={"user_ids": [f"At most {MOST_WATCHED}."]})
    known: list[int] = await database(_known, user_id, set(user_ids))
    return {str(one): status for one, status in (await standing.of(known)).items()}


def _known(user_id: int, asked: set[int]) -> list[int]:
    shared = people_shared_with(user_id).filter(user_id__in=asked)
    return list(User.objects.filter(pk__in=shared).values_list("pk", flat=True))


def recheck(user_ids: Iterable[int]) -> None:
    """After commit: their standing may be another now. From any thread."""
    event = {"recheck": sorted(user_ids)}
    transaction.on_commit(lambda: whisper(TOPIC, event), robust=True)


def chosen(user_id: int, status: str) -> None:
    """After commit: this person wants to be seen so."""
    event = {"recheck": [user_id], "chosen": [user_id, status == Chosen.INVISIBLE]}
    transaction.on_commit(lambda: whisper(TOPIC, event), robust=True)


def hides(socket: Socket) -> bool:
    """Whether its person is invisible: nobody hears what only somebody who is here does."""
    return bool(socket.state.get("invisible"))


def part(user_ids: Iterable[int]) -> None:
    """After commit: these have left a conversation, and may share none any more with some they watch."""
    event = {"parted": sorted(user_ids)}
    transaction.on_commit(lambda: whisper(TOPIC, event), robust=True)


async def active(socket: Socket) -> None:
    """A sign of life of one of its pages."""
    await standing.note_active([socket.user_id])
    if socket.user_id in _idle:
        _idle.discard(socket.user_id)
        _doubt({socket.user_id})


async def _arrived(socket: Socket) -> None:
    await active(socket)
    status = await database(chosen_status, socket.user_id)
    socket.state.setdefault("invisible", status == Chosen.INVISIBLE)  # it may have heard of another meanwhile
    _doubt({socket.user_id})


async def _went(socket: Socket) -> None:
    left = await floor.connections.leave(socket)
    if not left:
        _spawn(_say_offline({socket.user_id}, GRACE))


async def _beat(sockets: Sequence[Socket]) -> None:
    """Who has not used any page for a while is away; a crashed process cannot say goodbye for its people."""
    here = {socket.user_id for socket in sockets}
    idle = await standing.idle_among(here)
    changed = idle ^ (_idle & here)
    _idle.clear()
    _idle.update(idle)
    if changed:
        _doubt(changed)
    gone = await floor.connections.sweep()
    if gone:
        await _say_offline(gone, 0)


async def _say_offline(people: Iterable[int], after: float) -> None:
    await asyncio.sleep(after)
    gone = set(people) - await floor.online(people)
    if gone:
        await database(standing.leave_unseen, gone, timezone.now())
        await _tell(gone)


def _doubt(people: set[int]) -> None:
    """Look at them soon, together with others."""
    first = not _doubted
    _doubted.update(people)
    if first:
        asyncio.get_running_loop().call_later(GATHER, lambda: _spawn(_settle()))


async def _settle() -> None:
    people = set(_doubted)
    _doubted.clear()
    await _tell(people)


async def _tell(people: set[int]) -> None:
    users = await standing.of(people)
    if users:
        whisper(TOPIC, {"users": users})


def _hear(event: dict[str, Any]) -> None:
    """In every process: gather for a quarter of a second, then one frame a watching socket."""
    if "chosen" in event:
        user_id, invisible = event["chosen"]
        for socket in floor.hub.sockets_of([user_id]):
            socket.state["invisible"] = invisible
    if people := set(event.get("recheck", ())) & floor.hub.people.keys():
        _doubt(people)
    if parted := set(event.get("parted", ())):
        _spawn(_look_again(parted))
    if not (users := event.get("users")):
        return
    first = not _news
    _news.update({int(user_id): status for user_id, status in users.items()})
    if first:
        asyncio.get_running_loop().call_later(GATHER, _flush)


async def _look_again(parted: set[int]) -> None:
    """Sockets that watch somebody they share nothing with any more watch them no longer."""
    for socket in floor.hub.sockets():
        watched: dict[int, Standing] = socket.state.get("watched", {})
        doubtful = set(watched) if socket.user_id in parted else watched.keys() & parted
        if doubtful:
            known: list[int] = await database(_known, socket.user_id, doubtful)
            for one in doubtful - set(known):
                watched.pop(one, None)


def _flush() -> None:
    """Only what differs from what a socket was told last: who is invisible comes and goes unnoticed."""
    news = dict(_news)
    _news.clear()
    for socket in floor.hub.sockets():
        watched: dict[int, Standing] = socket.state.get("watched", {})
        users = {one: news[one] for one in watched.keys() & news.keys() if news[one] != watched[one]}
        if users:
            watched.update(users)
            told = {str(one): status for one, status in users.items()}
            socket.push(encode({"type": "presence", "users": told}))


def _spawn(work: Any) -> None:
    task = asyncio.get_running_loop().create_task(work)
    _tasks.add(task)
    task.add_done_callback(_tasks.discard)
