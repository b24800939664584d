"""Token buckets, kept in the process: a socket lives in one process, so does what it may spend."""

from collections import OrderedDict
from threading import Lock
from time import monotonic


class Bucket:
    """`rate` tokens a second flow in, at most `burst` are held (token bucket, RFC 2697 in spirit)."""

    __slots__ = ("at", "burst", "level", "rate")

    def __init__(self, rate: float, burst: float):
        self.rate, self.burst = rate, burst
        self.level, self.at = burst, monotonic()

    @classmethod
    def parse(cls, limit: str) -> "Bucket":
        """`20/10s`: twenty at once, refilled over ten seconds. `1/s`, `5/60s` likewise."""
        count, _, window = limit.partition("/")
        seconds = float(window.removesuffix("s") or 1)
        return cls(float(count) / seconds, float(count))

    def take(self) -> float:
        """Take one token: 0.0 when there was one, else the seconds until there will be."""
        now = monotonic()
        self.level = min(self.burst, self.level + (now - self.at) * self.rate)
        self.at = now
        if self.level >= 1:
            self.level -= 1
            return 0.0
        return (1 - self.level) / self.rate


MOST = 100_000
_buckets: OrderedDict[tuple[int, str], Bucket] = OrderedDict()
_lock = Lock()


def spend(user_id: int, name: str, limit: str) -> float:
    """One token of a person's bucket in this process, for sockets and REST alike: seconds to wait, or 0.0."""
    with _lock:
        bucket = _buckets.get((user_id, name))
        if bucket is None:
            bucket = _buckets[user_id, name] = Bucket.parse(limit)
            if len(_buckets) > MOST:
                _buckets.popitem(last=False)
        else:
            _buckets.move_to_end((user_id, name))
        return bucket.take()


def forget() -> None:
    """Everybody starts afresh (tests)."""
    with _lock:
        _buckets.clear()
