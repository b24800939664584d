"""What the pages of notifications say about days and reasons."""

from datetime import date

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

register = template.Library()

MONTHS_APART = 300
"""Days from which on a day without its year could be taken for another one."""
REASONS = {
    "quiet_hours": gettext_lazy("until the quiet hours are over"),
    "retry": gettext_lazy("will be tried again"),
    "read": gettext_lazy("was read before"),
    "retracted": gettext_lazy("was taken back"),
    "on_screen": gettext_lazy("was on the screen"),
    "undisturbed": gettext_lazy("do not disturb"),
    "switched_off": gettext_lazy("is switched off in the settings"),
    "signed_out": gettext_lazy("signed out on this device"),
    "deactivated": gettext_lazy("the account is switched off"),
    "too_late": gettext_lazy("came too late"),
    "merged": gettext_lazy("went out with a newer one"),
    "given_up": gettext_lazy("tried too often"),
    "worker_died": gettext_lazy("broke off while it was sent"),
    "cut": gettext_lazy("the line was cut while it was sent"),
    "error": gettext_lazy("something went wrong on our side"),
}


@register.filter
def notice_day(day: date) -> str:
    """오늘, 어제, 11월 23일."""
    ago = (timezone.localdate() - day).days
    if ago == 0:
        return _("Today")
    if ago == 1:
        return _("Yesterday")
    return date_format(day, "MONTH_DAY_FORMAT" if ago < MONTHS_APART else "DATE_FORMAT")


@register.filter
def reason_words(reason: str) -> str:
    """Why a delivery waits or was not sent; "" when there is nothing to say."""
    return str(REASONS.get(reason, ""))
