"""Setting an assignment, changing it, taking it away."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Classroom, User
from assignments import access, events, telling
from assignments.actions.rubrics import set_rubric
from assignments.attached import attached
from assignments.lateness import in_time_now
from assignments.models import Assignment, Target
from dreamseed.realtime.acting import acting
from dreamseed.realtime.errors import Conflict, Invalid
from dreamseed.realtime.years import check_years
from files import actions as files

PLAIN = (
    "title",
    "assignment_type",
    "total_points",
    "due_date",
    "cut_off",
    "publish_at",
    "late_policy",
    "instructions",
    "metadata",
)


def create_assignment(
    *, user: User, class_id: int, client_id: UUID | None = None, **fields: Any
) -> Assignment:
    """A draft for a class one teaches; a repeated client_id gives the first one, with `repeated`."""
    known = _known(user, client_id)
    if known is not None:
        return known
    classroom = access.class_to_teach(user, class_id)
    try:
        with acting(user.pk):
            assignment = Assignment(teacher=user, classroom=classroom, client_id=client_id)
            _write(user, assignment, fields)
    except IntegrityError:  # the same one came twice at once
        known = _known(user, client_id)
        if known is None:
            raise
        return known
    return assignment


def _known(user: User, client_id: UUID | None) -> Assignment | None:
    if client_id is None:
        return None
    known = Assignment.objects.filter(teacher=user, client_id=client_id).first()
    if known is not None:
        known.repeated = True
    return known


def change_assignment(*, user: User, assignment_id: int, **fields: Any) -> Assignment:
    """Only what is named is changed. Of one that is out, the class stays."""
    with acting(user.pk):
        assignment = access.assignment_to_edit(user, assignment_id, lock=True)
        class_id = fields.pop("class_id", assignment.classroom_id)
        if class_id != assignment.classroom_id:
            assignment.classroom = _other_class(user, assignment, class_id)
            assignment.targets.all().delete()
            assignment.whole_class = True
        before = assignment.due_date
        _write(user, assignment, fields)
        if assignment.due_date != before:
            _move(assignment)
        events.changed(assignment, [] if assignment.is_draft else access.roster_ids(assignment))
    return assignment


def _move(assignment: Assignment) -> None:
    """To another due date: what was told of the former one is not true any more."""
    telling.stop_reminding(assignment)
    in_time_now(assignment)


def _other_class(user: User, assignment: Assignment, class_id: int) -> Classroom:
    if not assignment.is_draft:
        raise Conflict("already_published", _("It is out already: its class cannot be changed any more."))
    return access.class_to_teach(user, class_id)


def _write(user: User, assignment: Assignment, fields: dict[str, Any]) -> None:
    rubric, targets = fields.pop("rubric", None), fields.pop("student_ids", None)
    file_ids = fields.pop("attachment_ids", None)
    moved = fields.get("publish_at") not in (None, assignment.publish_at)
    for name in PLAIN:
        if name in fields:
            setattr(assignment, name, fields[name])
    _check(assignment)
    if moved:
        _check_going_out(assignment)
    assignment.save()
    _follow_points(assignment)
    if file_ids is not None:
        assignment.attachments = attached(
            user=user, kind=access.WORK, object_id=assignment.pk, file_ids=file_ids
        )
    if targets is not None:
        _aim(assignment, targets)
    if rubric is not None:
        set_rubric(assignment, rubric)
    _check_rubric(assignment)
    assignment.save()


def _check(assignment: Assignment) -> None:
    check_years(due_date=assignment.due_date, cut_off=assignment.cut_off, publish_at=assignment.publish_at)
    if assignment.cut_off is not None and assignment.cut_off < assignment.due_date:
        raise Invalid(fields={"cut_off": [_("The cut-off comes before the due date.")]})


def _check_rubric(assignment: Assignment) -> None:
    """Full marks in every line are no more than the assignment is worth."""
    worth = assignment.criteria.aggregate(worth=Sum("points", default=0))["worth"]
    if worth > assignment.total_points:
        raise Invalid(fields={"rubric": [_("The rubric is worth more than the points of the assignment.")]})


def _check_going_out(assignment: Assignment) -> None:
    """By itself, at a time that is still to come and before nothing is taken any more."""
    assert assignment.publish_at is not None
    if not assignment.is_draft:
        raise Conflict("already_published", _("It is out already."))
    if assignment.publish_at <= timezone.now():
        raise Invalid(fields={"publish_at": [_("This time is over already. Please choose a later one.")]})
    if assignment.publish_at >= assignment.work_ends:
        raise Invalid(fields={"publish_at": [_("It has to go out before its time is over.")]})


def _follow_points(assignment: Assignment) -> None:
    """The copies of the points at the submissions; a score above the new ones refuses it."""
    total = Decimal(assignment.total_points)
    others = assignment.submissions.exclude(total_points=total)
    if others.filter(score__gt=total).exists():
        raise Conflict("score_above_points", _("Somebody has more points than that already."))
    others.update(total_points=total)


def _aim(assignment: Assignment, student_ids: Sequence[int]) -> None:
    """At these students of the class; none: the whole class. Invalid for anybody else."""
    wanted = set(student_ids)
    found = set(
        access.students_of(assignment.classroom_id).filter(pk__in=wanted).values_list("pk", flat=True)
    )
    if found != wanted:
        raise Invalid(fields={"student_ids": [_("One of these people is not in this class.")]})
    before = set(assignment.targets.values_list("student_id", flat=True))
    was_for = set() if assignment.is_draft else set(access.roster_ids(assignment))
    assignment.targets.exclude(student__in=wanted).delete()
    Target.objects.bulk_create(
        Target(assignment=assignment, student_id=one) for one in sorted(wanted - before)
    )
    was_whole, assignment.whole_class = assignment.whole_class, not wanted
    if assignment.is_draft:
        return
    is_for = set(access.roster_ids(assignment))
    if assignment.status == Assignment.Status.PUBLISHED and not was_whole:
        assignment.save()
        telling.tell_assigned(assignment, (wanted or is_for) - before)
    if was_for - is_for:
        telling.take_back(assignment, was_for - is_for)


def remove_assignment(*, user: User, assignment_id: int) -> None:
    """With its files; Conflict once somebody handed in: then it is closed instead."""
    with acting(user.pk):
        assignment = access.assignment_to_edit(user, assignment_id, lock=True)
        if assignment.submissions.exists():
            raise Conflict("has_submissions", _("Somebody has handed in already. You can close it instead."))
        telling.take_back(assignment)
        for student_id in assignment.drafts.values_list("student_id", flat=True):
            files.release(kind=access.ANSWER, object_id=access.answer_key(assignment.pk, student_id))
        files.release(kind=access.WORK, object_id=assignment.pk)
        assignment.delete()
