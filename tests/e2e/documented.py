"""A phone's program, written from what the product documents and from nothing else.

Addresses come from the OpenAPI document the site serves, by operation id; frames, events and their fields
from the AsyncAPI document beside it. It sends nothing that is not written there, and hears nothing else.
"""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

PATIENCE = 30.0
METHODS = {"get", "post", "put", "patch", "delete"}


class Documented:
    """By REST `asks("thread_list", …)`, by socket `says("message.send", …)` and `hears("typing")`."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.http = httpx.AsyncClient(base_url=url, timeout=PATIENCE)
        self.operations: dict[str, tuple[str, str, dict[str, Any]]] = {}
        self.shapes: dict[str, Any] = {}
        self.socket: dict[str, Any] = {}
        self.ready: dict[str, Any] = {}
        self.heard: list[dict[str, Any]] = []
        self._news = asyncio.Condition()
        self._wire: ClientConnection
        self._reading: asyncio.Task[None] | None = None

    async def comes(self, email: str, password: str = "dreamseed") -> Documented:
        """Reads the document, signs in, opens the socket."""
        document = (await self.http.get("/api/schema", params={"format": "json"})).json()
        self.shapes = document["components"]["schemas"]
        self.socket = (await self.http.get("/api/schema/socket")).json()["components"]
        self.operations = {
            operation["operationId"]: (method, path, operation)
            for path, methods in document["paths"].items()
            for method, operation in methods.items()
            if method in METHODS
        }
        tokens = await self.asks("auth_token", body={"email": email, "password": password})
        self.http.headers["Authorization"] = f"Bearer {tokens['access']}"
        self.me = await self.asks("auth_me")
        await self._connect(tokens["access"])
        return self

    async def leaves(self) -> None:
        await self._wire.close()
        if self._reading:
            await self._reading
        await self.http.aclose()

    # --- REST

    async def asks(self, operation_id: str, body: Any = None, files: Any = None, **names: Any) -> Any:
        """The JSON of the answer, which is a documented success."""
        answer = await self.tries(operation_id, body, files, **names)
        documented = self.operations[operation_id][2]["responses"]
        assert answer.is_success, answer.text
        assert str(answer.status_code) in documented, (operation_id, answer.status_code)
        return answer.json() if answer.headers.get("content-type") == "application/json" else answer.content

    async def tries(
        self, operation_id: str, body: Any = None, files: Any = None, **names: Any
    ) -> httpx.Response:
        """The answer, whatever it is. `names` fill the path, the rest is the query."""
        method, path, operation = self.operations[operation_id]
        self._knows(operation, body)
        known = {one["name"]: one["in"] for one in operation.get("parameters", [])}
        assert names.keys() <= known.keys(), (operation_id, names)
        for name in [one for one in names if known[one] == "path"]:
            path = path.replace("{" + name + "}", quote(str(names.pop(name)), safe=""))
        sent = {"data": body, "files": files} if files else {"json": body}
        return await self.http.request(method, path, params=names, **sent)

    def _knows(self, operation: dict[str, Any], body: Any) -> None:
        """Every field of the body is a documented one."""
        if not body:
            return
        [content] = operation["requestBody"]["content"].values()
        shape = self.shapes[content["schema"]["$ref"].rpartition("/")[2]]
        assert body.keys() <= shape["properties"].keys(), operation["operationId"]

    # --- the socket

    async def _connect(self, token: str) -> None:
        address = f"{self.url.replace('http', 'ws', 1)}/api/v1/messenger/ws/{self.me['id']}?token={token}"
        self._wire = await connect(address, max_size=None)
        self._reading = asyncio.create_task(self._read())
        self.ready = await self.hears("ready")

    async def says(self, type: str, **fields: Any) -> dict[str, Any]:
        """A frame's ack."""
        payload = self.socket["messages"][f"says.{type}"]["payload"]["$ref"].rpartition("/")[2]
        assert fields.keys() <= self.socket["schemas"][payload]["properties"].keys()
        ref = uuid4().hex
        await self._wire.send(json.dumps({"type": type, "ref": ref, **fields}))
        answer = await self._first(lambda frame: frame.get("ref") == ref)
        assert answer["type"] == "ack", answer
        return answer

    async def hears(self, type: str, **fields: Any) -> dict[str, Any]:
        """The next event of this type with these fields."""
        return await self._first(lambda one: one["type"] == type and fields.items() <= one.items())

    async def reads(self, content: str) -> dict[str, Any]:
        """The message of these words, told by an event."""
        event = await self._first(
            lambda one: one["type"] == "message.created" and one["message"]["content"] == content
        )
        return event["message"]

    async def _first(self, fits: Any) -> dict[str, Any]:
        async with asyncio.timeout(PATIENCE), self._news:
            await self._news.wait_for(lambda: any(map(fits, self.heard)))
        found = next(filter(fits, self.heard))
        self.heard.remove(found)
        return found

    async def _read(self) -> None:
        with suppress(ConnectionClosed):
            async for text in self._wire:
                frame = json.loads(text)
                assert f"hears.{frame['type']}" in self.socket["messages"]
                async with self._news:
                    self.heard.append(frame)
                    self._news.notify_all()
