"""Voices and pictures a browser can decode, encoded once a run: sending them costs no encoder."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from itertools import cycle
from math import pi, sin

import av

from tests.media.client import Made

WIDTH, HEIGHT, PICTURES = 160, 96, 8
TONE, LOUDNESS, SAMPLES = 440, 3000, 960
A_SECOND = 5
"""Frames; of a voice too, as a quiet microphone sends them (RFC 7587, section 3.1.3)."""


class Recorded(Made):
    """A few frames in a circle; every picture is a whole one, so that anybody may begin anywhere."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind, rate=A_SECOND)
        self._frames = cycle(_voice() if kind == "audio" else _pictures())

    def payload(self) -> bytes:
        return next(self._frames)


@cache
def _pictures() -> list[bytes]:
    """VP8 key frames: a stripe that wanders."""
    encoder = av.CodecContext.create("libvpx", "w")
    encoder.width, encoder.height, encoder.pix_fmt = WIDTH, HEIGHT, "yuv420p"
    encoder.time_base, encoder.gop_size = Fraction(1, A_SECOND), 0
    encoder.options = {"lag-in-frames": "0", "deadline": "realtime"}
    return [bytes(packet) for at in range(PICTURES) for packet in encoder.encode(_striped(at))]


def _striped(at: int) -> av.VideoFrame:
    frame = av.VideoFrame(WIDTH, HEIGHT, "rgb24")
    stripe = WIDTH // PICTURES
    line = b"".join((b"\xf0\xe0\x60" if x // stripe == at else b"\x20\x50\x90") for x in range(WIDTH))
    plane = frame.planes[0]
    plane.update(line.ljust(plane.line_size, b"\0") * HEIGHT)
    frame.pts = at
    return frame.reformat(format="yuv420p")


@cache
def _voice() -> list[bytes]:
    """Opus, 20 ms each: a quiet tone."""
    encoder = av.CodecContext.create("libopus", "w")
    encoder.sample_rate, encoder.layout, encoder.format = 48_000, "stereo", "s16"
    encoder.time_base = Fraction(1, 48_000)
    return [bytes(packet) for at in range(12) for packet in encoder.encode(_tone(at))]


def _tone(at: int) -> av.AudioFrame:
    frame = av.AudioFrame("s16", "stereo", SAMPLES)
    frame.sample_rate, frame.pts = 48_000, at * SAMPLES
    values = (int(LOUDNESS * sin(2 * pi * TONE * (at * SAMPLES + n) / 48_000)) for n in range(SAMPLES))
    frame.planes[0].update(b"".join(value.to_bytes(2, "little", signed=True) * 2 for value in values))
    return frame
