"""How the scores of an assignment lie: what its page draws."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from statistics import fmean, median
from typing import NamedTuple

from assignments.overview import EXCUSED, Line

STEPS = 10
WIDTH, HEIGHT = 72, 140
"""Room of a bar in the drawn chart, in its own units."""


class Bar(NamedTuple):
    """From `least` to `most` per cent of the points: how many `students`."""

    least: int
    most: int
    students: int
    x: int
    middle: int
    y: int
    height: int


class Spread(NamedTuple):
    """`average` and `median` in points, None while nobody is graded; `rate` per cent who handed in."""

    graded: int
    rate: int | None
    average: float | None
    median: float | None
    bars: list[Bar]


def spread(lines: Iterable[Line], total: Decimal) -> Spread:
    """Without those who are excused."""
    everybody = [line for line in lines if line.state != EXCUSED]
    done = [line.submission for line in everybody if line.submission is not None]
    scores = [float(one.score) for one in done if one.score is not None]
    rate = round(len(done) / len(everybody) * 100) if everybody else None
    if not scores:
        return Spread(0, rate, None, None, [])
    return Spread(len(scores), rate, fmean(scores), median(scores), _bars(scores, float(total)))


def _bars(scores: list[float], total: float) -> list[Bar]:
    """Full points belong to the last bar."""
    found = [0] * STEPS
    for score in scores:
        found[min(STEPS - 1, int(score / total * STEPS))] += 1
    most = max(found)
    return [_bar(step, count, round(count / most * HEIGHT)) for step, count in enumerate(found)]


def _bar(step: int, count: int, height: int) -> Bar:
    x, wide = step * WIDTH, 100 // STEPS
    return Bar(step * wide, (step + 1) * wide, count, x, x + WIDTH // 2, HEIGHT - height, height)
