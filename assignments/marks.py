"""A rubric together with the marks that were given by it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from assignments.models import Criterion, Level


class Marked(NamedTuple):
    """`points` None: not marked."""

    criterion: Criterion
    level: Level | None
    points: str | None
    comment: str


def marked(criteria: Iterable[Criterion], scores: Sequence[dict[str, Any]]) -> list[Marked]:
    """Every criterion with its mark, `rubric_scores` of a submission; of those that are gone nothing."""
    given = {one["criterion"]: one for one in scores}
    return [_one(criterion, given.get(criterion.pk, {})) for criterion in criteria]


def _one(criterion: Criterion, mark: dict[str, Any]) -> Marked:
    level = next((one for one in criterion.levels.all() if one.pk == mark.get("level")), None)
    return Marked(criterion, level, mark.get("points"), mark.get("comment", ""))
