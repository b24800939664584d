"""One call: its pages, and what each of them gets of the others."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from calls.media.budget import TILES, Budget
from calls.media.casting import layer, loudest, seat
from calls.media.page import Page, Tell
from calls.media.slot import Carried
from calls.media.source import Source
from calls.media.state import CallState, Member
from calls.media.subscriber import PICTURES, VOICES, Subscriber

TICK = 0.2
"""Seconds between two looks at who is loud and whose picture came or went."""


class Room:
    """`update` says who is in; everything else follows from the pages' signals and the tick."""

    def __init__(
        self, call_id: UUID, *, tell: Tell, ice_servers: Sequence[dict[str, Any]], budget: Budget
    ) -> None:
        self.call_id = call_id
        self.pages: dict[UUID, Page] = {}
        self._budget = budget
        self._tell = tell
        self._ice_servers = ice_servers
        self._ticking = asyncio.ensure_future(self._tick())

    async def update(self, state: CallState) -> None:
        """Let in who came, close who is gone, drop what somebody may not send any more."""
        for peer_id, member in state.peers.items():
            if peer_id not in self.pages:
                self.pages[peer_id] = self._page(peer_id, member)
            self.pages[peer_id].let(member)
        gone = [self.pages.pop(peer_id) for peer_id in self.pages.keys() - state.peers.keys()]
        self.cast()
        await asyncio.gather(*(page.close() for page in gone))

    def tell_again(self) -> None:
        """A word may have been lost: everybody hears how things stand."""
        for page in self.pages.values():
            page.forget_told()
        self.cast()

    def cast(self) -> int:
        """Everybody's lines anew; who is on one stays there. Answers how many streams all of them want."""
        wanted = 0
        sent = {name: self._sent(name) for name in ("microphone", "screen_audio", "screen")}
        large = {one for page in self.pages.values() for one in page.large}
        for page in self.pages.values():
            page.tell_wanted(page.peer_id in large)
            if page.receiving is not None and page.receiving.is_answered:
                others = {name: _not_of(page, sources) for name, sources in sent.items()}
                wanted += self._cast_one(page, page.receiving, others)
                page.tell_tracks()
        return wanted

    async def close(self) -> None:
        self._ticking.cancel()
        self._budget.forget(self.call_id)
        pages, self.pages = self.pages, {}
        await asyncio.gather(*(page.close() for page in pages.values()))

    def _page(self, peer_id: UUID, member: Member) -> Page:
        return Page(self.call_id, peer_id, member, tell=self._tell, ice_servers=self._ice_servers)

    def _cast_one(self, page: Page, receiving: Subscriber, others: dict[str, dict[UUID, Source]]) -> int:
        voices = others["microphone"]
        heard = {slot.carried.peer_id for slot in receiving.voices if slot.carried is not None}
        chosen = loudest(voices, heard, VOICES)
        seat(receiving.voices, [(self._name(peer_id, "microphone"), voices[peer_id]) for peer_id in chosen])
        sounds = {one: source for one, source in others["screen_audio"].items() if source.flows}
        seat(receiving.sounds, [(self._name(one, "screen_audio"), sounds[one]) for one in sounds])
        screens = [(self._name(one, "screen"), source) for one, source in others["screen"].items()]
        cameras = list(self._cameras(page))
        seat(receiving.pictures, [*screens, *cameras[: self._budget.tiles + len(page.large)]][:PICTURES])
        return len(chosen) + len(sounds) + len(screens) + len(cameras)

    def _sent(self, name: str) -> list[tuple[Page, Source]]:
        """Who sends this and may."""
        sources = ((page, page.source(name)) for page in self.pages.values())
        return [(page, source) for page, source in sources if source is not None and source.allowed]

    def _cameras(self, page: Page) -> Iterator[tuple[Carried, Source | None]]:
        """As many as a server with room for all would send."""
        for peer_id in self._shown(page)[: TILES + len(page.large)]:
            other = self.pages[peer_id]
            source = layer(other, peer_id in page.large) if other.member.video else None
            if source is not None:
                yield self._name(peer_id, "camera"), source

    def _shown(self, page: Page) -> list[UUID]:
        """What the page says it shows; until it says anything, the first who are there."""
        others = [peer_id for peer_id in self.pages if peer_id != page.peer_id]
        if page.tiles is None:
            return others[:TILES]
        shown = dict.fromkeys([*page.large, *page.tiles])
        return [peer_id for peer_id in shown if peer_id in self.pages and peer_id != page.peer_id]

    def _name(self, peer_id: UUID, source: str) -> Carried:
        return Carried(peer_id, self.pages[peer_id].member.user_id, source)

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(TICK)
            self._budget.wants(self.call_id, self.cast())


def _not_of(page: Page, sources: Sequence[tuple[Page, Source]]) -> dict[UUID, Source]:
    """What is heard and seen of the others; one's own second page would echo."""
    return {other.peer_id: one for other, one in sources if other.member.user_id != page.member.user_id}
