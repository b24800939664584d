"""What apps above fill in `ready()`: the only way the ground floor reaches upward."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from dreamseed.realtime.socket import Socket


class Identity(NamedTuple):
    """Who a socket speaks for. `expires_at`: Unix time when a token runs out, None for a page's cookie."""

    user_id: int
    session_id: str | None = None
    expires_at: float | None = None
    language: str = ""


class Place(NamedTuple):
    """Where somebody stands in a topic: its change number, and from where on they hear of its past."""

    change: int | None = None
    since: int = 0


class Repair(NamedTuple):
    """An event read back from the database for a topic that missed it (`instead`: as in publishing.Event).

    Without event: everything of this topic up to `change` has been told; numbers below that no row
    carries any more are not waited for. It must have been read before the rows were.
    """

    topic: str
    change: int
    event: dict[str, Any] | None
    instead: Sequence[tuple[int, dict[str, Any]]] = ()


Authenticate = Callable[[dict[str, Any], str | None], Identity]
Topics = Callable[[int], dict[str, Place]]
Ready = Callable[[int], dict[str, Any]]
OnSocket = Callable[["Socket"], Awaitable[None]]
OnHeartbeat = Callable[[Sequence["Socket"]], Awaitable[None]]
Backfill = Callable[[dict[str, int]], Sequence[Repair]]


@dataclass
class Hooks:
    """Every registered function, in order of registration."""

    authenticate: Authenticate | None = None
    topics: list[Topics] = field(default_factory=list)
    ready: list[Ready] = field(default_factory=list)
    connect: list[OnSocket] = field(default_factory=list)
    disconnect: list[OnSocket] = field(default_factory=list)
    heartbeat: list[OnHeartbeat] = field(default_factory=list)
    backfill: dict[str, Backfill] = field(default_factory=dict)
    listeners: dict[str, Callable[[dict[str, Any]], None]] = field(default_factory=dict)


HOOKS = Hooks()


def authenticate(function: Authenticate) -> None:
    """`function(scope, token)` says who connects or raises NotSignedIn; runs in a thread."""
    HOOKS.authenticate = function


def topics(function: Topics) -> None:
    """`function(user_id)` -> the topics a person's sockets join, each with their place in it."""
    HOOKS.topics.append(function)


def ready(function: Ready) -> None:
    """`function(user_id)` -> fields of the `ready` frame; called after the topics were joined."""
    HOOKS.ready.append(function)


def on_connect(function: OnSocket) -> None:
    HOOKS.connect.append(function)


def on_disconnect(function: OnSocket) -> None:
    HOOKS.disconnect.append(function)


def on_heartbeat(function: OnHeartbeat) -> None:
    """`function(sockets)`: every 10 s with all live sockets of this process."""
    HOOKS.heartbeat.append(function)


def backfill(prefix: str, function: Backfill) -> None:
    """`function({topic: high})` -> what lies above, for topics that begin with `prefix:`; runs in a thread.

    It may tell a part and is then asked again from there.
    """
    HOOKS.backfill[prefix] = function


def listen(topic: str, function: Callable[[dict[str, Any]], None]) -> None:
    """`function(event)` in the loop of every process that holds sockets, instead of delivery to sockets."""
    HOOKS.listeners[topic] = function
