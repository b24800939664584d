"""Everything of aiortc that is not its public interface, in one place (tried with aiortc 1.16).

aiortc decodes what it receives, in a thread a track. Here nothing is decoded: whole encoded frames leave
the jitter buffer for a callback in the loop, and go out to everybody in that same step, where aiortc would
wake a task for every frame and receiver. tests/media/test_aiortc_inside.py fails when a name moves.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from fractions import Fraction
from struct import pack
from typing import Any

import pylibsrtp
from aioice import stun
from aiortc import (
    MediaStreamTrack,
    RTCConfiguration,
    RTCIceServer,
    RTCPeerConnection,
    rtcpeerconnection,
    rtcrtpreceiver,
)
from aiortc.clock import current_ntp_time
from aiortc.jitterbuffer import JitterBuffer
from aiortc.mediastreams import MediaStreamError
from aiortc.rate import RemoteBitrateEstimator
from aiortc.rtcconfiguration import RTCBundlePolicy
from aiortc.rtcdtlstransport import State
from aiortc.rtcrtpparameters import RTCRtpCodecCapability, RTCRtpCodecParameters
from aiortc.rtcrtpsender import RTCRtpSender, random_sequence_number
from aiortc.rtp import RTP_HISTORY_SIZE, HeaderExtensions, RtcpSrPacket, RtpPacket
from aiortc.utils import random32

CLOCK = {"audio": 48_000, "video": 90_000}
VOICE_WAITS_FOR = 4
"""Packets a voice's buffer holds, a power of two: the browser at the end has a jitter buffer of its own."""

LONGEST_PAYLOAD = 1296
"""Bytes of a picture in one packet, without its descriptor."""
CONSENT_WAITS = 3.5
"""Seconds; the next check is four to six after the last."""

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


class Outlet(MediaStreamTrack):
    """A track whose frames are handed over instead of asked for: by `forward(frame)` once it is connected."""

    forward: OnFrame | None = None

    def opened(self) -> None:
        """The other side can be reached now."""

    async def recv(self) -> Any:
        raise MediaStreamError  # nobody asks


