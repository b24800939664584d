"""More time for one student."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from assignments import events, telling
from assignments.actions.ground import check_is_for, locked_when_out
from assignments.actions.years import check_years
from assignments.models import Assignment, Extension, Submission, SubmissionVersion
from assignments.refreshing import refresh_soon
from dreamseed.realtime.acting import acting
from dreamseed.realtime.errors import Invalid


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
        _in_time_now(assignment, student_id, until)
        events.changed(assignment, [student_id])
    refresh_soon()
    return extension


def _in_time_now(assignment: Assignment, student_id: int, until: datetime) -> None:
    """What came before is not late any more; with less time than before, what was in time stays so."""
    versions = SubmissionVersion.objects.filter(
        submission__assignment=assignment, submission__student=student_id, submitted_at__lte=until
    )
    versions.filter(is_late=True).update(is_late=False)
    work = Submission.objects.filter(assignment=assignment, student=student_id, submitted_at__lte=until)
    work.filter(is_late=True).update(is_late=False)
