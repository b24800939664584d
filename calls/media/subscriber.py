"""What one page gets: its connection from `sfu:recv`, with a fixed pool of lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from aiortc import RTCSessionDescription

from calls.media.aiortc_inside import codecs, connection, on_keyframe_request, quietly
from calls.media.link import Link
from calls.media.slot import Slot

VOICES = 5
SOUNDS = 1
"""Lines for the sound of a shared screen."""
PICTURES = 11
"""Nine tiles, one large picture, one screen."""


class Subscriber(Link):
    """Its lines are negotiated once; afterwards only what they carry changes."""

    def __init__(self, ice_servers: Sequence[dict[str, Any]], changed: Callable[[Subscriber], None]) -> None:
        self.connection = connection(ice_servers)
        self.voices = [Slot("audio") for _ in range(VOICES)]
        self.sounds = [Slot("audio") for _ in range(SOUNDS)]
        self.pictures = [Slot("video") for _ in range(PICTURES)]
        self.is_answered = False
        self._mids: dict[Slot, str] = {}
        self.connection.on("connectionstatechange", lambda: changed(self))

    @property
    def slots(self) -> list[Slot]:
        return [*self.voices, *self.sounds, *self.pictures]

    async def offer(self) -> str:
        lines = {slot: self._add(slot) for slot in self.slots}
        await self.connection.setLocalDescription(await self.connection.createOffer())
        self._mids = {slot: str(line.mid) for slot, line in lines.items()}
        return self.connection.localDescription.sdp

    async def answered(self, sdp: str) -> None:
        """The page's answer; one that comes twice changes nothing. Raises what aiortc raises."""
        if self.connection.signalingState != "have-local-offer":
            return
        await self.connection.setRemoteDescription(RTCSessionDescription(sdp, "answer"))
        self.is_answered = True

    def tracks(self) -> list[dict[str, Any]]:
        """`tracks` of `call.tracks`: whose track is on which line."""
        return [
            {
                "mid": self._mids[slot],
                "peer_id": str(slot.carried.peer_id),
                "user_id": slot.carried.user_id,
                "source": slot.carried.source,
            }
            for slot in self.slots
            if slot.carried is not None
        ]

    def stop(self) -> None:
        """Carry nothing any more."""
        for slot in self.slots:
            slot.stop()

    async def close(self) -> None:
        self.stop()
        await quietly(self.connection.close())

    def _add(self, slot: Slot) -> Any:
        line = self.connection.addTransceiver(slot, direction="sendonly")
        line.setCodecPreferences(codecs(slot.kind))
        on_keyframe_request(line.sender, slot.ask)
        return line
