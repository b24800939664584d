"""A teacher's word over the reckoned attendance."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from calls import access
from calls.models import AttendanceCorrection
from calls.registers import register_of
from dreamseed.realtime.acting import acting
from dreamseed.realtime.errors import Invalid, NotFound


def correct_attendance(
    *, user: User, call_id: Any, user_id: int, status: str, reason: str, minutes: int | None = None
) -> AttendanceCorrection:
    """Written beside the former ones: the latest counts. `minutes` None: as reckoned.

    Invalid without a reason, NotFound for people whom the lesson does not concern.
    """
    reason = reason.strip()
    if not reason:
        raise Invalid(fields={"reason": [_("Say why: it stays in the register.")]})
    with acting(user.pk):
        call = access.call_to_register(user, call_id)
        if not register_of(call, [user_id]):
            raise NotFound
        return AttendanceCorrection.objects.create(
            call=call, user_id=user_id, status=status, minutes=minutes, reason=reason, corrected_by=user
        )
