"""What the pages of assignments say: rendered instructions, points, days and states."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from assignments.markdown import rendered
from assignments.models import Assignment
from assignments.rubric_field import short

register = template.Library()

STATES = {
    "missing": (gettext_lazy("Missing"), "danger"),
    "expected": (gettext_lazy("Not handed in yet"), ""),
    "to_grade": (gettext_lazy("To grade"), "call"),
    "returned": (gettext_lazy("Returned for revision"), "amber"),
    "graded": (gettext_lazy("Graded, not released"), "lead"),
    "released": (gettext_lazy("Released"), "lead"),
    "excused": (pgettext_lazy("homework", "Excused"), ""),
}
PARTS = {
    "returned": gettext_lazy("To revise"),
    "overdue": gettext_lazy("Overdue"),
    "today": gettext_lazy("Today"),
    "tomorrow": gettext_lazy("Tomorrow"),
    "week": gettext_lazy("This week"),
    "later": gettext_lazy("Later"),
    "done": gettext_lazy("Done and past"),
}
ICONS = {
    Assignment.Type.HOMEWORK: "clipboard-list",
    Assignment.Type.QUIZ: "sparkles",
    Assignment.Type.TEST: "file-text",
}


@register.filter
def markdown(text: str) -> SafeString:
    return rendered(text)


@register.filter
def points(value: Any) -> str:
    """10, 7.5; a dash for none."""
    return "–" if value is None or value == "" else short(Decimal(str(value)))


@register.filter
def mean(value: float) -> str:
    """An average or median in points: 7.2, 7.33."""
    return points(round(value, 2))


@register.filter
def plural(value: Decimal) -> int:
    """For the forms of a word: one point, but 0.5 and 1.5 points. Plurals of parts are not reckoned."""
    return int(value) if value == int(value) else 2


@register.filter
def state_words(state: str) -> Any:
    return STATES[state][0]


@register.filter
def state_tone(state: str) -> str:
    return STATES[state][1]


@register.filter
def part_words(part: str) -> Any:
    return PARTS[part]


@register.filter
def type_icon(kind: str) -> str:
    return ICONS.get(Assignment.Type(kind), "clipboard-list")


@register.filter
def when(moment: datetime) -> str:
    """오늘 오후 11:59, 내일 …, 11월 24일 (화) 오후 11:59; the year only when it is another one.

    As within a sentence: `|capfirst` where it stands by itself.
    """
    there = timezone.localtime(moment)
    days = (there.date() - timezone.localdate()).days
    words = {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}
    this_year = there.year == timezone.localdate().year
    day = words.get(days) or date_format(there, _("D, M j") if this_year else _("D, M j, Y"))
    return f"{day} {date_format(there, 'TIME_FORMAT')}"


@register.filter
def isodate(value: Any) -> str:
    """As <input type=date> takes it: a date, or what was typed."""
    return value.isoformat() if isinstance(value, date) else value or ""


@register.filter
def isotime(value: Any) -> str:
    """As <input type=time> takes it."""
    return value.isoformat("minutes") if isinstance(value, time) else value or ""


@register.filter
def share(part: float, whole: float) -> int:
    """Per cent, for bars."""
    return round(part / whole * 100) if whole else 0
