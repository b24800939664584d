"""What becomes of one try. A sender returns the provider's number, or raises one of these."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

log = logging.getLogger(__name__)


class Answer(Exception):
    """`error`: for the ledger, without secrets."""

    def __init__(self, error: str) -> None:
        super().__init__(error)
        self.error = error


class Again(Answer):
    """Not taken: to be tried again, not before `after` seconds when the provider says so."""

    def __init__(self, error: str, after: float | None = None) -> None:
        super().__init__(error)
        self.after = after


class Rejected(Answer):
    """Not taken, and never will be."""


class Gone(Answer):
    """The device or browser has been taken away: forget it."""


class Unclear(Answer):
    """The line was cut after it was said: it may have been taken, so it is not said again."""


@contextmanager
def unsent() -> Iterator[None]:
    """Around what comes before anything is said: whatever fails here may be tried again."""
    try:
        yield
    except Answer:
        raise
    except Exception as error:
        log.exception("nothing was sent")
        raise Again(f"{type(error).__name__}: {error}") from error
