"""What every measurement stands on: durable PostgreSQL, Valkey, web processes, and people to be busy."""

from __future__ import annotations

import os
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from dreamseed.embedded import programs
from dreamseed.embedded.postgres import Postgres
from dreamseed.embedded.processes import end, spawn
from dreamseed.embedded.valkey import Valkey

BASE = Path(__file__).resolve().parent.parent


@dataclass
class Person:
    """Somebody who may open sockets."""

    id: int
    token: str


@dataclass
class Web:
    """One running web process."""

    port: int
    process: subprocess.Popen[bytes]

    @property
    def socket_url(self) -> str:
        return f"ws://127.0.0.1:{self.port}/api/v1/messenger/ws"

    def address(self, person: Person, query: str = "") -> str:
        return f"{self.socket_url}/{person.id}?token={person.token}{query}"


@contextmanager
def ground() -> Iterator[None]:
    """A cluster with fsync and a Valkey of their own, migrated; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="dreamseed-bench-") as name, ExitStack() as stack:
        folder = Path(name)
        postgres = Postgres(folder / "postgres", folder, folder / "postgres.log")
        valkey = Valkey(folder / "valkey.sock", folder / "valkey.log")
        for server in (postgres, valkey):
            server.start()
            stack.callback(server.stop)
        (folder / "static").mkdir()
        os.environ.update(
            DREAMSEED_VAR=name,
            LOG_LEVEL="ERROR",
            SECRET_KEY="bench" * 12,
            **postgres.environment(),
            **valkey.environment(),
        )
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dreamseed.settings")
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        yield


@contextmanager
def web(count: int = 1, server: str = "daphne") -> Iterator[list[Web]]:
    """Running web processes that answer."""
    running: list[Web] = []
    try:
        for _ in range(count):
            port = free_port()
            process = spawn(programs.web(server, "127.0.0.1", port), env=os.environ, cwd=BASE)
            running.append(Web(port, process))
        for one in running:
            _await_answer(one.port)
        yield running
    finally:
        for one in running:
            end(one.process)


@contextmanager
def worker() -> Iterator[None]:
    """A running Celery worker with beat."""
    process = spawn(programs.worker(Path(os.environ["DREAMSEED_VAR"])), env=os.environ, cwd=BASE)
    try:
        yield
    finally:
        end(process)


@contextmanager
def media() -> Iterator[subprocess.Popen[bytes]]:
    """One more running forwarding server that calls may be moved to."""
    from calls import nodes

    others = len(nodes.known() or {})
    process = spawn(programs.manage(BASE, "media"), env=os.environ, cwd=BASE)
    deadline = time.monotonic() + 30
    try:
        while len(nodes.known() or {}) <= others:
            if time.monotonic() > deadline:
                raise SystemExit("the forwarding server does not start")
            time.sleep(0.05)
        yield process
    finally:
        end(process)


def _await_answer(port: int) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with suppress(OSError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2)
            return
        time.sleep(0.05)
    raise SystemExit("the web process does not answer")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def people(count: int, prefix: str) -> list[Person]:
    """Teachers of one school, signed in."""
    from accounts import actions
    from accounts.models import Organization, User

    school, _created = Organization.objects.get_or_create(name="bench")
    users = User.objects.bulk_create(
        User(
            email=f"{prefix}{n}@bench.example",
            name=f"{prefix} {n}",
            role="teacher",
            organization=school,
            password="!",
        )
        for n in range(count)
    )
    sessions = [actions.open_session(user=user, user_agent="bench") for user in users]
    return [Person(one.user_id, str(actions.issue_tokens(session=one)["access"])) for one in sessions]


def conversations(members: list[Person], size: int) -> list[tuple[str, list[Person]]]:
    """Rooms of `size` people each."""
    from messenger.models import Conversation, Participant

    rooms = [members[n : n + size] for n in range(0, len(members), size)]
    rows = Conversation.objects.bulk_create(Conversation(type="group", title="bench") for _ in rooms)
    Participant.objects.bulk_create(
        Participant(conversation=row, user_id=person.id)
        for row, room in zip(rows, rooms, strict=True)
        for person in room
    )
    return [(str(row.pk), room) for row, room in zip(rows, rooms, strict=True)]
