"""One page in a call: what it sends, what it gets, what it shows."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from calls.media.publisher import Publisher
from calls.media.source import Source
from calls.media.state import Member
from calls.media.subscriber import Subscriber

CONNECTS_WITHIN = 30.0
"""Seconds until a connection that never came about is closed."""
Tell = Callable[[UUID, dict[str, Any]], None]


class Page:
    """Signals of one page are worked off one after another (`lock`).

    A connection in place of one that still carries stands beside it until it carries itself: who goes from
    one network to another is seen and sees without a gap.
    """

    def __init__(
        self,
        call_id: UUID,
        peer_id: UUID,
        member: Member,
        *,
        tell: Tell,
        ice_servers: Sequence[dict[str, Any]],
    ) -> None:
        self.call_id = call_id
        self.peer_id = peer_id
        self.member = member
        self.lock = asyncio.Lock()
        self.is_closed = False
        self.sending: Publisher | None = None
        self.coming: Publisher | None = None
        self.receiving: Subscriber | None = None
        self.leaving: Subscriber | None = None
        self.tiles: list[UUID] | None = None
        self.large: set[UUID] = set()
        self._tell = tell
        self._ice_servers = ice_servers
        self._offered: list[str] = []
        self._told: list[dict[str, Any]] | None = None
        self._told_large: bool | None = None
        self._closing: set[asyncio.Future[None]] = set()

    def source(self, name: str) -> Source | None:
        return self.sending.sources.get(name) if self.sending is not None else None

    def let(self, member: Member) -> None:
        self.member = member
        for link in (self.sending, self.coming):
            if link is not None:
                link.allow(member)

    async def offered(self, sdp: str, tracks: dict[str, str]) -> None:
        """The page sends; an offer said again is answered once more, another one is of another connection.

        Said again it may name more candidates than before: its ICE credentials are the same (RFC 8839, 5.4).
        """
        known = self.coming or self.sending
        if known is not None and _credentials(sdp) == self._offered:
            answer = known.connection.localDescription.sdp
        else:
            answer = await self._connect_sending(sdp, tracks)
        self.tell("webrtc.answer", from_peer_id="sfu:send", sdp=answer)
        if self.receiving is None:
            await self.offer()

    async def offer(self) -> None:
        """A receiving connection, or another one when the page asks for it."""
        self._drop_leaving()
        self.leaving, self.receiving = self.receiving, Subscriber(self._ice_servers, self._receiving_changed)
        self._told = None
        self._expect(self.receiving)
        sdp = await self.receiving.offer()
        self.tell("webrtc.offer", from_peer_id="sfu:recv", sdp=sdp)

    def forget_told(self) -> None:
        """The page may have missed what it was told: all of it is told again."""
        self._told = self._told_large = None

    async def answered(self, sdp: str) -> None:
        if self.receiving is not None:
            await self.receiving.answered(sdp)

    def tell_tracks(self) -> None:
        """Say whose track is where, when the page does not know."""
        if self.receiving is None or not self.receiving.is_answered:
            return
        tracks = self.receiving.tracks()
        if tracks != self._told:
            self._told = tracks
            self.tell("call.tracks", tracks=tracks)

    def tell_wanted(self, large: bool) -> None:
        """Whether anybody shows this page's camera large: else sending it burdens a line for nothing."""
        if self.sending is not None and large != self._told_large:
            self._told_large = large
            self.tell("call.wanted", large=large)

    def tell(self, type: str, **fields: Any) -> None:
        stamp = {"type": type, "call_id": str(self.call_id), "peer_id": str(self.peer_id)}
        self._tell(self.peer_id, {**stamp, **fields})

    async def close(self) -> None:
        """Nothing is carried from now on; what a signal that is being worked off still makes goes as well."""
        self.is_closed = True
        for subscriber in (self.receiving, self.leaving):
            if subscriber is not None:
                subscriber.stop()
        async with self.lock:
            for link in (self.sending, self.coming, self.receiving, self.leaving):
                self._let_go(link)
            self.sending = self.coming = self.receiving = self.leaving = None
            await asyncio.gather(*self._closing)

    async def _connect_sending(self, sdp: str, tracks: dict[str, str]) -> str:
        fresh = Publisher(self._ice_servers, self._sending_changed)
        try:
            answer = await fresh.answer(sdp, tracks)
        except Exception:
            await fresh.close()
            raise
        fresh.allow(self.member)
        self._offered = _credentials(sdp)
        self._let_go(self.coming)
        self.coming = fresh
        if self.sending is None or not self.sending.is_connected:
            self._use(fresh)
        self._expect(fresh)
        return answer

    def _use(self, fresh: Publisher) -> None:
        before, self.sending, self.coming, self._told_large = self.sending, fresh, None, None
        self._let_go(before)

    def _drop_leaving(self) -> None:
        """It went on with what it had, and is not needed any more."""
        self._let_go(self.leaving)
        self.leaving = None

    def _expect(self, link: Publisher | Subscriber) -> None:
        """It is given up when it does not come about."""

        def look() -> None:
            if not link.is_connected:
                self._let_go(link)

        asyncio.get_running_loop().call_later(CONNECTS_WITHIN, look)

    def _sending_changed(self, link: Publisher) -> None:
        if link is self.coming and link.is_connected:
            self._use(link)
        elif link is self.coming and link.is_over:
            self.coming = None
        elif link is self.sending and link.is_over:
            self.sending, self.coming = self.coming, None
            self._let_go(link)

    def _receiving_changed(self, link: Subscriber) -> None:
        """One that is over stays until the page asks for another: the page notices by itself."""
        if link is not self.receiving:
            return
        if link.is_connected or link.is_over:
            self._drop_leaving()
        if link.is_over:
            for slot in link.slots:
                slot.carry(None, None)

    def _let_go(self, link: Publisher | Subscriber | None) -> None:
        if link is not None:
            closing = asyncio.ensure_future(link.close())
            self._closing.add(closing)
            closing.add_done_callback(self._closing.discard)


def _credentials(sdp: str) -> list[str]:
    return re.findall(r"^a=ice-(?:ufrag|pwd):(\S+)", sdp, re.MULTILINE)
