"""SMTP; it keeps whole letters."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from aiosmtpd.controller import Controller

from tests.notifications.providers.base import CUT, TAKEN, Provider


class Mail(Provider):
    """SMTP; `accepted` holds whole letters."""

    def __init__(self) -> None:
        super().__init__()
        self.controller = Controller(self, hostname="127.0.0.1", port=0)

    @property
    def port(self) -> int:
        server: Any = self.controller.server
        port: int = server.sockets[0].getsockname()[1]
        return port

    def _greet(self) -> None:
        """aiosmtpd's own would knock at port 0."""
        with socket.create_connection(("127.0.0.1", self.port)) as line:
            line.recv(100)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        answer = self.take({"to": envelope.rcpt_tos, "content": envelope.content})
        if answer is CUT:
            server.transport.close()
        return "250 taken" if answer is TAKEN else f"{answer.status} {answer.body}"

    @contextmanager
    def running(self) -> Iterator[Mail]:
        self.controller._trigger_server = self._greet  # type: ignore[method-assign]
        self.controller.start()
        try:
            yield self
        finally:
            self.controller.stop()
