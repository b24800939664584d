"""What a change of a call is told as: those people of it that changed, and the whole call only when it did.

A call of fifty is 25 KB, one person of it half a KB, and everybody hears of everybody who comes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple
from uuid import UUID

Shape = dict[str, Any]
MANY = 8
"""Of more people at once the whole call tells shorter."""


class Peer(NamedTuple):
    """A page that came into a call or went; `left`: its person has no other page there."""

    user_id: int
    peer_id: UUID
    left: bool = False


def told(
    before: Shape | None, now: Shape, came: Iterable[Peer] = (), went: Iterable[Peer] = ()
) -> list[Shape]:
    """The events between two states of a call; `before` None: nobody knows it yet."""
    if now["status"] == "ended":
        return [{"type": "call.ended", "call": now}]
    pages = [*_moves("left", now, went), *_moves("joined", now, came)]
    changed = _changed(before, now)
    if before is None or len(changed) > MANY or _itself(before) != _itself(now):
        return [*pages, {"type": "call.updated", "call": now}]
    known = {event["user_id"] for event in pages}
    return [*pages, *(_about("updated", now, user_id) for user_id in changed if user_id not in known)]


def _moves(what: str, now: Shape, peers: Iterable[Peer]) -> list[Shape]:
    return [{**_about(what, now, one.user_id), "peer_id": str(one.peer_id)} for one in peers]


def _about(what: str, now: Shape, user_id: int) -> Shape:
    """One person as they are now. `joined` counts who is in, for those who are not."""
    people = now["participants"]
    return {
        "type": f"call.participant_{what}",
        "call_id": now["id"],
        "conversation_id": now["conversation_id"],
        "user_id": user_id,
        "participant": next(one for one in people if one["user"]["id"] == user_id),
        "joined": sum(one["state"] == "joined" for one in people),
        "revision": now["revision"],
    }


def _changed(before: Shape | None, now: Shape) -> list[int]:
    known = {one["user"]["id"]: one for one in before["participants"]} if before else {}
    return [one["user"]["id"] for one in now["participants"] if known.get(one["user"]["id"]) != one]


def _itself(call: Mapping[str, Any]) -> Shape:
    return {name: value for name, value in call.items() if name not in ("participants", "revision")}
