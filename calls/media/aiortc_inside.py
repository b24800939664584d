"""Everything of aiortc that is not its public interface, in one place (tried with aiortc 1.16).

aiortc decodes what it receives, in a thread a track. Here nothing is decoded: whole encoded frames leave
the jitter buffer for a callback in the loop. tests/media/test_aiortc_inside.py fails when a name moves.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from aiortc import RTCConfiguration, RTCIceServer, RTCPeerConnection, rtcpeerconnection, rtcrtpreceiver
from aiortc.jitterbuffer import JitterBuffer
from aiortc.rtcconfiguration import RTCBundlePolicy
from aiortc.rtcrtpparameters import RTCRtpCodecCapability
from aiortc.rtcrtpsender import RTCRtpSender
from aiortc.rtp import RtpPacket

CLOCK = {"audio": 48_000, "video": 90_000}
VOICE_WAITS_FOR = 4
"""Packets a voice's buffer holds, a power of two: the browser at the end has a jitter buffer of its own."""

OnFrame = Callable[["Encoded"], None]


class Encoded:
    """A frame as RTCRtpSender packs it: bytes, `pts` in ticks of `time_base`."""

    __slots__ = ("data", "pts", "time_base")

    def __init__(self, data: bytes, pts: int, time_base: Fraction) -> None:
        self.data, self.pts, self.time_base = data, pts, time_base

    def __bytes__(self) -> bytes:
        return self.data


class _Frames:
    """Stands where aiortc has the queue of its decoding thread."""

    def __init__(self, receiver: ForwardingReceiver) -> None:
        self._receiver = receiver

    def put(self, item: tuple[Any, Any] | None) -> None:
        if item is not None:
            _codec, frame = item
            self._receiver.deliver(frame.data, frame.timestamp)


class ForwardingReceiver(rtcrtpreceiver.RTCRtpReceiver):
    """Gives whole encoded frames to `on_frame` and voice levels (RFC 6464, 0 loudest) to `on_level`."""

    def __init__(self, kind: str, transport: Any) -> None:
        super().__init__(kind, transport)
        self.on_frame: OnFrame | None = None
        self.on_level: Callable[[int], None] | None = None
        self._time_base = Fraction(1, CLOCK[kind])
        self._media_ssrc: int | None = None
        self._RTCRtpReceiver__decoder_queue = _Frames(self)
        if kind == "audio":
            self._RTCRtpReceiver__jitter_buffer = JitterBuffer(capacity=VOICE_WAITS_FOR, prefetch=0)

    def deliver(self, data: bytes, timestamp: int) -> None:
        if self.on_frame is not None:
            self.on_frame(Encoded(data, timestamp, self._time_base))

    async def _handle_rtp_packet(self, packet: RtpPacket, arrival_time_ms: int) -> None:
        if packet.ssrc not in self._RTCRtpReceiver__rtx_ssrc:  # type: ignore[attr-defined]
            self._media_ssrc = packet.ssrc
        level = packet.extensions.audio_level
        if level is not None and self.on_level is not None:
            self.on_level(level[1])
        await super()._handle_rtp_packet(packet, arrival_time_ms)

    async def ask_for_keyframe(self) -> None:
        """Picture Loss Indication (RFC 4585, section 6.3.1) to the publisher."""
        if self._media_ssrc is not None:
            await self._send_rtcp_pli(self._media_ssrc)


def _no_decoding(*_arguments: Any) -> None:
    """Instead of aiortc's decoder thread, which ends at once."""


def install() -> None:
    """Make every connection of this process a forwarding one; running it again changes nothing."""
    rtcpeerconnection.RTCRtpReceiver = ForwardingReceiver  # type: ignore[attr-defined]
    rtcrtpreceiver.decoder_worker = _no_decoding  # type: ignore[assignment]


def connection(ice_servers: Sequence[dict[str, Any]]) -> RTCPeerConnection:
    """One transport for all lines. Without the explicit list aiortc would ask a public STUN server."""
    servers = [RTCIceServer(one["urls"], one.get("username"), one.get("credential")) for one in ice_servers]
    return RTCPeerConnection(RTCConfiguration(servers, bundlePolicy=RTCBundlePolicy.MAX_BUNDLE))


def codecs(kind: str) -> list[RTCRtpCodecCapability]:
    """The one codec of a call for this kind, with its retransmission."""
    wanted = {"audio": ("audio/opus",), "video": ("video/VP8", "video/rtx")}[kind]
    return [one for one in RTCRtpSender.getCapabilities(kind).codecs if one.mimeType in wanted]


def on_keyframe_request(sender: RTCRtpSender, asked: Callable[[], None]) -> None:
    """Call `asked` when the receiving page wants a whole picture (PLI or FIR)."""
    sender._send_keyframe = asked  # type: ignore[method-assign]


def is_keyframe(frame: bytes) -> bool:
    """VP8 payload header: the lowest bit of the first byte is 0 in a key frame (RFC 6386, section 9.1)."""
    return bool(frame) and not frame[0] & 1


async def quietly(awaitable: Any) -> None:
    """Closing a connection that is half open may fail in many ways, none of which matters any more."""
    try:
        await awaitable
    except asyncio.CancelledError:
        raise
    except Exception:  # noqa: S110  whatever it is, the connection is gone
        pass
