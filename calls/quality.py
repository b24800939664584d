"""How well a person is connected, judged from what their page reports. No database, no clock.

A report is one connection's. What is bad with one page of a mesh and well with another is not this person's
fault; what is bad with all of them is. The two connections with a forwarding server count for themselves.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable
from typing import Annotated, Literal, NamedTuple
from uuid import UUID

import msgspec

QUALITIES = ("good", "fair", "poor", "lost")
"""From best to worst."""
CAUSES = ("connection", "upload", "download", "delay", "device")
"""Of equally bad ones the first is told. `connection`: nothing comes or goes."""
GOOD, FAIR, POOR, LOST = range(4)
WORSE_FOR = 4.0
BETTER_FOR = 12.0
"""Seconds something has to last before it is told: pages report every five."""

Share = Annotated[float, msgspec.Meta(ge=0, le=1)]
Seconds = Annotated[float, msgspec.Meta(ge=0, le=600)]
Bitrate = Annotated[float, msgspec.Meta(ge=0, le=1e11)]
Levels = dict[str, int]


class Stats(msgspec.Struct):
    """Of getStats (W3C webrtc-stats), as much as the page has; shares and counts since its last report.

    `round_trip_time`: of the candidate pair, seconds. `loss_up`, `loss_down`: shares of the packets, 0 to 1.
    Bitrates: bits a second. `jitter`: the worst line's, seconds. `freeze_count`: of all pictures received.
    """

    round_trip_time: Seconds | None = None
    loss_up: Share | None = None
    loss_down: Share | None = None
    bitrate_up: Bitrate | None = None
    bitrate_down: Bitrate | None = None
    available_outgoing_bitrate: Bitrate | None = None
    jitter: Seconds | None = None
    freeze_count: Annotated[int, msgspec.Meta(ge=0, le=100_000)] | None = None
    quality_limitation_reason: Literal["none", "cpu", "bandwidth", "other"] | None = None


class Verdict(NamedTuple):
    """One of QUALITIES, and one of CAUSES unless it is good."""

    quality: str
    cause: str = ""


LIMITS = {
    "round_trip_time": ("delay", 0.25, 0.5),
    "loss_up": ("upload", 0.03, 0.08),
    "loss_down": ("download", 0.03, 0.08),
    "jitter": ("download", 0.06, 0.15),
}
"""From where on something is fair, and poor. Speech bears 150 ms one way (ITU-T G.114)."""
NARROW = (250_000, 100_000)
"""Bits a second that are left to send: below the first a camera suffers, then the voice."""
LOSS_OF_A_FREEZE = 0.01
"""A picture that stands still without any loss is late at its sender."""


def levels_of(state: str, stats: Stats) -> Levels | None:
    """How bad each cause is on this connection; None while its state says nothing yet."""
    if state == "failed":
        return {"connection": LOST}
    if state == "disconnected":
        return {"connection": POOR}
    if state not in ("connected", "completed"):
        return None
    levels = {"device": FAIR if stats.quality_limitation_reason == "cpu" else GOOD, "upload": _narrow(stats)}
    for field, (cause, fair, poor) in LIMITS.items():
        value = getattr(stats, field) or 0
        level = POOR if value >= poor else FAIR if value >= fair else GOOD
        levels[cause] = max(level, levels.get(cause, GOOD))
    if stats.freeze_count and (stats.loss_down or 0) >= LOSS_OF_A_FREEZE:
        levels["download"] = max(FAIR, levels["download"])
    return levels


def _narrow(stats: Stats) -> int:
    """Only what is held back says how narrow it is: the estimate does not grow while little is sent."""
    left = stats.available_outgoing_bitrate
    if stats.quality_limitation_reason != "bandwidth" or left is None:
        return GOOD
    return sum(left < limit for limit in NARROW)


def judge(links: dict[Hashable, Levels]) -> Verdict:
    """All connections of one page together."""
    mesh = [levels for peer, levels in links.items() if isinstance(peer, UUID)]
    server = [levels for peer, levels in links.items() if not isinstance(peer, UUID)]
    shared = {cause: min(one.get(cause, GOOD) for one in mesh) for cause in CAUSES} if mesh else {}
    worst = {cause: max(one.get(cause, GOOD) for one in [shared, *server]) for cause in CAUSES}
    level = max(worst.values())
    cause = next(cause for cause in CAUSES if worst[cause] == level)
    return Verdict(QUALITIES[level], cause if level else "")


class Judge:
    """Judges one page by its reports. What changes is told when it has lasted; a loss at once."""

    def __init__(self) -> None:
        self.told: Verdict | None = None
        self._links: dict[Hashable, Levels] = {}
        self._differs_since: float | None = None
        self._direction = 0

    def hear(
        self, peer: Hashable, state: str, stats: Stats, *, there: Collection[Hashable], now: float
    ) -> Verdict | None:
        """A report about `peer` at `now`, in seconds; answers a verdict when there is another one to tell.

        `there`: the peers this page may be connected with; what it said of others is forgotten.
        """
        levels = levels_of(state, stats)
        if levels is not None:
            self._links[peer] = levels
        self._links = {one: known for one, known in self._links.items() if one in there}
        if not self._links:
            return None
        return self._decide(judge(self._links), now)

    def _decide(self, verdict: Verdict, now: float) -> Verdict | None:
        if verdict == self.told:
            self._differs_since = None
            return None
        if not self._is_due(verdict, now):
            return None
        self.told, self._differs_since = verdict, None
        return verdict

    def _is_due(self, verdict: Verdict, now: float) -> bool:
        if self.told is None or "lost" in (verdict.quality, self.told.quality):
            return True
        worse = QUALITIES.index(verdict.quality) - QUALITIES.index(self.told.quality)
        direction = 1 if worse > 0 else -1
        if self._differs_since is None or direction != self._direction:
            self._differs_since, self._direction = now, direction
        return now - self._differs_since >= (WORSE_FOR if direction > 0 else BETTER_FOR)
