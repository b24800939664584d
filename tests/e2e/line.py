"""Lines that break: a TCP proxy that can cut WebSockets alone, as a bad Wi-Fi does it, without a closing
handshake; and a page that gets no connection."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests import servers

if TYPE_CHECKING:
    from playwright.async_api import Page


class Cable:
    """Stands where a test expects a Site: `url` and `log`."""

    def __init__(self, port: int) -> None:
        self.target = port
        self.is_cut = False
        self.log = servers.folder() / "cable.log"
        Path(self.log).touch()
        self._sockets: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server
        self.url = ""

    async def open(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.url = f"http://localhost:{self._server.sockets[0].getsockname()[1]}"

    async def close(self) -> None:
        self._server.close()
        self.cut()

    def cut(self) -> None:
        self.is_cut = True
        for writer in list(self._sockets):
            writer.transport.abort()

    def mend(self) -> None:
        self.is_cut = False

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
        except asyncio.IncompleteReadError:
            writer.close()
            return
        is_socket = b"upgrade: websocket" in head.lower()
        if is_socket and self.is_cut:
            writer.transport.abort()
            return
        if is_socket:
            self._sockets.add(writer)
        beyond, there = await asyncio.open_connection("127.0.0.1", self.target)
        there.write(head)
        await asyncio.gather(_pour(reader, there), _pour(beyond, writer))
        self._sockets.discard(writer)


async def _pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    except ConnectionError:
        pass
    finally:
        writer.close()


async def breakable(page: Page) -> dict[str, bool]:
    """A page that has no connection, until `broken` is false and it comes anew."""
    line = {"broken": True}

    async def through(socket: Any) -> None:
        if line["broken"]:
            await socket.close()
        else:
            socket.connect_to_server()

    await page.route_web_socket("**/ws/**", through)
    await page.reload()
    return line
