"""Who is on which line of a page: the loudest voices, the pictures it shows. Pure choosing, no media."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from calls.media.slot import Carried, Slot
from calls.media.source import Source

if TYPE_CHECKING:
    from calls.media.page import Page

INCUMBENT = 12.0
"""dB a challenger must be louder by than who is heard already: lines do not change hands at every word."""


def loudest(voices: Mapping[UUID, Source], heard: set[UUID], count: int) -> list[UUID]:
    """The peers to be heard: at most `count`, those heard already first among equals."""

    def rank(peer_id: UUID) -> float:
        return voices[peer_id].loudness + (INCUMBENT if peer_id in heard else 0.0)

    return sorted(voices, key=rank, reverse=True)[:count]


def layer(page: Page, large: bool) -> Source | None:
    """The large picture for who shows it large, else the small one; the other when one is missing."""
    both = [page.source("camera"), page.source("camera_small")]
    wanted = both if large else both[::-1]
    flowing = [one for one in wanted if one is not None and one.flows]
    there = [one for one in wanted if one is not None]
    return next(iter(flowing or there), None)


def seat(slots: Sequence[Slot], wanted: Sequence[tuple[Carried, Source | None]]) -> None:
    """Put these on the lines. Who is on one already stays there; who is not wanted leaves."""
    sources = dict(wanted[: len(slots)])
    free: list[Slot] = []
    for slot in slots:
        if slot.carried in sources:
            slot.carry(slot.carried, sources.pop(slot.carried))
        else:
            free.append(slot)
    newcomers = list(sources.items())
    for slot in free:
        slot.carry(*(newcomers.pop(0) if newcomers else (None, None)))
