"""Children that die with us, stop in order and speak through us."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from queue import Empty, SimpleQueue
from typing import IO, Any, Protocol

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


def die_with_parent(parent: int | None = None, death_signal: int = signal.SIGKILL) -> None:
    """Ask the kernel to end this process when its parent ends; for a process that was just forked.

    `parent` is the expected parent's pid: when it is gone already, nobody would send the signal.
    """
    if sys.platform == "linux":
        _libc.prctl(PR_SET_PDEATHSIG, death_signal)
    if parent is not None and os.getppid() != parent:
        os._exit(1)


def spawn(
    command: Sequence[str], *, death_signal: int = signal.SIGKILL, **popen: Any
) -> subprocess.Popen[bytes]:
    """Start a program in a session of its own; it gets `death_signal` when this process ends, even killed.

    Call it from the main thread: Linux sends that signal when the *thread* which started the child ends.
    """
    popen.setdefault("stdin", subprocess.DEVNULL)
    follow = partial(die_with_parent, os.getpid(), death_signal)
    return subprocess.Popen(command, preexec_fn=follow, start_new_session=True, **popen)  # noqa: PLW1509


def end(process: subprocess.Popen[bytes], *signals: int, patience: float = 10) -> None:
    """Send the signals, `patience` seconds apart, until the process is gone; at last SIGKILL."""
    for number in (*signals, signal.SIGKILL):
        if process.poll() is not None:
            break
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(patience)
    kill_group(process)


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """End at once whatever is left of a child's process group."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


class Member(Protocol):
    """What a Family looks after: PostgreSQL, Valkey, or a Child."""

    name: str
    process: subprocess.Popen[bytes]

    def stop(self) -> None: ...


class Child:
    """A program of ours whose lines appear as `name | line`."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        env: Mapping[str, str] | None = None,
        cwd: str | os.PathLike[str] | None = None,
        patience: float = 10,
        say: Callable[[str], None] = print,
    ) -> None:
        self.name = name
        self.patience = patience
        self.process = spawn(command, env=env, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        assert self.process.stdout is not None
        self._reader = threading.Thread(target=self._speak, args=(self.process.stdout, say), daemon=True)
        self._reader.start()

    def _speak(self, lines: IO[bytes], say: Callable[[str], None]) -> None:
        with lines:
            for line in lines:
                say(f"{self.name:<6} | {line.decode(errors='replace').rstrip()}")

    def wait(self) -> int:
        """Wait for its end and its last line; returns the exit code."""
        code = self.process.wait()
        self._reader.join(1)
        return code

    def stop(self) -> None:
        """SIGTERM, then after `patience` seconds SIGKILL, for its children too."""
        end(self.process, signal.SIGTERM, patience=self.patience)
        self._reader.join(1)


class Family:
    """Members in order of their start: the death of one is news, and they stop in reverse order."""

    def __init__(self) -> None:
        self.members: list[Member] = []
        self._deaths: SimpleQueue[Member] = SimpleQueue()

    def add(self, member: Member) -> None:
        """Look after a member from now on."""
        self.members.append(member)
        threading.Thread(target=self._watch, args=(member,), daemon=True).start()

    def bury(self, member: Member) -> None:
        """Forget one that has died; what it started and left behind goes too."""
        self.members.remove(member)
        member.stop()

    def _watch(self, member: Member) -> None:
        member.process.wait()
        self._deaths.put(member)

    def first_death(self) -> Member:
        """Block until a member has ended by itself."""
        return self._deaths.get()

    def dead_within(self, seconds: float) -> Member | None:
        """The member that ended by itself, if one does so in this time."""
        try:
            return self._deaths.get(timeout=seconds)
        except Empty:
            return None

    def stop(self) -> None:
        """Stop everybody, the last started first."""
        while self.members:
            self.members[-1].stop()
            self.members.pop()

    def kill(self) -> None:
        """For the impatient: no last words."""
        for member in self.members:
            kill_group(member.process)
