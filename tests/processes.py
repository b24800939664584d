"""Real web processes, a worker and a Valkey of one's own, against this test process's database.

    with web_processes(count=2) as sites:            # daphne; server="uvicorn", worker=True, env={…}
        sites[0].url                                 # "http://localhost:49152"
        sites[0].kill(); sites[0].start()            # SIGKILL; comes back on the same port
        sites[0].stop(); sites[0].restart()          # SIGTERM; stop and start

    with own_valkey() as valkey, web_processes(count=2, valkey=valkey) as sites:
        valkey.kill(); valkey.start()                # same socket, everything forgotten; stop() is gentle

All calls block until it is done (a start takes about two seconds) and belong to the main thread. The
test must see committed data: async, `transactional_db` or `django_db(transaction=True)`.
"""

import http.client
import os
import secrets
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from dreamseed.embedded import programs
from dreamseed.embedded.processes import end, spawn
from dreamseed.embedded.runtime import claim
from dreamseed.embedded.valkey import Valkey
from tests import servers

BASE = Path(__file__).resolve().parent.parent
PATIENCE = 60.0
UNHANDLED = ("Exception inside application", "Exception in ASGI application")
"""What daphne and uvicorn say of it."""


class OwnValkey(Valkey):
    """A Valkey that a test may stop, kill and start again."""

    def kill(self) -> None:
        """As a crash does it."""
        end(self.process, signal.SIGKILL)


class Process:
    """A program that a test may stop, kill and start again; its lines are in `log`."""

    def __init__(self, name: str, command: list[str], env: Mapping[str, str]) -> None:
        self.command = command
        self.env = {**os.environ, "PYTHONUNBUFFERED": "1", **env}
        self.log = servers.folder() / f"{name}-{secrets.token_hex(3)}.log"
        self.process: subprocess.Popen[bytes]

    def launch(self) -> None:
        """Start without waiting for anything."""
        with self.log.open("ab") as log:
            self.process = spawn(self.command, env=self.env, cwd=BASE, stdout=log, stderr=subprocess.STDOUT)

    def start(self) -> None:
        self.launch()

    def stop(self) -> None:
        """SIGTERM, after ten seconds SIGKILL."""
        end(self.process, signal.SIGTERM)

    def kill(self) -> None:
        """SIGKILL."""
        end(self.process, signal.SIGKILL)

    def restart(self) -> None:
        self.stop()
        self.start()

    @property
    def pid(self) -> int:
        return self.process.pid


class Site(Process):
    """A web process; `start()` returns when it answers."""

    def __init__(self, port: int, server: str, env: Mapping[str, str]) -> None:
        super().__init__(f"web-{port}", programs.web(server, "127.0.0.1", port), env)
        self.port = port
        self.url = f"http://localhost:{port}"
        self.socket_url = f"ws://localhost:{port}/api/v1/messenger/ws"

    def start(self) -> None:
        self.launch()
        self.await_answer()

    def assert_all_handled(self) -> None:
        """No exception got past the application to the server: its log shows none."""
        lines = self.log.read_text()
        assert not any(words in lines for words in UNHANDLED), f"Not handled:\n{lines[-3000:]}"

    def await_answer(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(f"The web process does not start:\n{self.log.read_text()[-3000:]}")
            time.sleep(0.05)

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()


@contextmanager
def own_valkey() -> Iterator[OwnValkey]:
    """A running Valkey beside the one of the test process."""
    valkey = OwnValkey(servers.folder() / f"own-{secrets.token_hex(3)}.sock", servers.folder() / "valkey.log")
    valkey.start()
    try:
        yield valkey
    finally:
        valkey.stop()


@contextmanager
def web_processes(
    count: int = 1,
    *,
    server: str = "daphne",
    worker: bool = False,
    media: bool = False,
    valkey: Valkey | None = None,
    env: Mapping[str, str] | None = None,
) -> Iterator[list[Site]]:
    """Running web processes, with a Celery worker and a forwarding server when asked.

    `valkey` replaces the test process's.
    """
    collect_static()
    surroundings = {**(valkey.environment() if valkey else {}), **(env or {})}
    with ExitStack() as stack:
        sites = [Site(_free_port(), server, surroundings) for _ in range(count)]
        others = [Process("worker", programs.worker(servers.folder()), surroundings)] if worker else []
        others += [media_process(surroundings)] if media else []
        for process in (*others, *sites):
            process.launch()
            stack.callback(process.stop)
        for site in sites:
            site.await_answer()
        yield sites
        for site in sites:
            site.assert_all_handled()


def media_process(env: Mapping[str, str] | None = None) -> Process:
    """A forwarding server, not started yet."""
    return Process("media", programs.manage(BASE, "media"), env or {})


def collect_static() -> None:
    """Once a run, for all test processes: real ones serve hashed and compressed files."""
    with claim(servers.folder() / "static.lock", busy="collecting takes too long", patience=120):
        if not (servers.folder() / "static" / ".fingerprint").exists():
            command = programs.manage(BASE, "prepare")
            done = subprocess.run(command, cwd=BASE, capture_output=True, text=True, timeout=120)
            assert done.returncode == 0, done.stdout + done.stderr


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
