"""`manage.py up`: everything from the first folder to the printed address, and everything's end."""

import http.client
import os
import secrets
import signal
import ssl
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import IO

from dreamseed.embedded import programs
from dreamseed.embedded.certificate import Certificate, certificate_for
from dreamseed.embedded.console import say, step
from dreamseed.embedded.errors import CannotStart
from dreamseed.embedded.options import EVERY_ADDRESS, Options, lan_addresses
from dreamseed.embedded.postgres import Postgres
from dreamseed.embedded.processes import Child, Family
from dreamseed.embedded.revival import Revival
from dreamseed.embedded.runtime import RunningNote, claim, make_folder, runtime_folder
from dreamseed.embedded.valkey import Valkey

WEB_PATIENCE = 60.0
WEB, WORKER, MEDIA = "web", "worker", "media"
# Celery warns of root at every start; nothing of ours reads pickles.
QUIET_AS_ROOT = {"PYTHONWARNINGS": "ignore:You're running the worker with superuser privileges"}
SIGN_INS = ["teacher@example.com", "student1@example.com … student6@example.com", "admin@example.com"]
PASSWORD = "dreamseed"  # noqa: S105  of the demo; deploy checks refuse a demo in production


class Stopped(BaseException):
    """Somebody asked us to end (Ctrl-C, SIGTERM, a closed terminal)."""


