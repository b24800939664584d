"""What the list of lessons says about a Call shape."""

from datetime import date, time
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

register = template.Library()

Shape = dict[str, Any]


@register.filter
def my_part(call: Shape, user_id: int) -> Shape:
    """One person's participant of a call; empty when they were never invited and never came."""
    return next((one for one in call["participants"] if one["user"]["id"] == user_id), {})


@register.filter
def keeps_register(one: Shape, user_id: int) -> bool:
    """Of a line of calls/pages.py: as access.call_to_register, by what is known already."""
    conversation = one["conversation"]
    leads = conversation["my"]["role"] == "admin" and conversation["type"] != "direct"
    return leads or my_part(one["call"], user_id).get("moderator", False)


@register.filter
def people_inside(call: Shape) -> list[Shape]:
    """Who is in now."""
    return [one["user"] for one in call["participants"] if one["state"] == "joined"]


@register.filter
def people_who_came(call: Shape) -> list[Shape]:
    """Who was in at any time."""
    return [one["user"] for one in call["participants"] if one["joined_at"]]


@register.filter
def length_words(seconds: int) -> str:
    """45초, 12분, 1시간 5분."""
    if seconds < 60:
        return ngettext("%(n)d second", "%(n)d seconds", seconds) % {"n": seconds}
    hours, minutes = divmod(seconds // 60, 60)
    words = [ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}] if hours else []
    if minutes:
        words.append(ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes})
    return " ".join(words)


@register.filter
def outcome(call: Shape) -> str:
    """Why an ended call has no length."""
    words = {
        "declined": _("Declined"),
        "missed": _("Not answered"),
        "cancelled": _("Cancelled"),
        "failed": _("Not connected"),
    }
    return words.get(call["end_reason"], _("Ended"))


@register.filter
def isodate(value: Any) -> str:
    """As <input type=date> takes it: a date, or what was typed."""
    return value.isoformat() if isinstance(value, date) else value or ""


@register.filter
def isotime(value: Any) -> str:
    """As <input type=time> takes it."""
    return value.isoformat("minutes") if isinstance(value, time) else value or ""


@register.filter
def day_words(day: date) -> str:
    """오늘, 내일, 11월 24일 (화)."""
    away = (day - timezone.localdate()).days
    words = {0: _("Today"), 1: _("Tomorrow")}
    return words.get(away) or date_format(day, _("l, F j"))
