"""A WebSocket client of bare TCP (RFC 6455): it can stop reading, and leave a close unanswered."""

import base64
import os
import select
import socket
import struct
from contextlib import suppress

from tests.processes import Site


class Raw:
    """Blocking; async tests call it in threads."""

    def __init__(self, site: Site, path: str, receive_buffer: int = 4096) -> None:
        self.tcp = socket.socket()
        self.tcp.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.tcp.settimeout(20)
        self.tcp.connect(("127.0.0.1", site.port))
        key = base64.b64encode(os.urandom(16)).decode()
        self.tcp.sendall(
            f"GET {path} HTTP/1.1\r\nHost: localhost:{site.port}\r\n"
            "Upgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            head += self.tcp.recv(1)
        assert b" 101 " in head.splitlines()[0], head

    def send(self, text: str) -> None:
        data = text.encode()
        mask = b"\0\0\0\0"
        if len(data) < 126:
            head = struct.pack("!BB", 0x81, 0x80 | len(data))
        elif len(data) < 65536:
            head = struct.pack("!BBH", 0x81, 0x80 | 126, len(data))
        else:
            head = struct.pack("!BBQ", 0x81, 0x80 | 127, len(data))
        self.tcp.sendall(head + mask + data)

    def receive(self) -> tuple[int, bytes]:
        """One frame: its opcode and payload."""
        first, second = self._exactly(2)
        length = second & 0x7F
        if length == 126:
            (length,) = struct.unpack("!H", self._exactly(2))
        elif length == 127:
            (length,) = struct.unpack("!Q", self._exactly(8))
        return first & 0x0F, self._exactly(length)

    def is_cut(self, within: float = 20.0) -> bool:
        """Whether the server cuts the connection, seen without reading what it has sent."""
        poller = select.poll()
        poller.register(self.tcp, select.POLLRDHUP)
        return bool(poller.poll(within * 1000))

    def close(self) -> None:
        with suppress(OSError):
            self.tcp.close()

    def _exactly(self, count: int) -> bytes:
        data = b""
        while len(data) < count:
            part = self.tcp.recv(count - len(data))
            if not part:
                raise ConnectionError("the server closed the connection")
            data += part
        return data
