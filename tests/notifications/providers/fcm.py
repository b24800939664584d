"""FCM HTTP v1 with its token endpoint."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from typing import Any

from cryptography.hazmat.primitives.asymmetric import rsa

from tests.notifications.providers.base import TAKEN, Answer, Provider, Web, pem, served


class Fcm(Provider):
    """`accepted`: the messages. Tokens are asked for once, and again when one was refused."""

    def __init__(self) -> None:
        super().__init__()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (Web,), {"provider": self}))
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        key = rsa.generate_private_key(65537, 2048)
        self.account = {
            "type": "service_account",
            "project_id": "school",
            "private_key": pem(key),
            "client_email": "push@school.example",
            "token_uri": f"{self.url}/token",
        }

    def reset(self) -> None:
        super().reset()
        self.tokens = 0

    def posted(self, path: str, headers: Any, body: bytes) -> Answer:
        if path == "/token":
            assert b"assertion=" in body
            self.tokens += 1
            return Answer(
                200, {"access_token": f"token-{self.tokens}", "expires_in": 3600, "token_type": "Bearer"}
            )
        assert path == "/v1/projects/school/messages:send"
        assert headers["authorization"].startswith("Bearer token-")
        answer = self.take(json.loads(body)["message"])
        name = {"name": f"projects/school/messages/{len(self.accepted)}"}
        return Answer(200, name) if answer is TAKEN else answer

    def refusal(self, status: int, code: str, **headers: str) -> Answer:
        details = [{"@type": "type.googleapis.com/google.firebase.fcm.v1.FcmError", "errorCode": code}]
        return Answer(status, {"error": {"status": "NOT_FOUND", "details": details}}, headers)

    @contextmanager
    def running(self) -> Iterator[Fcm]:
        with served(self.server):
            yield self
