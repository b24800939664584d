"""Folders, locks and the note that tells other processes where the embedded servers are."""

import errno
import fcntl
import hashlib
import json
import os
import stat
import time
from pathlib import Path
from typing import IO, Any

from dreamseed.embedded.errors import CannotStart

SOCKET_PATH_LIMIT = 107  # sun_path has 108 bytes with its closing zero
LONGEST_SOCKET = "pg/.s.PGSQL.5432"


def runtime_folder(var: Path) -> Path:
    """The short private folder of the sockets that belong to this `var` folder; made when missing.

    A unix socket's path ends at 107 bytes, so it cannot stand below a deep project folder.
    """
    digest = hashlib.sha256(str(var.resolve()).encode()).hexdigest()[:10]
    for folder in _candidates(digest):
        if len(os.fsencode(folder / LONGEST_SOCKET)) <= SOCKET_PATH_LIMIT and os.access(
            folder.parent, os.W_OK
        ):
            return _private(folder)
    raise CannotStart("No folder for sockets: /tmp must be writable.")


def _candidates(digest: str) -> list[Path]:
    user = os.environ.get("XDG_RUNTIME_DIR", "")
    ours = [Path(user) / f"dreamseed-{digest}"] if user and _owner(Path(user)) == os.geteuid() else []
    return [*ours, Path("/tmp") / f"dreamseed-{os.geteuid()}-{digest}"]  # noqa: S108  checked by _private


def _owner(folder: Path) -> int | None:
    try:
        return folder.stat().st_uid
    except OSError:
        return None


def _private(folder: Path) -> Path:
    """Others may write to /tmp too: take the folder only when it is ours and closed to them."""
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid() or found.st_mode & 0o022:
            raise CannotStart(f"{folder} belongs to somebody else: remove it and start again.") from None
    return folder


def make_folder(folder: Path) -> Path:
    """Make a folder below `var`, or say why not."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotStart(f"The folder {folder} cannot be made: {error.strerror}.") from error
    return folder


def claim(path: Path, *, busy: str, patience: float = 0) -> IO[bytes]:
    """Lock a file until it is closed in every process that has it open.

    Waits up to `patience` seconds; raises CannotStart with the sentence `busy` when another holds it.
    """
    try:
        lock = path.open("ab")
    except OSError as error:
        raise CannotStart(f"{path} cannot be written: {error.strerror}.") from error
    deadline = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno not in (errno.EWOULDBLOCK, errno.EAGAIN) or time.monotonic() > deadline:
                lock.close()
                raise CannotStart(busy) from error
            time.sleep(0.02)
        else:
            return lock


class RunningNote:
    """`var/running.json`: the addresses of what runs, for `manage.py shell` and other helpers."""

    def __init__(self, var: Path) -> None:
        self.path = var / "running.json"

    def write(self, values: dict[str, Any]) -> None:
        """Replace the note as a whole; readable by its owner only, since addresses may hold passwords."""
        fresh = self.path.with_suffix(".new")
        fresh.touch(mode=0o600)
        fresh.write_text(json.dumps(values, indent=1) + "\n")
        fresh.replace(self.path)

    def remove(self) -> None:
        """What it said is true no longer."""
        self.path.unlink(missing_ok=True)