class ForwardingSender(RTCRtpSender):
    """Packs, encrypts and sends an Outlet's frame at once; other tracks go aiortc's way."""

    def __init__(self, track_or_kind: MediaStreamTrack | str, transport: Any) -> None:
        super().__init__(track_or_kind, transport)
        self._payload_type = 0
        self._sequence = random_sequence_number()
        self._origin = random32()
        self._picture = 0
        self._extensions = b""
        self._sent: dict[int, tuple[int, int, int, bytes]] = {}
        self._reported = 0

    async def _run_rtp(self, codec: RTCRtpCodecParameters) -> None:
        outlet = self.track
        if not isinstance(outlet, Outlet):
            await super()._run_rtp(codec)
            return
        self._payload_type = codec.payloadType or 0
        mid = HeaderExtensions(mid=self._RTCRtpSender__mid)  # type: ignore[attr-defined]
        profile, value = self._RTCRtpSender__rtp_header_extensions_map.set(mid)  # type: ignore[attr-defined]
        self._extensions = pack("!HH", profile, len(value) >> 2) + value if value else b""
        self._RTCRtpSender__rtp_started.set()  # type: ignore[attr-defined]
        outlet.forward = self._forward
        outlet.opened()
        with suppress(asyncio.CancelledError):
            await asyncio.Event().wait()  # until stop() cancels this task
        outlet.forward = None
        outlet.stop()
        self._RTCRtpSender__rtp_exited.set()  # type: ignore[attr-defined]

    def _forward(self, frame: Encoded) -> None:
        """RTP (RFC 3550, section 5.1) with the line's mid. What cannot be sent is lost, as on a network."""
        timestamp = (self._origin + frame.pts) & 0xFFFFFFFF
        payloads = [frame.data] if self.kind == "audio" else self._vp8(frame.data)
        for payload in payloads:
            marker = self.kind == "video" and payload is payloads[-1]
            if self.kind == "video":
                self._sent[self._sequence % RTP_HISTORY_SIZE] = (self._sequence, timestamp, marker, payload)
            self._send_at_once(self._header(timestamp, marker) + payload)
            self._sequence = (self._sequence + 1) & 0xFFFF
            self._RTCRtpSender__octet_count += len(payload)  # type: ignore[attr-defined]
        self._RTCRtpSender__packet_count += len(payloads)  # type: ignore[attr-defined]
        self._RTCRtpSender__rtp_timestamp = timestamp
        self._RTCRtpSender__ntp_timestamp = current_ntp_time()

    def _vp8(self, data: bytes) -> list[bytes]:
        """The payloads of a picture, each with its descriptor (RFC 7741, section 4.2)."""
        self._picture = (self._picture + 1) & 0x7FFF
        first, further = (pack("!BBH", begins, 0x80, 0x8000 | self._picture) for begins in (0x90, 0x80))
        starts = range(0, len(data), LONGEST_PAYLOAD)
        return [(further if at else first) + data[at : at + LONGEST_PAYLOAD] for at in starts]

    def _header(self, timestamp: int, marker: int) -> bytes:
        version = 0x90 if self._extensions else 0x80
        kind = marker << 7 | self._payload_type
        return pack("!BBHLL", version, kind, self._sequence, timestamp, self._ssrc) + self._extensions

    def _send_at_once(self, packet: bytes) -> None:
        dtls = self.transport
        pair = dtls.transport._connection._nominated.get(1)
        if dtls._state != State.CONNECTED or pair is None:
            return
        try:
            pair.protocol.transport.sendto(dtls._tx_srtp.protect(packet), pair.remote_addr)
        except (pylibsrtp.Error, OSError, AttributeError):
            return  # it is being closed

    async def _retransmit(self, sequence_number: int) -> None:
        """The packet as aiortc remembers its own, which knows the rest."""
        sequence, timestamp, marker, payload = self._sent.get(
            sequence_number % RTP_HISTORY_SIZE, (-1, 0, 0, b"")
        )
        if sequence == sequence_number:
            packet = RtpPacket(self._payload_type, marker, sequence, timestamp, self._ssrc, payload)
            packet.extensions.mid = self._RTCRtpSender__mid  # type: ignore[attr-defined]
            self._RTCRtpSender__rtp_history[sequence % RTP_HISTORY_SIZE] = packet  # type: ignore[attr-defined]
        await super()._retransmit(sequence_number)

    async def _send_rtcp(self, packets: list[Any]) -> None:
        """A line that carried nothing since its last report has nothing to report; most lines rest."""
        if isinstance(packets[0], RtcpSrPacket):
            count = packets[0].sender_info.packet_count
            if count == self._reported:
                return
            self._reported = count
        await super()._send_rtcp(packets)


class _LateEstimator:
    """aiortc's estimate of what a page can send, made with its first packet: most lines never get one."""

    def __init__(self) -> None:
        self._real: RemoteBitrateEstimator | None = None

    def add(self, **packet: Any) -> Any:
        self._real = self._real or RemoteBitrateEstimator()
        return self._real.add(**packet)


class _Transaction(stun.Transaction):
    """aiortc lets consent checks (RFC 7675) wait half a second for their answer: after six slow ones a phone
    on a weak line, which gets everything, is cut off."""

    def __init__(self, *details: Any, **more: Any) -> None:
        super().__init__(*details, **more)
        if more.get("retransmissions") == 0:
            self._Transaction__timeout_delay = CONSENT_WAITS


def _no_decoding(*_arguments: Any) -> None:
    """Instead of aiortc's decoder thread, which ends at once."""


def install() -> None:
    """Make every connection of this process a forwarding one; running it again changes nothing."""
    rtcpeerconnection.RTCRtpReceiver = ForwardingReceiver  # type: ignore[attr-defined]
    rtcpeerconnection.RTCRtpSender = ForwardingSender  # type: ignore[assignment, attr-defined]
    rtcrtpreceiver.RemoteBitrateEstimator = _LateEstimator  # type: ignore[assignment, attr-defined]
    stun.Transaction = _Transaction  # type: ignore[misc]
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