class School:
    """Starts what the environment does not name, watches over it, ends it in order."""

    def __init__(self, options: Options, base: Path) -> None:
        self.options = options
        self.base = base
        self.family = Family()
        self.note = RunningNote(options.var)
        self.env = {**os.environ, "PYTHONUNBUFFERED": "1", "DREAMSEED_VAR": str(options.var)}
        self.certificate: Certificate | None = None
        self.ending = False

    def run(self) -> None:
        """Blocks until it is told to stop; raises CannotStart with one sentence."""
        make_folder(self.options.var)
        with self._alone(), _signals(self._asked_to_stop):
            try:
                self.options.check_port()
                self.note.remove()
                self._start()
                self._announce()
                dead = self._revival().first_hopeless()
                raise CannotStart(
                    f"{dead.name} has ended by itself (exit code {dead.process.returncode}){_look(dead)}."
                )
            except Stopped:
                say("\nStopping…")
            finally:
                self.ending = True
                self.note.remove()
                self.family.stop()
        say("Everything is stopped.")

    def _revival(self) -> Revival:
        """Without PostgreSQL nothing is left to serve."""
        starts = {WORKER: self._start_worker, WEB: self._start_web, MEDIA: self._start_media}
        if self.options.valkey:
            starts[Valkey.name] = self._start_valkey
        return Revival(self.family, starts)

    def _asked_to_stop(self, number: int, frame: FrameType | None) -> None:
        """The first signal unwinds to the orderly end; a further one makes it quick."""
        if self.ending:
            self.family.kill()
        else:
            self.ending = True
            raise Stopped

    def _alone(self) -> IO[bytes]:
        var = self.options.var
        busy = f"Dreamseed already runs with the data in {var}: stop that one first, or set DREAMSEED_VAR."
        return claim(var / "up.lock", busy=busy)

    def _start(self) -> None:
        if self.options.postgres:
            self._start_postgres()
        if self.options.valkey:
            self._start_valkey()
        self._secret()
        self._hosts()
        self._prepare()
        self._start_programs()

    def _start_postgres(self) -> None:
        with step("PostgreSQL"):
            var = self.options.var
            postgres = Postgres(var / "postgres", runtime_folder(var) / "pg", var / "logs" / "postgres.log")
            postgres.start()
            self.family.add(postgres)
            self.env |= postgres.environment()

    def _start_valkey(self) -> None:
        with step("Valkey"):
            var = self.options.var
            valkey = Valkey(runtime_folder(var) / "valkey.sock", var / "logs" / "valkey.log")
            valkey.start()
            self.family.add(valkey)
            self.env |= valkey.environment()

    def _secret(self) -> None:
        """A key of this machine's own, since one that stands in the source code is known to everybody."""
        if self.env.get("SECRET_KEY") or not self.options.postgres:
            return
        path = self.options.var / "secret_key"
        if not path.exists():
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(48))
        self.env["SECRET_KEY"] = path.read_text().strip()

    def _hosts(self) -> None:
        if self.options.bind in EVERY_ADDRESS:
            addresses = lan_addresses()
            self.env["ALLOWED_HOSTS"] = self.env.get("ALLOWED_HOSTS") or ",".join(
                ["localhost", "127.0.0.1", *addresses]
            )
        self.env["SITE_URL"] = self.env.get("SITE_URL") or self.options.local_url
        if self.options.tls:
            names = ["localhost", "127.0.0.1", "::1", *lan_addresses()]
            self.certificate = certificate_for(names, self.options.var / "tls")

    def _prepare(self) -> None:
        """Migrations, static files and the demo, in one interpreter that is gone afterwards."""
        child = Child(
            "setup", programs.manage(self.base, "prepare"), env=self.env, cwd=self.base, say=say_of_setup
        )
        try:
            if child.wait():
                raise CannotStart("The preparation failed, see the lines above.")
        finally:
            child.stop()

    def _start_programs(self) -> None:
        with step("Web, worker and media"):
            self._start_worker()
            self._start_web()
            self._start_media()
            self._await_web()

    def _start_worker(self) -> None:
        self._start_child(WORKER, programs.worker(self.options.var), self.env | QUIET_AS_ROOT)

    def _start_web(self) -> None:
        options = self.options
        web = programs.web(options.server, options.bind, options.port, self.certificate)
        self._start_child(WEB, web, self.env)

    def _start_media(self) -> None:
        self._start_child(MEDIA, programs.manage(self.base, "media"), self.env)

    def _start_child(self, name: str, command: Sequence[str], env: Mapping[str, str]) -> None:
        self.family.add(Child(name, command, env=env, cwd=self.base, say=say))

    def _await_web(self) -> None:
        deadline = time.monotonic() + WEB_PATIENCE
        while not self._answers():
            dead = self.family.dead_within(0.05)
            if dead:
                raise CannotStart(
                    f"{dead.name} has ended with exit code {dead.process.returncode}{_look(dead)}."
                )
            if time.monotonic() > deadline:
                raise CannotStart(
                    f"Nothing answers at {self.options.local_url} after {WEB_PATIENCE:.0f} seconds."
                )

    def _answers(self) -> bool:
        host = "127.0.0.1" if self.options.bind in EVERY_ADDRESS else self.options.bind
        connection: http.client.HTTPConnection
        if self.certificate:
            trust = ssl.create_default_context(cafile=self.certificate.authority)
            connection = http.client.HTTPSConnection(host, self.options.port, timeout=5, context=trust)
        else:
            connection = http.client.HTTPConnection(host, self.options.port, timeout=5)
        try:
            connection.request("GET", "/healthz", headers={"Host": "localhost"})
            return connection.getresponse().status < 500
        except OSError:
            return False
        finally:
            connection.close()

    def _announce(self) -> None:
        names = ["DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_WRITER_URL", "REDIS_URL"]
        found = {name: self.env[name] for name in names if self.env.get(name)}
        self.note.write({**found, "url": self.options.local_url, "pid": os.getpid()})
        say(f"\nDreamseed is at {self.options.local_url}")
        if self.options.bind in EVERY_ADDRESS:
            for address in lan_addresses():
                say(f"  on this network: {self.options.url(address)}")
        if self.certificate:
            say(f"  other devices warn once, or trust {self.certificate.authority}")
        if self.options.demo:
            say(f"Sign in, password “{PASSWORD}”, as " + "\n  ".join(["", *SIGN_INS]))
        say("Ctrl-C stops it.\n")


@contextmanager
def _signals(handler: Callable[[int, FrameType | None], None]) -> Iterator[None]:
    """Ctrl-C, SIGTERM and a closed terminal go to `handler`."""
    before = {
        number: signal.signal(number, handler) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    }
    try:
        yield
    finally:
        for number, former in before.items():
            signal.signal(number, former)


def say_of_setup(line: str) -> None:
    """The preparation's lines are steps of ours."""
    say(line.partition("| ")[2])


def _look(member: object) -> str:
    log = getattr(member, "log", None)
    return f", see {log}" if log else ", see its lines above"
