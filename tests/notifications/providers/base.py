"""What all the local providers share: their answers, what they heard, how they are served."""

from __future__ import annotations

import json
import socket
import ssl
import threading
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

import trustme
from cryptography.hazmat.primitives import serialization


class Answer(NamedTuple):
    status: int
    body: Any = None
    headers: dict[str, str] = {}


CUT = Answer(0)
TAKEN = Answer(200)


class Provider:
    """What all of them keep."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.released = threading.Event()
        self.reset()

    def reset(self) -> None:
        self.next_answers: list[Answer] = []
        self.heard: list[dict[str, Any]] = []
        self.accepted: list[dict[str, Any]] = []
        self.came = threading.Semaphore(0)
        self.released.set()

    def take(self, what: dict[str, Any]) -> Answer:
        with self.lock:
            self.heard.append(what)
            answer = self.next_answers.pop(0) if self.next_answers else TAKEN
            if answer in (TAKEN, CUT):
                self.accepted.append(what)
        self.came.release()
        self.released.wait(60)
        return answer

    def hold(self) -> None:
        """Take what comes, and say nothing until `released` is set."""
        self.released.clear()


class Web(BaseHTTPRequestHandler):
    """A POST becomes `provider.posted(path, headers, body)`, which says what to answer."""

    protocol_version = "HTTP/1.1"
    provider: Any

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        answer = self.provider.posted(self.path, self.headers, body)
        if answer is CUT:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        text = json.dumps(answer.body or {}).encode()
        self.send_response(answer.status)
        for name, value in {"content-length": str(len(text)), **answer.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def served(server: ThreadingHTTPServer) -> Iterator[None]:
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()


def tls_context(certificate: trustme.LeafCert, protocol: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    context.set_alpn_protocols([protocol])
    return context


def pem(key: Any) -> str:
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    text: bytes = key.private_bytes(*form)
    return text.decode()


def base64url(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")
