"""The rubric as the editor of the page sends it: JSON in one field."""

from __future__ import annotations

import json
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from accounts.names import clean_line
from assignments.models import Criterion
from assignments.models.work import MOST_POINTS
from assignments.storable import is_storable

MOST_CRITERIA, MOST_LEVELS, TITLE, DESCRIPTION = 30, 10, 200, 1000


class RubricField(forms.CharField):
    """Cleans to [{"id"?, "title", "description", "points", "levels": [{"title", "points"}]}]."""

    def clean(self, value: Any) -> Any:
        try:
            lines = json.loads(super().clean(value) or "[]")
        except (ValueError, RecursionError):
            lines = None
        is_list = isinstance(lines, list) and all(isinstance(one, dict) for one in lines)
        if not is_list or not is_storable(lines):
            raise forms.ValidationError(_("The rubric could not be read. Please reload the page."))
        if len(lines) > MOST_CRITERIA:
            raise forms.ValidationError(_("At most %(most)d criteria.") % {"most": MOST_CRITERIA})
        return [_criterion(one) for one in lines]


def _criterion(line: dict[str, Any]) -> dict[str, Any]:
    levels = line.get("levels") or []
    if not isinstance(levels, list) or len(levels) > MOST_LEVELS:
        raise forms.ValidationError(_("At most %(most)d levels.") % {"most": MOST_LEVELS})
    found: dict[str, Any] = {
        "title": _words(line.get("title"), TITLE),
        "description": str(line.get("description") or "").strip()[:DESCRIPTION],
        "points": _points(line.get("points"), zero=False),
        "levels": [_level(one) for one in levels],
    }
    if isinstance(line.get("id"), int):
        found["id"] = line["id"]
    return found


def _level(level: Any) -> dict[str, Any]:
    if not isinstance(level, dict):
        raise forms.ValidationError(_("The rubric could not be read. Please reload the page."))
    return {"title": _words(level.get("title"), TITLE), "points": _points(level.get("points"))}


def _words(value: Any, most: int) -> str:
    words = str(value or "").strip()
    if not clean_line(words):
        raise forms.ValidationError(_("Every criterion and every level needs a name."))
    return words[:most]


def _points(value: Any, zero: bool = True) -> Decimal:
    try:
        points = Decimal(str(value).strip().replace(",", "."))
    except InvalidOperation:
        points = Decimal("NaN")
    fine = points.is_finite() and 0 <= points <= MOST_POINTS and points == round(points, 2)
    if not fine or (points == 0 and not zero):
        text = _("Points are numbers up to %(most)d, with two decimals at most.")
        raise forms.ValidationError(text % {"most": MOST_POINTS})
    return points


def rubric_json(criteria: list[Criterion]) -> str:
    """What the editor begins with."""
    return json.dumps([_plain(one) for one in criteria], ensure_ascii=False)


def _plain(one: Criterion) -> dict[str, Any]:
    levels = [{"title": level.title, "points": short(level.points)} for level in one.levels.all()]
    return {
        "id": one.pk,
        "title": one.title,
        "description": one.description,
        "points": short(one.points),
        "levels": levels,
    }


def short(points: Decimal) -> str:
    """10, 7.5"""
    return f"{points:f}".rstrip("0").rstrip(".") if "." in f"{points:f}" else f"{points:f}"
