"""Writing down a rubric, whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from assignments.models import Assignment, Criterion, Level, Submission
from dreamseed.realtime.errors import Conflict, Invalid

Line = Mapping[str, Any]


def set_rubric(assignment: Assignment, lines: Sequence[Line]) -> None:
    """Criteria keep their id when `id` names one of this assignment; the others go.

    Invalid for criteria of another assignment; Conflict once work has been graded by it.
    """
    known = {one.pk: one for one in assignment.criteria.prefetch_related("levels")}
    _check_ids(known, lines)
    if not _differs(known, lines):
        return
    if Submission.objects.filter(assignment=assignment).exclude(rubric_scores=[]).exists():
        raise Conflict("rubric_in_use", _("Work has been graded by this rubric already."))
    kept = {line["id"] for line in lines if line.get("id")}
    assignment.criteria.exclude(pk__in=kept).delete()
    for position, line in enumerate(lines):
        criterion = known.get(line.get("id") or 0) or Criterion(assignment=assignment)
        _write(criterion, position, line)


def _check_ids(known: Mapping[int, Criterion], lines: Sequence[Line]) -> None:
    named = [line["id"] for line in lines if line.get("id")]
    if any(one not in known for one in named) or len(set(named)) < len(named):
        raise Invalid(fields={"rubric": [_("This criterion does not belong to this assignment.")]})


def _differs(known: Mapping[int, Criterion], lines: Sequence[Line]) -> bool:
    was = [_plain(one) for one in known.values()]
    now = [
        (line.get("id"), line["title"], line.get("description", ""), line["points"], _levels(line))
        for line in lines
    ]
    return was != now


def _plain(one: Criterion) -> tuple[Any, ...]:
    levels = [(level.title, level.points) for level in one.levels.all()]
    return (one.pk, one.title, one.description, one.points, levels)


def _levels(line: Line) -> list[tuple[str, Any]]:
    return [(level["title"], level["points"]) for level in line.get("levels", [])]


def _write(criterion: Criterion, position: int, line: Line) -> None:
    criterion.position, criterion.title, criterion.points = position, line["title"], line["points"]
    criterion.description = line.get("description", "")
    criterion.save()
    criterion.levels.all().delete()
    levels = [
        Level(criterion=criterion, position=place, title=title, points=points)
        for place, (title, points) in enumerate(_levels(line))
    ]
    if any(level.points > criterion.points for level in levels):
        raise Invalid(fields={"rubric": [_("A level gives at most the points of its criterion.")]})
    Level.objects.bulk_create(levels)
