"""A client of real web processes, as phones are: keeps its numbers, reconnects, asks for what it missed."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from typing import Any
from uuid import uuid4

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from messenger.models import Conversation
from tests.people import Person
from tests.processes import Site
from tests.sockets import token_of

PATIENCE = 30.0


class Phone:
    """`heard`: ids of messages by live event, in order of arrival. `known`: everything, by seq."""

    def __init__(self, person: Person, conversation: Conversation) -> None:
        self.person, self.conversation = person, str(conversation.pk)
        self.heard: list[str] = []
        self.known: dict[int, str] = {}
        self.events: list[str] = []
        self.closed: int | None = None
        self._changes: set[int] = set()
        self._high: int | None = None
        self._answers: dict[str, asyncio.Future[dict[str, Any]]] = {}
        self._news = asyncio.Condition()
        self._tasks: list[asyncio.Task[None]] = []
        self._wire: ClientConnection

    async def connect(self, site: Site) -> Phone:
        """Open a socket, wait for `ready`, ask for what was missed since the last one."""
        token = await token_of(self.person)
        self._wire = await connect(f"{site.socket_url}/{self.person.id}?token={token}", max_size=None)
        self.closed = None
        ready = json.loads(await asyncio.wait_for(self._wire.recv(), PATIENCE))
        assert ready["type"] == "ready", ready
        self._start(self._read(self._wire))
        if self._high is None:
            self._high = ready["heads"][self.conversation]
        else:
            await self.catch_up()
        return self

    async def says(self, content: str, client_id: str | None = None) -> dict[str, Any]:
        """Send a message and wait for its ack."""
        answer = await self.ask(
            "message.send",
            conversation_id=self.conversation,
            content=content,
            client_id=client_id or str(uuid4()),
        )
        self._take(answer["seq"], answer["change"], answer["id"])
        return answer

    async def ask(self, type: str, **fields: Any) -> dict[str, Any]:
        """A frame's ack; ConnectionError when the socket is lost before."""
        ref = uuid4().hex
        self._answers[ref] = asyncio.get_running_loop().create_future()
        try:
            await self._wire.send(json.dumps({"type": type, "ref": ref, **fields}))
            answer = await asyncio.wait_for(self._answers[ref], PATIENCE)
        except ConnectionClosed as error:
            raise ConnectionError from error
        finally:
            del self._answers[ref]
        assert answer["type"] == "ack", answer
        return answer

    async def catch_up(self) -> None:
        """`sync` from the last number without a hole below it."""
        more = True
        while more:
            answer = await self.ask("sync.request", conversations={self.conversation: self._high})
            told = answer["conversations"].get(self.conversation)
            if told is None:
                return
            for message in told["messages"]:
                self._take(message["seq"], message["change"], message["id"])
            self._high, more = max(told["head"], self._high or 0), told["more"]

    async def knows(self, count: int) -> None:
        """Wait until every message up to number `count` is known."""
        await self._until(lambda: self.known.keys() >= set(range(1, count + 1)), f"{count} messages")

    async def hears(self, type: str) -> None:
        """Wait until an event of this type has come since the last time one was asked for."""
        await self._until(lambda: type in self.events, type)
        self.events.remove(type)

    async def loses_connection(self) -> int | None:
        await self._until(lambda: self.closed is not None, "the end of the connection")
        return self.closed

    async def hang_up(self) -> None:
        with suppress(Exception):
            await self._wire.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _start(self, work: Any) -> None:
        self._tasks.append(asyncio.create_task(work))

    async def _read(self, wire: ClientConnection) -> None:
        try:
            with suppress(ConnectionClosed):
                async for text in wire:
                    frame = json.loads(text)
                    async with self._news:
                        self._hear(frame)
                        self._news.notify_all()
        finally:
            async with self._news:
                self.closed = wire.close_code or 1006
                self._news.notify_all()
            for answer in self._answers.values():
                if not answer.done():
                    answer.set_exception(ConnectionError())

    def _hear(self, frame: dict[str, Any]) -> None:
        if (ref := frame.get("ref")) is not None and ref in self._answers:
            self._answers[ref].set_result(frame)
            return
        self.events.append(frame["type"])
        if frame["type"] == "message.created":
            message = frame["message"]
            self.heard.append(message["id"])
            self._take(message["seq"], message["change"], message["id"])
        elif frame["type"] == "sync.required":
            self._start(self.catch_up())

    def _take(self, seq: int, change: int, message_id: str) -> None:
        assert self.known.setdefault(seq, message_id) == message_id, "two messages with one number"
        self._changes.add(change)
        while self._high is not None and self._high + 1 in self._changes:
            self._high += 1

    async def _until(self, fits: Any, what: str) -> None:
        try:
            async with asyncio.timeout(PATIENCE), self._news:
                await self._news.wait_for(fits)
        except TimeoutError:
            missing = set(range(1, max(self.known, default=0) + 1)) - self.known.keys()
            raise AssertionError(
                f"{self.person.name} waited for {what}; missing {sorted(missing)[:20]}"
            ) from None
