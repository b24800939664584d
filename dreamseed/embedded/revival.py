"""What dies is started again, as a service manager would; what keeps dying is given up."""

import time
from collections import defaultdict, deque
from collections.abc import Callable, Mapping

from dreamseed.embedded.console import say
from dreamseed.embedded.processes import Family, Member

BACKOFF = 0.5
"""Seconds before the next start."""
MOST, WITHIN = 3, 60.0
"""Starts again within so many seconds; who needs more is broken."""


class Revival:
    """Watches over a family: `starts` says how each program that may be replaced joins it again."""

    def __init__(self, family: Family, starts: Mapping[str, Callable[[], None]]) -> None:
        self._family = family
        self._starts = starts
        self._deaths: defaultdict[str, deque[float]] = defaultdict(lambda: deque(maxlen=MOST + 1))

    def first_hopeless(self) -> Member:
        """Block until one has died that cannot be replaced. Call it from the main thread (`spawn`)."""
        while self._may_live(dead := self._family.first_death()):
            say(f"{dead.name} has ended (exit code {dead.process.returncode}) and starts again.")
            self._family.bury(dead)
            time.sleep(BACKOFF)
            self._starts[dead.name]()
        return dead

    def _may_live(self, dead: Member) -> bool:
        deaths = self._deaths[dead.name]
        deaths.append(time.monotonic())
        often = len(deaths) > MOST and deaths[-1] - deaths[0] < WITHIN
        return dead.name in self._starts and not often
