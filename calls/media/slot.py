"""One line of a page's receiving connection. What it carries is exchanged without negotiating."""

from __future__ import annotations

from fractions import Fraction
from time import monotonic
from typing import NamedTuple
from uuid import UUID

from calls.media.aiortc_inside import CLOCK, Encoded, Outlet, is_keyframe
from calls.media.source import Source


class Carried(NamedTuple):
    """Whose track a line carries, as `call.tracks` says it."""

    peer_id: UUID
    user_id: int
    source: str


class Slot(Outlet):
    """A track whose frames come from one source after another, in one unbroken time."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind
        self.carried: Carried | None = None
        self.source: Source | None = None
        self._began = monotonic()
        self._time_base = Fraction(1, CLOCK[kind])
        self._shift: int | None = None
        self._last = -1
        self._waits_for_keyframe = False
        self._next: _Next | None = None

    def carry(self, carried: Carried | None, source: Source | None) -> None:
        """From now on this source, or nothing. A picture begins with a whole one: the same person's
        other layer is taken when it has one, and until then the old layer goes on."""
        same = carried is not None and carried == self.carried
        self.carried = carried
        if self._next is not None and self._next.source is source:
            return
        self._give_up_next()
        if source is self.source:
            return
        if same and source is not None and self.kind == "video" and self.source and self.source.flows:
            self._next = _Next(self, source)
        else:
            self._change(source)
            self.ask()

    def opened(self) -> None:
        """The page's connection stands: what came before is gone, a picture begins anew."""
        self._waits_for_keyframe = self.kind == "video"
        self.ask()

    def ask(self) -> None:
        """The page wants a whole picture, or has to begin with one; too early it would be lost."""
        if self.source is not None and self.kind == "video" and self.forward is not None:
            self.source.ask_for_keyframe()

    def take(self, frame: Encoded) -> None:
        """A frame of the source; dropped while it could not be sent or drawn."""
        if self.forward is None:
            return
        if self._waits_for_keyframe:
            if not is_keyframe(frame.data):
                self.ask()
                return
            self._waits_for_keyframe = False
        self.forward(Encoded(frame.data, self._in_our_time(frame.pts), self._time_base))

    def stop(self) -> None:
        self.carry(None, None)
        super().stop()

    def change_to_next(self, keyframe: Encoded) -> None:
        """The other layer has a whole picture now."""
        if self._next is not None:
            source = self._next.source
            self._give_up_next()
            self._change(source)
            self.take(keyframe)

    def _change(self, source: Source | None) -> None:
        if self.source is not None:
            self.source.takers.discard(self)
        self.source, self._shift = source, None
        self._waits_for_keyframe = self.kind == "video"
        if source is not None:
            source.takers.add(self)

    def _give_up_next(self) -> None:
        if self._next is not None:
            self._next.source.takers.discard(self._next)
            self._next = None

    def _in_our_time(self, pts: int) -> int:
        if self._shift is None:
            self._shift = int((monotonic() - self._began) * CLOCK[self.kind]) - pts
        self._last = max(pts + self._shift, self._last + 1)
        return self._last


class _Next:
    """Waits at a line's next source for its whole picture."""

    def __init__(self, slot: Slot, source: Source) -> None:
        self.slot, self.source = slot, source
        source.takers.add(self)
        source.ask_for_keyframe()

    def take(self, frame: Encoded) -> None:
        if is_keyframe(frame.data):
            self.slot.change_to_next(frame)
        else:
            self.source.ask_for_keyframe()
