"""Marks by a rubric: checked against its criteria, summed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from assignments.models import Assignment, Criterion
from dreamseed.realtime.errors import Invalid

Mark = Mapping[str, Any]


def rubric_marks(assignment: Assignment, marks: Sequence[Mark]) -> list[dict[str, Any]]:
    """As they are kept: `criterion`, `level` or null, `points` as a decimal's text or null, `comment`.

    Criteria that are left out come last, without points.
    Invalid at `rubric_scores` for criteria or levels of another assignment, for one named twice and for
    points beyond the criterion's.
    """
    criteria = {one.pk: one for one in assignment.criteria.prefetch_related("levels")}
    named = [mark["criterion"] for mark in marks]
    if len(set(named)) < len(named) or any(one not in criteria for one in named):
        raise _wrong(_("This criterion does not belong to this assignment."))
    left_out = [{"criterion": one} for one in criteria if one not in named]
    return [_kept(criteria[mark["criterion"]], mark) for mark in [*marks, *left_out]]


def _kept(criterion: Criterion, mark: Mark) -> dict[str, Any]:
    level = mark.get("level")
    points = mark.get("points")
    if level is not None:
        worth = {one.pk: one.points for one in criterion.levels.all()}
        if level not in worth:
            raise _wrong(_("This level does not belong to this criterion."))
        points = worth[level] if points is None else points
    if points is not None and not (points.is_finite() and 0 <= points <= criterion.points):
        most = {"most": f"{criterion.points.normalize():f}", "criterion": criterion.title}
        raise _wrong(_("%(criterion)s: between 0 and %(most)s points.") % most)
    return {
        "criterion": criterion.pk,
        "level": level,
        "points": None if points is None else str(points),
        "comment": mark.get("comment", ""),
    }


def summed(marks: Sequence[Mark]) -> Decimal | None:
    """None without marks, and while one of them has no points: zero is something else than none."""
    if not marks or any(mark["points"] is None for mark in marks):
        return None
    return sum((Decimal(mark["points"]) for mark in marks), Decimal(0))


def telling_marks(marks: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those with points or a comment."""
    return [mark for mark in marks if mark["points"] is not None or mark["comment"]]


def _wrong(text: Any) -> Invalid:
    return Invalid(fields={"rubric_scores": [text]})
