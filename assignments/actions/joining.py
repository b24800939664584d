"""Who comes into a class later gets its open work; who leaves it is not reminded of it any more."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from accounts.models import Enrollment
from accounts.registries import EnrollmentChange
from assignments import events, telling
from assignments.models import Assignment, Target
from dreamseed.realtime.acting import acting


def follow_enrollment(change: EnrollmentChange) -> None:
    """In the enrolment's transaction: what is out for the whole class and still to be done."""
    if change.role != Enrollment.Role.STUDENT:
        return
    rows = Assignment.objects.filter(classroom=change.classroom, status=Assignment.Status.PUBLISHED)
    rows = rows.filter(_is_for(change), due_date__gt=timezone.now()).select_related("classroom")
    with acting(None):
        for assignment in rows:
            if change.enrolled:
                telling.tell_assigned(assignment, [change.user.pk])
            else:
                telling.take_back(assignment, [change.user.pk])
            events.changed(assignment, [change.user.pk])


def _is_for(change: EnrollmentChange) -> Q:
    """Who leaves loses what was for them alone as well."""
    chosen = Target.objects.filter(student=change.user).values("assignment")
    return Q(whole_class=True) if change.enrolled else Q(whole_class=True) | Q(pk__in=chosen)
