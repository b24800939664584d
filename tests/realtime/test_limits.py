"""Token buckets."""

import pytest

from dreamseed.realtime import limits
from dreamseed.realtime.limits import Bucket, spend


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [1000.0]
    monkeypatch.setattr(limits, "monotonic", lambda: now[0])
    limits.forget()
    return now


@pytest.mark.parametrize(
    ("limit", "rate", "burst"), [("20/10s", 2, 20), ("1/s", 1, 1), ("5/60s", 5 / 60, 5), ("60/s", 60, 60)]
)
def test_a_limit_is_how_many_in_which_time(limit: str, rate: float, burst: float) -> None:
    bucket = Bucket.parse(limit)
    assert (bucket.rate, bucket.burst) == (rate, burst)


def test_a_burst_then_as_fast_as_it_refills(clock: list[float]) -> None:
    bucket = Bucket.parse("20/10s")
    assert [bucket.take() for _one in range(20)] == [0.0] * 20
    assert bucket.take() == pytest.approx(0.5)
    clock[0] += 0.5
    assert bucket.take() == 0.0
    assert bucket.take() == pytest.approx(0.5)


def test_waiting_never_saves_more_than_the_burst(clock: list[float]) -> None:
    bucket = Bucket.parse("3/3s")
    clock[0] += 1000
    assert [bucket.take() > 0 for _one in range(4)] == [False, False, False, True]


def test_a_refusal_costs_nothing(clock: list[float]) -> None:
    bucket = Bucket.parse("1/s")
    bucket.take()
    assert [bucket.take() for _one in range(5)] == [pytest.approx(1.0)] * 5
    clock[0] += 1
    assert bucket.take() == 0.0


def test_each_person_and_each_thing_has_a_bucket_of_its_own() -> None:
    assert spend(1, "typing", "1/s") == 0.0
    assert spend(1, "typing", "1/s") > 0
    assert spend(2, "typing", "1/s") == 0.0
    assert spend(1, "message.send", "1/s") == 0.0


def test_the_longest_unused_bucket_is_forgotten_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST", 2)
    for person in (1, 2, 1, 3):
        spend(person, "x", "1/s")
    assert list(limits._buckets) == [(1, "x"), (3, "x")]
