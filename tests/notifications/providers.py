"""Local servers that speak the providers' protocols: FCM v1 with its token endpoint, APNs over HTTP/2, Web
Push that decrypts, SMTP.

Each answers `next_answers` in their order and then accepts; `accepted` holds what it took, `heard` what came.
A `CUT` reads all of it and hangs up, so that the one who sent it cannot know.
"""

from __future__ import annotations

import json
import socket
import ssl
import threading
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple

import h2.config
import h2.connection
import h2.events
import http_ece
import trustme
from aiosmtpd.controller import Controller
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa


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
            "private_key": _pem(key),
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
        with _served(self.server):
            yield self


class WebPush(Provider):
    """A push service, and the browser behind it that decrypts what comes."""

    def __init__(self, certificate: trustme.LeafCert) -> None:
        super().__init__()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (Web,), {"provider": self}))
        self.server.socket = _context(certificate, "http/1.1").wrap_socket(
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
        keys = {"p256dh": _base64(point), "auth": _base64(self.auth)}
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
        with _served(self.server):
            yield self


class Apns(Provider):
    """HTTP/2 over TLS, a connection a thread."""

    def __init__(self, certificate: trustme.LeafCert) -> None:
        super().__init__()
        self.context = _context(certificate, "h2")
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"https://localhost:{self.listener.getsockname()[1]}"
        self.key = _pem(ec.generate_private_key(ec.SECP256R1()))

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


class Providers(NamedTuple):
    fcm: Fcm
    apns: Apns
    webpush: WebPush
    mail: Mail
    authority: Path

    def reset(self) -> None:
        for one in (self.fcm, self.apns, self.webpush, self.mail):
            one.reset()

    def environment(self) -> dict[str, str]:
        """For a worker of its own, or `settings`."""
        return {
            "FCM_API_KEY": json.dumps(self.fcm.account),
            "FCM_URL": self.fcm.url,
            "APNS_KEY": self.apns.key,
            "APNS_KEY_ID": "KEY1234567",
            "APNS_TEAM_ID": "TEAM123456",
            "APNS_TOPIC": "kr.dreamseed.app",
            "APNS_URL": self.apns.url,
            "APNS_CA": str(self.authority),
            "VAPID_PRIVATE_KEY": _base64((1234567).to_bytes(32, "big")),
            "WEB_PUSH_HOSTS": self.webpush.host,
            "WEB_PUSH_CA": str(self.authority),
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": str(self.mail.port),
        }


@contextmanager
def providers(folder: Path) -> Iterator[Providers]:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(folder / "authority.pem"))
    certificate = authority.issue_cert("localhost")
    with ExitStack() as stack:
        yield Providers(
            stack.enter_context(Fcm().running()),
            stack.enter_context(Apns(certificate).running()),
            stack.enter_context(WebPush(certificate).running()),
            stack.enter_context(Mail().running()),
            folder / "authority.pem",
        )


@contextmanager
def _served(server: ThreadingHTTPServer) -> Iterator[None]:
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()


def _context(certificate: trustme.LeafCert, protocol: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    context.set_alpn_protocols([protocol])
    return context


def _headers(event: Any) -> dict[str, str]:
    return dict(event.headers)


def _pem(key: Any) -> str:
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    text: bytes = key.private_bytes(*form)
    return text.decode()


def _base64(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")
