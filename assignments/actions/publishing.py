"""Bringing an assignment out, and ending it."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from assignments import access, events, telling
from assignments.actions.ground import locked_when_out
from assignments.models import Assignment
from dreamseed.realtime.acting import acting
from dreamseed.realtime.errors import Invalid

AT_ONCE = 100
"""In one transaction; the rest a few seconds later."""


def publish_assignment(*, user: User, assignment_id: int) -> Assignment:
    """Its students see it and are told. Again when it is out already: nothing. A closed one opens again."""
    now = timezone.now()
    with acting(user.pk):
        assignment = access.assignment_to_edit(user, assignment_id, lock=True)
        if assignment.status == Assignment.Status.PUBLISHED:
            return assignment
        if assignment.work_ends <= now:
            raise Invalid(fields={"due_date": [_("This time is over already. Please choose a later one.")]})
        _bring_out(assignment, now)
    return assignment


def _bring_out(assignment: Assignment, now: datetime) -> None:
    is_new = assignment.is_draft
    assignment.status, assignment.closed_at, assignment.publish_at = Assignment.Status.PUBLISHED, None, None
    assignment.published_at = assignment.published_at or now
    assignment.save()
    if is_new:
        telling.tell_assigned(assignment)
    events.changed(assignment, access.roster_ids(assignment))


def publish_due() -> int:
    """Drafts whose `publish_at` has come; how many. Two workers at once publish each of them once.

    What has ended meanwhile (the program stood still) stays a draft: its page says so.
    """
    now = timezone.now()
    with acting(None):
        lasting = Q(due_date__gt=now) | Q(late_policy=Assignment.LatePolicy.ACCEPT, cut_off__gt=now)
        rows = Assignment.objects.filter(lasting, publish_at__lte=now)
        due = rows.select_for_update(of=("self",), skip_locked=True).select_related("classroom")
        found = list(due.order_by("publish_at", "pk")[:AT_ONCE])
        for assignment in found:
            _bring_out(assignment, now)
    return len(found)


def close_assignment(*, user: User, assignment_id: int) -> Assignment:
    """Nothing is taken any more, but from who has more time."""
    with acting(user.pk):
        assignment = locked_when_out(user, assignment_id)
        assignment.status = Assignment.Status.CLOSED
        assignment.closed_at = assignment.closed_at or timezone.now()
        assignment.save()
        telling.stop_reminding(assignment)
        events.changed(assignment, access.roster_ids(assignment))
    return assignment
