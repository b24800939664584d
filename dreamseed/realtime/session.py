"""Frames of the ground floor itself."""

from typing import Any

from dreamseed.realtime.frames import Frame, Incoming
from dreamseed.realtime.handshake import authenticate
from dreamseed.realtime.socket import Socket


class SessionRefresh(Incoming, tag="session.refresh"):
    """A younger access token, before the one in use runs out."""

    token: str


async def refresh(socket: Socket, frame: SessionRefresh) -> dict[str, Any]:
    socket.renew(await authenticate(socket.scope, frame.token), frame.token)
    return {}


FRAMES = {"session.refresh": Frame(SessionRefresh, refresh, limit="10/60s")}
