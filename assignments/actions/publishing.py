"""Bringing an assignment out, and ending it."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from assignments import access, events, telling
from assignments.models import Assignment
from dreamseed.realtime.acting import acting
from dreamseed.realtime.errors import Conflict, Invalid


def publish_assignment(*, user: User, assignment_id: int) -> Assignment:
    """Its students see it and are told. Again when it is out already: nothing. A closed one opens again."""
    now = timezone.now()
    with acting(user.pk):
        assignment = access.assignment_to_edit(user, assignment_id, lock=True)
        if assignment.status == Assignment.Status.PUBLISHED:
            return assignment
        last = assignment.last_moment or assignment.due_date
        if last <= now:
            raise Invalid(fields={"due_date": [_("This time is over already. Please choose a later one.")]})
        is_new = assignment.is_draft
        assignment.status, assignment.closed_at = Assignment.Status.PUBLISHED, None
        assignment.published_at = assignment.published_at or now
        assignment.save()
        if is_new:
            telling.tell_assigned(assignment)
        events.changed(assignment, access.roster_ids(assignment))
    return assignment


def close_assignment(*, user: User, assignment_id: int) -> Assignment:
    """Nothing is taken any more, but from who has more time."""
    with acting(user.pk):
        assignment = access.assignment_to_edit(user, assignment_id, lock=True)
        if assignment.is_draft:
            raise Conflict("not_published", _("It is not out yet."))
        assignment.status = Assignment.Status.CLOSED
        assignment.closed_at = assignment.closed_at or timezone.now()
        assignment.save()
        telling.stop_reminding(assignment)
        events.changed(assignment, access.roster_ids(assignment))
    return assignment
