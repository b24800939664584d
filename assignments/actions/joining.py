"""Who comes into a class later gets its open work; who leaves it is not reminded of it any more."""

from __future__ import annotations

from django.utils import timezone

from accounts.models import Enrollment
from accounts.registries import EnrollmentChange
from assignments import events, telling
from assignments.models import Assignment
from dreamseed.realtime.acting import acting


def follow_enrollment(change: EnrollmentChange) -> None:
    """In the enrolment's transaction: what is out for the whole class and still to be done."""
    if change.role != Enrollment.Role.STUDENT:
        return
    rows = Assignment.objects.filter(
        classroom=change.classroom, status=Assignment.Status.PUBLISHED, whole_class=True
    )
    with acting(None):
        for assignment in rows.filter(due_date__gt=timezone.now()).select_related("classroom"):
            if change.enrolled:
                telling.tell_assigned(assignment, [change.user.pk])
            else:
                telling.take_back(assignment, [change.user.pk])
            events.changed(assignment, [change.user.pk])
