"""The one WebSocket of a page or device (docs/protocol.md, "WebSocket")."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from time import monotonic, time
from typing import Any
from urllib.parse import parse_qs
from uuid import uuid4

import msgspec
from channels.consumer import AsyncConsumer
from django.utils import translation
from django.utils.translation import gettext as _

from dreamseed.realtime.errors import NotSignedIn, RateLimited, Refused, TooLarge
from dreamseed.realtime.floor import database, floor
from dreamseed.realtime.frames import FRAMES, MAX_BYTES, BadFrame, Frame, Incoming, decode, ref_of
from dreamseed.realtime.handshake import authenticate, identify, subprotocol_of, token_of, welcome
from dreamseed.realtime.hooks import HOOKS, Identity
from dreamseed.realtime.limits import spend
from dreamseed.realtime.membership import Membership
from dreamseed.realtime.servers import Pace
from dreamseed.realtime.wire import encode

log = logging.getLogger(__name__)

NOT_SIGNED_IN, ENDED, TOKEN_EXPIRED, TOO_MANY, SLOW, FLOODING = 4001, 4003, 4008, 4009, 4010, 4029
QUEUE = 2000
"""Events that may wait for one socket; a page that is this far behind is better off with `sync`."""
QUEUE_LENGTH = 4 * 1024 * 1024
"""Characters that may wait for one socket."""
CLOSE_PATIENCE = 5.0
ALL_FRAMES = "60/s"
FLOOD_PATIENCE = 10.0
MAX_SOCKETS = 10


class Socket(AsyncConsumer):
    """One connection: accepts, greets, answers frames one after another, and writes what the hub pushes.

    `state` belongs to the apps (keyed by their name); `topics` is kept by the hub.
    """

    def __init__(self) -> None:
        self.id = uuid4().hex
        self.user_id = 0
        self.session_id: str | None = None
        self.topics: set[str] = set()
        self.state: dict[str, Any] = {}
        self.membership = Membership(self)
        self._token: str | None = None
        self._out: deque[str] = deque()
        self._length = 0
        self._wake = asyncio.Event()
        self._closing: int | None = None
        self._expiry: asyncio.TimerHandle | None = None
        self._cut: asyncio.TimerHandle | None = None
        self._flooding_since = self._last_refusal = 0.0

    database = staticmethod(database)

    # --- life

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        self.scope, self.base_send = scope, send
        self._batch = parse_qs(scope["query_string"].decode(errors="replace")).get("batch") == ["1"]
        await receive()
        await send({"type": "websocket.accept", "subprotocol": subprotocol_of(scope)})
        floor.start()
        self.pace = Pace(send)
        writer: asyncio.Task[None] | None = None
        try:
            await self._enter()
            writer = asyncio.create_task(self._write())  # not before: `ready` is the first frame
            await self._listen(receive)
        finally:
            if writer is not None:
                writer.cancel()
            for timer in (self._expiry, self._cut):
                if timer is not None:
                    timer.cancel()
            if self in floor.hub.sockets_of([self.user_id]):
                await asyncio.shield(self._exit())

    async def _enter(self) -> None:
        """Sign in, join, then read the numbers, then `ready`: nothing can slip between."""
        try:
            self._become(await identify(self.scope), token_of(self.scope))
        except NotSignedIn as refusal:
            self.close(ENDED if refusal.ended else NOT_SIGNED_IN)
            return
        here = floor.hub.enter(self)
        if max(here, await floor.connections.enter(self)) > MAX_SOCKETS:
            await self._exit()  # at once: a refused socket that lingers must not count
            self.close(TOO_MANY)
            return
        await self.membership.read()
        self._out.appendleft(encode(await welcome(self.user_id)))
        self._wake.set()
        for hook in HOOKS.connect:
            await hook(self)

    def _become(self, identity: Identity, token: str | None) -> None:
        self._token = token
        self.user_id, self.session_id = identity.user_id, identity.session_id
        if identity.language:
            translation.activate(identity.language)
        if self._expiry is not None:
            self._expiry.cancel()
        if identity.expires_at is not None:
            left = max(0.0, identity.expires_at - time())
            self._expiry = asyncio.get_running_loop().call_later(left, self.close, TOKEN_EXPIRED)

    async def _exit(self) -> None:
        floor.hub.exit(self)
        for hook in HOOKS.disconnect:
            try:
                await hook(self)
            except Exception:
                log.exception("on_disconnect of %s", hook)

    # --- topics

    def join(self, topic: str, change: int | None = None) -> None:
        floor.hub.join(self, topic, change)

    def leave(self, topic: str) -> None:
        floor.hub.leave(self, topic)

    async def review(self) -> None:
        """After a time in which this process heard nothing: may the person still be here, and hear what?"""
        try:
            await authenticate(self.scope, self._token)
        except NotSignedIn as refusal:
            if refusal.ended:  # a token that merely ran out has its own timer
                self.close(ENDED)
                return
        await self.membership.read()

    # --- frames in

    async def _listen(self, receive: Any) -> None:
        while (event := await receive())["type"] != "websocket.disconnect":
            if self._closing is None:
                await self._take(event.get("text") or event.get("bytes") or "")

    async def _take(self, data: str | bytes) -> None:
        ref: str | None = None
        try:
            self._spend("*", ALL_FRAMES)
            if len(data) > MAX_BYTES or (isinstance(data, str) and len(data.encode()) > MAX_BYTES):
                raise TooLarge(_("A frame holds at most 64 KiB."))
            frame = decode(data)
            ref = frame.ref if frame.ref is not msgspec.UNSET else None
            await self._handle(frame, ref)
        except BadFrame as bad:
            self._refuse(bad.refusal, bad.ref)
        except RateLimited as refusal:
            self._refuse(refusal, ref or ref_of(data))
            await asyncio.sleep(0)  # what a flood brings at once must not keep others waiting
        except Refused as refusal:
            self._refuse(refusal, ref or ref_of(data))
        except Exception:
            log.exception("a frame failed")
            self._refuse(_broken(), ref)

    async def _handle(self, frame: Incoming, ref: str | None) -> None:
        entry: Frame = FRAMES[str(frame.__struct_config__.tag)]
        if entry.limit:
            self._spend(str(frame.__struct_config__.tag), entry.limit)
        answer = entry.handler(self, frame)
        if asyncio.isfuture(answer):
            answer.add_done_callback(lambda done: self._settle(done, ref))
            return
        self._ack(await answer, ref)

    def _settle(self, done: asyncio.Future[Any], ref: str | None) -> None:
        error = None if done.cancelled() else done.exception()
        if isinstance(error, Refused):
            self._refuse(error, ref)
        elif done.cancelled():
            self._refuse(_broken(), ref)
        elif error is not None:
            log.error("a frame failed", exc_info=error)
            self._refuse(_broken(), ref)
        else:
            self._ack(done.result(), ref)

    def _spend(self, name: str, limit: str) -> None:
        wait = spend(self.user_id, name, limit)
        if wait:
            if name == "*":
                self._note_flood()
            raise RateLimited(wait)

    def _note_flood(self) -> None:
        now = monotonic()
        if now - self._last_refusal > 2:
            self._flooding_since = now
        self._last_refusal = now
        if now - self._flooding_since > FLOOD_PATIENCE:
            self.close(FLOODING)

    def renew(self, identity: Identity, token: str) -> None:
        """`session.refresh`: the same person with a younger token."""
        if identity.user_id != self.user_id:
            raise NotSignedIn(_("This token belongs to somebody else."))
        self._become(identity, token)

    # --- frames out

    def push(self, text: str) -> None:
        """Queue one frame; a reader that is too slow is let go."""
        if self._closing is not None:
            return
        if len(self._out) >= QUEUE or self._length > QUEUE_LENGTH:
            self._out.clear()
            self.close(SLOW, within=1)
            return
        self._out.append(text)
        self._length += len(text)
        self._wake.set()

    def close(self, code: int, within: float = CLOSE_PATIENCE) -> None:
        """Write what is queued, then close; cut the connection when that takes over `within` seconds."""
        if self._closing is None:
            self._closing = code
            self._wake.set()
            self._cut = asyncio.get_running_loop().call_later(within, self.pace.drop)

    def _ack(self, result: dict[str, Any] | None, ref: str | None) -> None:
        if ref is not None:
            self.push(encode({"type": "ack", "ref": ref, **(result or {})}))

    def _refuse(self, refusal: Refused, ref: str | None) -> None:
        frame = {"type": "error", **refusal.as_dict()}
        self.push(encode(frame if ref is None else {**frame, "ref": ref}))

    async def _write(self) -> None:
        try:
            await self._write_on()
        except Exception as error:  # the servers raise when the peer has gone; `receive` tells it too
            log.debug("socket %s cannot be written to: %r", self.id, error)

    async def _write_on(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._out and self._closing != SLOW:
                await self.pace.open.wait()
                await self.base_send({"type": "websocket.send", "text": self._next()})
            if self._closing is not None:
                await self.base_send({"type": "websocket.close", "code": self._closing})
                return

    def _next(self) -> str:
        if not self._batch or len(self._out) == 1:
            text = self._out.popleft()
            self._length -= len(text)
            return text
        text = f"[{','.join(self._out)}]"
        self._out.clear()
        self._length = 0
        return text


def _broken() -> Refused:
    return Refused(_("Something went wrong here. Please try again."), code="server_error", status=500)


class NoSuchSocket(AsyncConsumer):
    """Any other WebSocket address: accepted and closed, so that browsers see the code."""

    async def __call__(
        self, scope: dict[str, Any], receive: Callable[[], Any], send: Callable[[Any], Any]
    ) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        await send({"type": "websocket.close", "code": NOT_SIGNED_IN})
