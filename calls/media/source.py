"""One received track, handed to everybody who takes it."""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import Protocol

from calls.media.aiortc_inside import Encoded, ForwardingReceiver, is_keyframe

KEYFRAME_EVERY = 0.35
"""Seconds between two requests: thirty viewers who come at once cost one picture. Browsers make none within
0.3 s of the last (libwebrtc, video/encoder_rtcp_feedback.cc)."""
FLOWS_WITHIN = 1.5
"""Seconds without a frame after which a picture counts as missing."""
SILENCE = 127
"""The quietest level of RFC 6464, in -dBov."""
FADING = 0.92


class Taker(Protocol):
    def take(self, frame: Encoded) -> None: ...


class Source:
    """A microphone, camera, small camera, screen or its sound. While it is not `allowed` nothing goes out."""

    def __init__(self, name: str, receiver: ForwardingReceiver) -> None:
        self.name = name
        self.kind = receiver.track.kind
        self.allowed = True
        self.takers: set[Taker] = set()
        self.loudness = 0.0
        self._receiver = receiver
        self._last_frame = float("-inf")
        self._asked = float("-inf")
        self._wanted = False
        self._asking: asyncio.Task[None] | None = None
        receiver.on_frame, receiver.on_level = self._hand_on, self._hear

    @property
    def flows(self) -> bool:
        return self.allowed and monotonic() - self._last_frame < FLOWS_WITHIN

    def ask_for_keyframe(self) -> None:
        """Now, or once in a while when many ask; one that comes meanwhile is for all of them."""
        self._wanted = True
        if self._asking is None or self._asking.done():
            self._asking = asyncio.ensure_future(self._ask())

    def end(self) -> None:
        self._receiver.on_frame = self._receiver.on_level = None
        if self._asking is not None:
            self._asking.cancel()

    async def _ask(self) -> None:
        wait = self._asked + KEYFRAME_EVERY - monotonic()
        if wait > 0:
            await asyncio.sleep(wait)
        if not self._wanted:
            return
        self._asked = monotonic()
        await self._receiver.ask_for_keyframe()

    def _hand_on(self, frame: Encoded) -> None:
        self._last_frame = monotonic()
        if self.kind == "video" and is_keyframe(frame.data):
            self._wanted = False
        if self.allowed:
            for taker in tuple(self.takers):  # a taker may give its place up while it takes
                taker.take(frame)

    def _hear(self, level: int) -> None:
        """Loudness rises at once and fades, so that a breath between two words changes nothing."""
        self.loudness = max(self.loudness * FADING, float(SILENCE - level))
