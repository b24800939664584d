"""A page of a call as aiortc sees it, in tests: sends made-up encoded frames and counts what arrives."""

from __future__ import annotations

import asyncio
from collections import Counter
from fractions import Fraction
from typing import Any
from uuid import UUID, uuid4

from aiortc import MediaStreamTrack, RTCPeerConnection, RTCSessionDescription
from aiortc.rtcconfiguration import RTCBundlePolicy, RTCConfiguration

from calls.media.aiortc_inside import Encoded, ForwardingReceiver, codecs, is_keyframe, on_keyframe_request

KEY, DELTA = b"\x10\x02\x00\x9d\x01\x2a\x40\x01\xf0\x00", b"\x11\x02\x00"
LINES = [
    ("microphone", "audio"),
    ("camera", "video"),
    ("camera_small", "video"),
    ("screen", "video"),
    ("screen_audio", "audio"),
]


class Made(MediaStreamTrack):
    """50 voices or 25 pictures a second; every picture begins with its source's mark after the VP8 header."""

    def __init__(self, kind: str, mark: bytes = b"", size: int = 200, rate: int = 0) -> None:
        super().__init__()
        self.kind, self.mark, self.size = kind, mark, size
        self.rate = rate or (50 if kind == "audio" else 25)
        self.clock = 48_000 if kind == "audio" else 90_000
        self.count = 0
        self.keyframes_asked = 0
        self.key_next = True
        self.withholds_keyframes = False
        self._began: float | None = None

    def ask(self) -> None:
        self.keyframes_asked += 1
        self.key_next = not self.withholds_keyframes

    async def recv(self) -> Any:
        loop = asyncio.get_running_loop()
        self._began = self._began or loop.time()
        await asyncio.sleep(max(0.0, self._began + self.count / self.rate - loop.time()))
        self.count += 1
        return Encoded(self.payload(), self.count * self.clock // self.rate, Fraction(1, self.clock))

    def payload(self) -> bytes:
        """The next frame."""
        head = b"" if self.kind == "audio" else KEY if self.key_next else DELTA
        self.key_next = False
        return head + self.mark + bytes(self.size)


class Client:
    """`node` gets its signals; `told` is what the node tells this page."""

    lines = LINES

    def __init__(self, node: Any, call_id: UUID, user_id: int, peer_id: UUID | None = None) -> None:
        self.node, self.call_id, self.user_id = node, call_id, user_id
        self.peer_id = peer_id or uuid4()
        self.events: list[dict[str, Any]] = []
        self.tracks: list[dict[str, Any]] = []
        self.frames: Counter[str] = Counter()
        self.marks: dict[str, bytes] = {}
        self.made: dict[str, Made] = {}
        self.sending: RTCPeerConnection | None = None
        self.receiving: RTCPeerConnection | None = None
        self.offers = 0
        self._tasks: set[asyncio.Task[None]] = set()

    async def says(self, type: str, **fields: Any) -> None:
        event = {
            "call_id": str(self.call_id),
            "from_peer_id": str(self.peer_id),
            "from_user_id": self.user_id,
        }
        await self.node.handle({"type": type, **event, **fields})

    async def joins(self, *sources: str, size: int = 200) -> Client:
        """Sends these sources and takes what the server offers."""
        self.sending = _connection()
        lines = [(name, self._line(name, kind, name in sources, size)) for name, kind in self.lines]
        await self.sending.setLocalDescription(await self.sending.createOffer())
        tracks = {line.mid: name for name, line in lines}
        sdp = self.sending.localDescription.sdp
        await self.says("webrtc.offer", peer_id="sfu:send", sdp=sdp, tracks=tracks)
        return self

    def told(self, event: dict[str, Any]) -> None:
        self.events.append(event)
        if event["type"] == "call.tracks":
            self.tracks = event["tracks"]
        work = {"webrtc.answer": self._answered, "webrtc.offer": self._offered}.get(event["type"])
        if work is not None:
            task = asyncio.ensure_future(work(event["sdp"]))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def line(self, peer: Client, source: str) -> str | None:
        """The mid this peer's source is on."""
        wanted = (str(peer.peer_id), source)
        return next((one["mid"] for one in self.tracks if (one["peer_id"], one["source"]) == wanted), None)

    def got(self, peer: Client, source: str) -> int:
        return self.frames[self.line(peer, source) or ""]

    async def gets(self, peer: Client, source: str, more: int = 5) -> None:
        """Waits until that many more frames of this peer have come."""
        await until(lambda: self.line(peer, source) is not None)
        before = self.got(peer, source)
        await until(lambda: self.got(peer, source) >= before + more)

    async def leaves(self) -> None:
        for connection in (self.sending, self.receiving):
            if connection is not None:
                await connection.close()

    def makes(self, name: str, kind: str, size: int) -> Made:
        """What is sent as this source."""
        return Made(kind, name.encode()[:8].ljust(8), size)

    def _line(self, name: str, kind: str, sends: bool, size: int) -> Any:
        assert self.sending is not None
        track: Any = kind
        if sends:
            track = self.made[name] = self.makes(name, kind, size)
        line = self.sending.addTransceiver(track, direction="sendonly")
        line.setCodecPreferences(codecs(kind))
        if sends:
            on_keyframe_request(line.sender, track.ask)
        return line

    async def _answered(self, sdp: str) -> None:
        assert self.sending is not None
        if self.sending.signalingState == "have-local-offer":
            await self.sending.setRemoteDescription(RTCSessionDescription(sdp, "answer"))

    async def _offered(self, sdp: str) -> None:
        self.offers += 1
        before, self.receiving = self.receiving, _connection()
        await self.receiving.setRemoteDescription(RTCSessionDescription(sdp, "offer"))
        for line in self.receiving.getTransceivers():
            assert isinstance(line.receiver, ForwardingReceiver)
            line.receiver.on_frame = self._counter(line)
        await self.receiving.setLocalDescription(await self.receiving.createAnswer())
        await self.says("webrtc.answer", peer_id="sfu:recv", sdp=self.receiving.localDescription.sdp)
        if before is not None:
            await before.close()

    def _counter(self, line: Any) -> Any:
        def count(frame: Encoded) -> None:
            self.frames[line.mid] += 1
            head = len(KEY) if is_keyframe(frame.data) else len(DELTA)
            self.marks[line.mid] = frame.data[head : head + 8]

        return count


def _connection() -> RTCPeerConnection:
    return RTCPeerConnection(RTCConfiguration([], bundlePolicy=RTCBundlePolicy.MAX_BUNDLE))


async def until(met: Any, patience: float = 15.0) -> None:
    """Waits for what is meant."""
    async with asyncio.timeout(patience):
        while not met():
            await asyncio.sleep(0.02)
