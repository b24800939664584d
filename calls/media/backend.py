"""The seam between calls and whatever forwards their media.

`node.Node` is the embedded one. A backend for LiveKit or Janus takes the same few words, turning
the signals of docs/protocol.md into the other server's words; nothing else knows the difference.
"""

from __future__ import annotations

from typing import Any, Protocol
from uuid import UUID


class Backend(Protocol):
    async def handle(self, event: dict[str, Any]) -> None:
        """A signal of a page to `sfu:send` or `sfu:recv`, its `call.view`, or `call.answer` when it came back
        and has to be told again what it was told while its socket was away. Bad input never raises."""

    async def changed(self, call_id: UUID) -> None:
        """Who is in the call, or what somebody may send, has changed."""

    async def refresh(self) -> None:
        """Called every few seconds: words may have been lost, of calls and to pages."""

    @property
    def capacity(self) -> int:
        """Streams it can forward; of one that is full pages get fewer pictures."""

    @property
    def load(self) -> int:
        """Streams that pages want of it now, compared with the capacity when a call is placed."""

    async def close(self) -> None:
        """Let everybody go."""
