"""Delivery inside one process: from a topic to the sockets that joined it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from dreamseed.realtime.hooks import HOOKS, Place

if TYPE_CHECKING:
    from dreamseed.realtime.socket import Socket

GAP_PATIENCE = 0.3
"""Seconds a missing change may still arrive by itself: events of two busy processes overtake each other."""


class Delivery(NamedTuple):
    """One event for a topic; `text` is its JSON. `skip`: a socket of this process that already knows.

    `instead`: (place, text), later places first: what those hear who joined the topic there or later.
    """

    topic: str
    change: int | None
    text: str
    instead: Sequence[tuple[int, str]] = ()
    skip: str | None = None

    def text_since(self, since: int) -> str:
        """For somebody who joined at this place."""
        for place, text in self.instead:
            if since >= place:
                return text
        return self.text


class Join(NamedTuple):
    """Sockets of these people join topics (with their change numbers), at this place of their past."""

    user_ids: Sequence[int]
    topics: Mapping[str, int | None]
    since: int = 0


class Leave(NamedTuple):
    """Sockets of these people leave topics at once."""

    user_ids: Sequence[int]
    topics: Sequence[str]


class Close(NamedTuple):
    """Close a person's sockets, all or those of one session."""

    user_id: int
    code: int
    session_id: str | None = None


Item = Delivery | Join | Leave | Close


@dataclass(slots=True)
class Room:
    """Sockets of one topic, with the place of its past from which on each hears of it.

    `high`: every change up to it was delivered; `ahead`: those that overtook.
    """

    sockets: dict[Socket, int] = field(default_factory=dict)
    high: int | None = None
    ahead: set[int] = field(default_factory=set)
    since: float = 0.0

    def is_new(self, change: int) -> bool:
        """Note a change; False when it was delivered before."""
        if self.high is None:
            self.high = change
            return True
        if change <= self.high or change in self.ahead:
            return False
        if not self.ahead:
            self.since = monotonic()
        self.ahead.add(change)
        self._close_up(self.high)
        return True

    def settle(self, head: int) -> None:
        """Everything up to `head` was read back from the database; what came meanwhile may miss some."""
        self.ahead = {change for change in self.ahead if change > head}
        self._close_up(max(head, self.high or 0))
        self.since = monotonic()

    def _close_up(self, high: int) -> None:
        while high + 1 in self.ahead:
            high += 1
            self.ahead.discard(high)
        self.high = high


class Hub:
    """Only touched from the loop that owns the sockets."""

    def __init__(self) -> None:
        self.rooms: dict[str, Room] = {}
        self.people: dict[int, set[Socket]] = {}
        self.gaps: set[str] = set()

    def enter(self, socket: Socket) -> int:
        """Know a socket by its person; how many of theirs are here now."""
        sockets = self.people.setdefault(socket.user_id, set())
        sockets.add(socket)
        return len(sockets)

    def exit(self, socket: Socket) -> None:
        for topic in list(socket.topics):
            self.leave(socket, topic)
        sockets = self.people.get(socket.user_id, set())
        sockets.discard(socket)
        if not sockets:
            self.people.pop(socket.user_id, None)

    def join(self, socket: Socket, topic: str, change: int | None = None, since: int = 0) -> None:
        room = self.rooms.setdefault(topic, Room())
        if room.high is None:
            room.high = change
        room.sockets[socket] = since
        socket.topics.add(topic)

    def leave(self, socket: Socket, topic: str) -> None:
        socket.topics.discard(topic)
        room = self.rooms.get(topic)
        if room is None:
            return
        room.sockets.pop(socket, None)
        if not room.sockets:
            del self.rooms[topic]
            self.gaps.discard(topic)

    def sockets(self) -> list[Socket]:
        return [socket for sockets in self.people.values() for socket in sockets]

    def sockets_of(self, user_ids: Iterable[int]) -> list[Socket]:
        return [socket for user_id in user_ids for socket in self.people.get(user_id, ())]

    def take(self, items: Iterable[Item]) -> None:
        for item in items:
            match item:
                case Delivery():
                    self.deliver(item)
                case Join():
                    for socket in self.sockets_of(item.user_ids):
                        socket.membership.admit(
                            {topic: Place(change, item.since) for topic, change in item.topics.items()}
                        )
                case Leave():
                    for socket in self.sockets_of(item.user_ids):
                        socket.membership.evict(item.topics)
                case Close():
                    for socket in self.sockets_of([item.user_id]):
                        if item.session_id in (None, socket.session_id):
                            socket.close(item.code)

    def deliver(self, item: Delivery) -> None:
        """Each change once, waiting for no order: pages place by number."""
        if (listener := HOOKS.listeners.get(item.topic)) is not None:
            listener(msgspec.json.decode(item.text))
            return
        room = self.rooms.get(item.topic)
        if room is None:
            return
        if item.change is not None:
            if not room.is_new(item.change):
                return
            if room.ahead:
                self.gaps.add(item.topic)
        for socket, since in room.sockets.items():
            if socket.id != item.skip:
                socket.push(item.text_since(since) if item.instead else item.text)

    def settle(self, topic: str, head: int | None) -> None:
        """After a repair; without `head` nothing is missing any more."""
        room = self.rooms.get(topic)
        if room is not None and room.high is not None:
            room.settle(head if head is not None else max([room.high, *room.ahead]))

    def late_gaps(self) -> dict[str, int]:
        """Topics that wait for a missing change longer than they should, with what they have."""
        now = monotonic()
        self.gaps = {topic for topic in self.gaps if topic in self.rooms and self.rooms[topic].ahead}
        return self.highs(topic for topic in self.gaps if now - self.rooms[topic].since > GAP_PATIENCE)

    def highs(self, topics: Iterable[str] | None = None) -> dict[str, int]:
        """Numbered topics with the highest change delivered without a hole."""
        chosen = list(self.rooms) if topics is None else topics
        return {topic: high for topic in chosen if (high := self.rooms[topic].high) is not None}
