"""A teacher's word over the reckoned attendance."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.names import clean_line
from calls import access
from calls.models import AttendanceCorrection, Call
from calls.registers import register_of, whole_minutes
from dreamseed.realtime.acting import acting
from dreamseed.realtime.errors import Invalid, NotFound


def correct_attendance(
    *, user: User, call_id: Any, user_id: int, status: str, reason: str, minutes: int | None = None
) -> AttendanceCorrection:
    """Written beside the former ones: the latest counts. `minutes` None: as reckoned.

    Invalid without a reason that can be read and with more minutes than there were, NotFound for people whom
    the lesson does not concern.
    """
    reason = clean_line(reason)
    if not reason:
        raise Invalid(fields={"reason": [_("Say why: it stays in the register.")]})
    with acting(user.pk):
        call = access.call_to_register(user, call_id)
        _check_minutes(call, status, minutes or 0)
        if not register_of(call, [user_id]):
            raise NotFound
        return AttendanceCorrection.objects.create(
            call=call, user_id=user_id, status=status, minutes=minutes, reason=reason, corrected_by=user
        )


def _check_minutes(call: Call, status: str, minutes: int) -> None:
    if status == AttendanceCorrection.Status.ABSENT and minutes:
        raise Invalid(fields={"minutes": [_("Who was absent has no minutes.")]})
    most = whole_minutes(call)
    if minutes > most:
        text = ngettext("The lesson has only %(n)d minute.", "The lesson has only %(n)d minutes.", most)
        raise Invalid(fields={"minutes": [text % {"n": most}]})
