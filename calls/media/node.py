"""The door of the forwarding server: signals of pages in, answers and offers out."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from uuid import UUID

from aiortc.sdp import candidate_from_sdp

from calls.media import aiortc_inside
from calls.media.budget import Budget
from calls.media.locks import Locks
from calls.media.page import Page, Tell
from calls.media.room import Room
from calls.media.state import CallState

log = logging.getLogger(__name__)

LONGEST_SDP = 200_000
"""Characters; a browser's offer has about 10,000."""
MOST_LINES = 32
MOST_CANDIDATES = 200


class Refusal(Exception):
    """Why a signal was not taken, for the page that sent it."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code


class Node:
    """Holds the calls of one process. `load(call_id)` answers who is in, None when it is not ours or over;
    `tell(peer_id, event)` sends an event to a page."""

    def __init__(
        self,
        *,
        load: Callable[[UUID], Awaitable[CallState | None]],
        tell: Tell,
        capacity: int,
        ice_servers: Sequence[dict[str, Any]] = (),
    ) -> None:
        aiortc_inside.install()
        self._load = load
        self._tell = tell
        self._ice_servers = ice_servers
        self._budget = Budget(capacity)
        self._rooms: dict[UUID, Room] = {}
        self._locks: Locks[UUID] = Locks()

    @property
    def load(self) -> int:
        """Streams its pages want now; of a full node they get fewer."""
        return self._budget.wanted

    @property
    def capacity(self) -> int:
        return self._budget.capacity

    @property
    def calls(self) -> list[UUID]:
        return list(self._rooms)

    async def handle(self, event: dict[str, Any]) -> None:
        """One signal of a page. What cannot be taken is answered with an `error` and harms nobody."""
        try:
            call_id, peer_id = UUID(event["call_id"]), UUID(event["from_peer_id"])
            page = await self._page(call_id, peer_id)
            if page is not None:
                await self._take(call_id, page, event)
        except Refusal as refusal:
            self._refuse(event, refusal.code, str(refusal))
        except Exception as error:  # aiortc raises anything for a description it cannot read
            log.info("signal %s refused: %r", event.get("type"), error)
            self._refuse(event, "invalid", "This description cannot be read.")

    async def changed(self, call_id: UUID) -> None:
        """Read the call again. Does nothing for a call nobody here has asked for."""
        async with self._locks.of(call_id):
            if call_id not in self._rooms:
                return
            state = await self._load(call_id)
            if state is None:
                await self._end(call_id)
            else:
                await self._rooms[call_id].update(state)

    async def refresh(self) -> None:
        """Read all calls and tell their pages everything again: a word may have been lost either way."""
        for call_id in self.calls:
            await self.changed(call_id)
            if call_id in self._rooms:
                self._rooms[call_id].tell_again()

    async def close(self) -> None:
        for call_id in list(self._rooms):
            await self._end(call_id)

    async def _page(self, call_id: UUID, peer_id: UUID) -> Page | None:
        """The page that speaks; the call is read again when it is not known yet."""
        room = self._rooms.get(call_id)
        if room is not None and peer_id in room.pages:
            return room.pages[peer_id]
        async with self._locks.of(call_id):
            state = await self._load(call_id)
            if state is None or peer_id not in state.peers:
                return None
            room = self._rooms.get(call_id) or self._room(call_id)
            await room.update(state)
        return room.pages.get(peer_id)

    def _room(self, call_id: UUID) -> Room:
        room = Room(call_id, tell=self._tell, ice_servers=self._ice_servers, budget=self._budget)
        self._rooms[call_id] = room
        return room

    async def _take(self, call_id: UUID, page: Page, event: dict[str, Any]) -> None:
        room = self._rooms[call_id]
        async with page.lock:
            if page.is_closed:  # put out while this waited
                return
            match event["type"], event.get("peer_id"):
                case "webrtc.offer", "sfu:send":
                    await page.offered(_readable(event["sdp"]), event.get("tracks") or {})
                case "webrtc.answer", "sfu:recv":
                    await page.answered(_readable(event["sdp"]))
                case "webrtc.renegotiate", "sfu:recv":
                    await page.offer()
                case "call.answer", _:
                    page.forget_told()
                case "webrtc.ice_candidate", target:
                    await self._candidate(page, target, event)
                    return
                case "call.view", _:
                    page.tiles = [UUID(one) for one in event.get("tiles") or ()]
                    page.large = {UUID(one) for one in event.get("large") or ()}
        room.cast()

    async def _candidate(self, page: Page, target: str | None, event: dict[str, Any]) -> None:
        link = page.sending if target == "sfu:send" else page.receiving
        text = event.get("candidate")
        if link is None or not text or link.connection.remoteDescription is None:
            return  # the browser's checks reach us by themselves: our own candidates are in our description
        link.candidates += 1
        if link.candidates > MOST_CANDIDATES:
            raise Refusal("rate_limited", "Too many candidates.")
        candidate = candidate_from_sdp(text.removeprefix("candidate:"))
        candidate.sdpMid, candidate.sdpMLineIndex = event.get("sdpMid"), event.get("sdpMLineIndex")
        await link.connection.addIceCandidate(candidate)

    async def _end(self, call_id: UUID) -> None:
        room = self._rooms.pop(call_id)
        await room.close()

    def _refuse(self, event: dict[str, Any], code: str, detail: str) -> None:
        try:
            peer_id = UUID(str(event.get("from_peer_id")))
        except ValueError:
            return
        error = {"type": "error", "call_id": event.get("call_id"), "code": code, "detail": detail}
        self._tell(peer_id, error)


def _readable(sdp: str) -> str:
    if len(sdp) > LONGEST_SDP:
        raise Refusal("too_large", "This description is too long.")
    if not sdp.startswith("v=0") or not 0 < sdp.count("\nm=") <= MOST_LINES:
        raise Refusal("invalid", "This description cannot be read.")
    return sdp
