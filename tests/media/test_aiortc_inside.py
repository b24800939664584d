"""The private names of aiortc are where calls/media/aiortc_inside.py expects them."""

import inspect

from aioice import ice, stun
from aiortc import rtcpeerconnection, rtcrtpreceiver
from aiortc.rtcrtpsender import RTCRtpSender

from calls.media import aiortc_inside


def test_aiortc_is_inside_as_it_was() -> None:
    receiver = inspect.getsource(rtcrtpreceiver.RTCRtpReceiver)
    for name in ("__decoder_queue", "__jitter_buffer", "__rtx_ssrc", "decoder_worker", "_send_rtcp_pli"):
        assert f"{name}" in receiver, f"aiortc has moved RTCRtpReceiver.{name}"
    assert "self._send_keyframe()" in inspect.getsource(RTCRtpSender._handle_rtcp_packet)
    assert "RTCRtpReceiver(kind, " in inspect.getsource(rtcpeerconnection.RTCPeerConnection)
    sender = inspect.getsource(RTCRtpSender)
    for name in ("rtp_started", "rtp_exited", "rtp_history", "packet_count", "octet_count", "mid"):
        assert f"self.__{name}" in sender, f"aiortc has moved RTCRtpSender.{name}"
    assert "self.__timeout_delay = RETRY_RTO" in inspect.getsource(stun)
    assert "retransmissions=0" in inspect.getsource(ice.Connection.query_consent)
    assert "encoder.pack(data)" in sender


def test_only_opus_and_vp8_are_spoken() -> None:
    names = {kind: {one.mimeType for one in aiortc_inside.codecs(kind)} for kind in ("audio", "video")}
    assert names == {"audio": {"audio/opus"}, "video": {"video/VP8", "video/rtx"}}


def test_a_key_frame_is_known_by_its_first_bit() -> None:
    assert aiortc_inside.is_keyframe(b"\x10\x02")
    assert not aiortc_inside.is_keyframe(b"\x11\x02")
    assert not aiortc_inside.is_keyframe(b"")
