"""What a person reads while things start."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


def say(line: str) -> None:
    """Print a line at once; that nobody listens any more (a closed pipe) is no reason to fail."""
    try:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
    except OSError:
        pass


@contextmanager
def step(title: str) -> Iterator[Callable[[str], None]]:
    """Says what was done and how long it took; call what it yields with a note to add."""
    notes: list[str] = []
    begin = time.monotonic()
    yield notes.append
    say(f"✓ {title}{''.join(f': {note}' for note in notes)} ({time.monotonic() - begin:.1f} s)")
