"""What giving one student something has in common: the assignment is out, and for them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from assignments import access
from assignments.models import Assignment
from dreamseed.realtime.errors import Conflict, Invalid


def locked_when_out(user: User, assignment_id: int) -> Assignment:
    """One I set, as it is once nobody else can change it; Conflict `not_published` for a draft."""
    assignment = access.assignment_to_edit(user, assignment_id, lock=True)
    if assignment.is_draft:
        raise Conflict("not_published", _("It is not out yet."))
    return assignment


def check_is_for(assignment: Assignment, student_id: int) -> None:
    """Invalid for people it is not for."""
    if not access.roster(assignment).filter(pk=student_id).exists():
        raise Invalid(fields={"student_id": [_("This assignment is not for this person.")]})
