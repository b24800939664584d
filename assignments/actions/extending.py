"""More time for one student."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from assignments import events, telling
from assignments.actions.ground import check_is_for, locked_when_out
from assignments.lateness import in_time_now
from assignments.models import Extension
from assignments.refreshing import refresh_soon
from dreamseed.realtime.acting import acting
from dreamseed.realtime.errors import Invalid
from dreamseed.realtime.years import check_years


def extend(
    *, user: User, assignment_id: int, student_id: int, until: datetime, reason: str = ""
) -> Extension:
    """Instead of a former one. Invalid for times gone by and for people it is not for."""
    check_years(until=until)
    with acting(user.pk):
        assignment = locked_when_out(user, assignment_id)
        if until <= timezone.now():
            raise Invalid(fields={"until": [_("This time is over already. Please choose a later one.")]})
        check_is_for(assignment, student_id)
        extension, _created = Extension.objects.update_or_create(
            assignment=assignment,
            student_id=student_id,
            defaults={"until": until, "reason": reason, "granted_by": user},
        )
        telling.stop_reminding(assignment, [student_id])
        in_time_now(assignment, [student_id])
        events.changed(assignment, [student_id])
    refresh_soon()
    return extension
