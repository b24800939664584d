"""What both connections of a page have in common."""

from __future__ import annotations

from aiortc import RTCPeerConnection


class Link:
    """A connection, whichever way it carries."""

    connection: RTCPeerConnection
    candidates = 0
    """How many the page has named."""

    @property
    def is_connected(self) -> bool:
        return self.connection.connectionState == "connected"

    @property
    def is_over(self) -> bool:
        return self.connection.connectionState in ("failed", "closed")
