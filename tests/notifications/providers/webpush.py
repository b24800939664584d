"""A push service of Web Push (RFC 8030), which decrypts what comes (RFC 8291)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from typing import Any

import http_ece
import trustme
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.notifications.providers.base import TAKEN, Answer, Provider, Web, base64url, served, tls_context


class WebPush(Provider):
    """A push service, and the browser behind it that decrypts what comes."""

    def __init__(self, certificate: trustme.LeafCert) -> None:
        super().__init__()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (Web,), {"provider": self}))
        self.server.socket = tls_context(certificate, "http/1.1").wrap_socket(
            self.server.socket, server_side=True
        )
        self.host = f"localhost:{self.server.server_port}"
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.auth = b"0123456789abcdef"

    def subscription(self, name: str = "one") -> dict[str, Any]:
        """As the page sends it to `devices`."""
        point = self.key.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
        keys = {"p256dh": base64url(point), "auth": base64url(self.auth)}
        return {"platform": "webpush", "token": f"https://{self.host}/push/{name}", "keys": keys}

    def posted(self, path: str, headers: Any, body: bytes) -> Answer:
        assert headers["authorization"].startswith("vapid t=")
        assert headers["content-encoding"] == "aes128gcm"
        assert int(headers["ttl"]) > 0
        plain = http_ece.decrypt(body, private_key=self.key, auth_secret=self.auth, version="aes128gcm")
        answer = self.take({**json.loads(plain), "path": path, "topic": headers["topic"]})
        return Answer(201, headers={"location": f"{path}/message"}) if answer is TAKEN else answer

    @contextmanager
    def running(self) -> Iterator[WebPush]:
        with served(self.server):
            yield self
