"""One student need not do an assignment, or has to again."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from assignments import access, events, telling
from assignments.models import Assignment, Excuse
from assignments.refreshing import refresh_soon
from dreamseed.realtime.acting import acting
from dreamseed.realtime.errors import Conflict, Invalid


def excuse(*, user: User, assignment_id: int, student_id: int, reason: str = "") -> Excuse:
    """Instead of a former one. What was handed in and graded stays, and does not count. Invalid for people
    it is not for."""
    with acting(user.pk):
        assignment = _of_one_that_is_out(user, assignment_id)
        if not access.roster(assignment).filter(pk=student_id).exists():
            raise Invalid(fields={"student_id": [_("This assignment is not for this person.")]})
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
        assignment = _of_one_that_is_out(user, assignment_id)
        gone, _each = assignment.excuses.filter(student=student_id).delete()
        if gone:
            events.changed(assignment, [student_id])
    refresh_soon()


def _of_one_that_is_out(user: User, assignment_id: int) -> Assignment:
    assignment = access.assignment_to_edit(user, assignment_id, lock=True)
    if assignment.is_draft:
        raise Conflict("not_published", _("It is not out yet."))
    return assignment
