"""One student need not do an assignment, or has to again."""

from __future__ import annotations

from accounts.models import User
from assignments import events, telling
from assignments.actions.ground import check_is_for, locked_when_out
from assignments.models import Excuse
from assignments.refreshing import refresh_soon
from dreamseed.realtime.acting import acting


def excuse(*, user: User, assignment_id: int, student_id: int, reason: str = "") -> Excuse:
    """Instead of a former one. What was handed in and graded stays, and does not count. Invalid for people
    it is not for."""
    with acting(user.pk):
        assignment = locked_when_out(user, assignment_id)
        check_is_for(assignment, student_id)
        found, _created = Excuse.objects.update_or_create(
            assignment=assignment,
            student_id=student_id,
            defaults={"reason": reason, "excused_by": user},
        )
        telling.stop_reminding(assignment, [student_id])
        events.changed(assignment, [student_id])
    refresh_soon()
    return found


def lift_excuse(*, user: User, assignment_id: int, student_id: int) -> None:
    """All is as before it; twice changes nothing."""
    with acting(user.pk):
        assignment = locked_when_out(user, assignment_id)
        gone, _each = assignment.excuses.filter(student=student_id).delete()
        if gone:
            events.changed(assignment, [student_id])
    refresh_soon()
