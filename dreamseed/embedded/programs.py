"""The command lines of our own programs, the same for `manage.py up` and for tests."""

import sys
from pathlib import Path

from dreamseed.embedded.certificate import Certificate

APPLICATION = "dreamseed.asgi:application"
FRAME_LIMIT = 1024 * 1024  # bytes; a longer frame closes the socket with 1009


def web(server: str, bind: str, port: int, certificate: Certificate | None = None) -> list[str]:
    """Pages, REST and sockets on daphne or uvicorn."""
    return [sys.executable, "-m", *(_daphne if server == "daphne" else _uvicorn)(bind, port, certificate)]


def _daphne(bind: str, port: int, certificate: Certificate | None) -> list[str]:
    limits = [f"--websocket-max-message-size={FRAME_LIMIT}", f"--websocket-max-frame-size={FRAME_LIMIT}"]
    where = ["--bind", bind, "--port", str(port)]
    if certificate:
        files = f"privateKey={_escaped(certificate.key)}:certKey={_escaped(certificate.chain)}"
        interface = bind.replace(":", r"\:")
        where = ["--endpoint", f"ssl:{port}:interface={interface}:{files}"]
    return ["daphne", *where, *limits, "--verbosity", "0", "--no-server-name", APPLICATION]


def _escaped(path: Path) -> str:
    """Twisted separates the parts of an endpoint by colons."""
    return str(path).replace("\\", r"\\").replace(":", r"\:")


def _uvicorn(bind: str, port: int, certificate: Certificate | None) -> list[str]:
    tls = (
        ["--ssl-keyfile", str(certificate.key), "--ssl-certfile", str(certificate.chain)]
        if certificate
        else []
    )
    return [
        "uvicorn", "--host", bind, "--port", str(port), *tls,
        "--ws", "websockets-sansio", "--ws-max-size", str(FRAME_LIMIT), "--ws-per-message-deflate", "false",
        "--loop", "uvloop", "--no-access-log", "--no-server-header", "--no-proxy-headers",
        "--log-level", "warning", "--timeout-graceful-shutdown", "5", "--lifespan", "off", APPLICATION,
    ]  # fmt: skip


def worker(var: Path) -> list[str]:
    """Celery with beat; its schedule file lies in `var`."""
    return [
        sys.executable, "-m", "celery", "--quiet", "--app", "dreamseed", "worker", "--beat",
        "--schedule", str(var / "celerybeat-schedule"), "--pool", "threads", "--concurrency", "8",
        "--queues", "urgent,celery", "--without-gossip", "--without-mingle", "--loglevel", "WARNING",
    ]  # fmt: skip


def manage(base: Path, *arguments: str) -> list[str]:
    """A command of manage.py in a process of its own."""
    return [sys.executable, str(base / "manage.py"), *arguments]
