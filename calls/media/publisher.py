"""What one page sends: its connection to `sfu:send` and the sources that come over it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from aiortc import RTCRtpReceiver, RTCSessionDescription

from calls.media.aiortc_inside import ForwardingReceiver, codecs, connection, quietly
from calls.media.link import Link
from calls.media.source import Source
from calls.media.state import Member

KINDS = {
    "microphone": "audio",
    "camera": "video",
    "camera_small": "video",
    "screen": "video",
    "screen_audio": "audio",
}
NEEDS: dict[str, tuple[str, ...]] = {
    "microphone": ("audio",),
    "camera": ("video",),
    "camera_small": ("video",),
    "screen": ("screen",),
    "screen_audio": ("screen", "screen_audio"),
}
"""The rights of a member without which a source is not handed on: the label is the page's own word."""


class Publisher(Link):
    """Lives until it is closed; a page that connects anew gets another one."""

    def __init__(self, ice_servers: Sequence[dict[str, Any]], changed: Callable[[Publisher], None]) -> None:
        self.sources: dict[str, Source] = {}
        self.connection = connection(ice_servers)
        self.connection.on("connectionstatechange", lambda: changed(self))

    async def answer(self, sdp: str, tracks: Mapping[str, str]) -> str:
        """The answer to an offer; `tracks` says what comes on which line. Raises what aiortc raises."""
        await self.connection.setRemoteDescription(RTCSessionDescription(sdp, "offer"))
        for transceiver in self.connection.getTransceivers():
            transceiver.setCodecPreferences(codecs(transceiver.kind))
            self._take(tracks.get(str(transceiver.mid), ""), transceiver.receiver)
        await self.connection.setLocalDescription(await self.connection.createAnswer())
        return self.connection.localDescription.sdp

    def allow(self, member: Member) -> None:
        """Nothing of what its person may not be heard or seen with goes out."""
        for name, source in self.sources.items():
            source.allowed = all(getattr(member, right) for right in NEEDS[name])

    async def close(self) -> None:
        for source in self.sources.values():
            source.end()
        await quietly(self.connection.close())

    def _take(self, name: str, receiver: RTCRtpReceiver) -> None:
        assert isinstance(receiver, ForwardingReceiver)
        if KINDS.get(name) == receiver.track.kind and name not in self.sources:
            self.sources[name] = Source(name, receiver)
