"""APNs over HTTP/2 and TLS."""

from __future__ import annotations

import json
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import h2.config
import h2.connection
import h2.events
import trustme
from cryptography.hazmat.primitives.asymmetric import ec

from tests.notifications.providers.base import CUT, Provider, pem, tls_context


class Apns(Provider):
    """HTTP/2 over TLS, a connection a thread."""

    def __init__(self, certificate: trustme.LeafCert) -> None:
        super().__init__()
        self.context = tls_context(certificate, "h2")
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"https://localhost:{self.listener.getsockname()[1]}"
        self.key = pem(ec.generate_private_key(ec.SECP256R1()))

    @contextmanager
    def running(self) -> Iterator[Apns]:
        threading.Thread(target=self._accept, daemon=True).start()
        try:
            yield self
        finally:
            self.listener.close()

    def _accept(self) -> None:
        while True:
            try:
                line, _address = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._speak, args=[line], daemon=True).start()

    def _speak(self, line: socket.socket) -> None:
        try:
            with self.context.wrap_socket(line, server_side=True) as tls:
                self._converse(tls)
        except (OSError, ssl.SSLError):
            pass

    def _converse(self, tls: ssl.SSLSocket) -> None:
        talk = h2.connection.H2Connection(
            h2.config.H2Configuration(client_side=False, header_encoding="utf-8")
        )
        talk.initiate_connection()
        tls.sendall(talk.data_to_send())
        requests: dict[int, tuple[dict[str, str], bytearray]] = {}
        while data := tls.recv(65536):
            for event in talk.receive_data(data):
                if isinstance(event, h2.events.RequestReceived):
                    requests[event.stream_id] = (_headers(event), bytearray())
                elif isinstance(event, h2.events.DataReceived):
                    requests[event.stream_id][1].extend(event.data)
                    talk.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
                elif isinstance(event, h2.events.StreamEnded):
                    headers, body = requests.pop(event.stream_id)
                    if not self._answer(talk, event.stream_id, headers, bytes(body)):
                        return
            tls.sendall(talk.data_to_send())

    def _answer(self, talk: Any, stream: int, headers: dict[str, str], body: bytes) -> bool:
        assert headers["authorization"].startswith("bearer ")
        assert headers["apns-topic"] == "kr.dreamseed.app"
        what = {**json.loads(body), "token": headers[":path"].removeprefix("/3/device/"), "headers": headers}
        answer = self.take(what)
        if answer is CUT:
            return False
        fields = {":status": str(answer.status), "apns-id": headers["apns-id"], **answer.headers}
        talk.send_headers(stream, list(fields.items()), end_stream=answer.body is None)
        if answer.body is not None:
            talk.send_data(stream, json.dumps(answer.body).encode(), end_stream=True)
        return True


def _headers(event: Any) -> dict[str, str]:
    return dict(event.headers)
