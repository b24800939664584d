"""Telling the worker, at most a few times a second, that conversations have something new.

Nothing of it happens in the batch of messages: that only leaves the ids here. What gets lost is found by the
sweep.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable
from uuid import UUID

log = logging.getLogger(__name__)

GATHER = 0.2
"""Seconds in which what is said in a conversation is told as one."""


class Nudger:
    """One thread a process, which ends with it."""

    def __init__(self) -> None:
        self._waiting: set[UUID] = set()
        self._lock = threading.Lock()
        self._something = threading.Event()
        self._thread: threading.Thread | None = None

    def note(self, conversation_ids: Iterable[UUID]) -> None:
        """From any thread, after the commit."""
        with self._lock:
            self._waiting.update(conversation_ids)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="message-nudger", daemon=True)
                self._thread.start()
        self._something.set()

    def _run(self) -> None:
        while True:
            self._something.wait()
            threading.Event().wait(GATHER)
            self._something.clear()
            with self._lock:
                ids, self._waiting = self._waiting, set()
            self._tell(ids)

    def _tell(self, ids: set[UUID]) -> None:
        from messenger import tasks  # which imports the actions, which import us

        try:
            tasks.tell_messages.apply_async(args=[[str(one) for one in ids]], retry=False)
        except Exception as error:  # whatever a broker that is away raises
            log.warning("the worker was not told of %s conversations: %s", len(ids), error)


nudger = Nudger()
