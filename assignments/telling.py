"""What people are told of homework."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from assignments import access
from assignments.models import Assignment, Submission
from dreamseed.realtime.wire import moment
from notifications import actions as notifications
from notifications.access import heard

REMINDERS = DUE_SOON, OVERDUE = ("assignment_due_soon", "assignment_overdue")


def subject(assignment: Assignment) -> str:
    return f"assignment:{assignment.pk}"


def assignment_id(subject: str) -> int:
    return int(subject.partition(":")[2])


def tell_assigned(assignment: Assignment, user_ids: Iterable[int] | None = None) -> None:
    """These students, or all it is for."""
    people = access.roster_ids(assignment) if user_ids is None else user_ids
    _tell("assignment_assigned", assignment, people, actor_id=assignment.teacher_id)


def tell_due_soon(assignment: Assignment, user_ids: Iterable[int], due: datetime) -> None:
    """`due`: theirs."""
    _tell(DUE_SOON, assignment, user_ids, due=due)


def tell_overdue(assignment: Assignment, user_ids: Iterable[int], due: datetime) -> None:
    """Instead of having been told that it will be due."""
    stop_reminding(assignment, user_ids)
    _tell(OVERDUE, assignment, user_ids, due=due)


def told(assignment: Assignment, kind: str) -> set[tuple[int, str]]:
    """Who was told so, and of which due date."""
    return set(heard(kind=kind, subject=subject(assignment)).values_list("user_id", "data__due_date"))


def tell_submitted(submission: Submission) -> None:
    """Its teacher, under one line for every student; the student need not be reminded any more."""
    assignment = submission.assignment
    _tell(
        "assignment_submitted",
        assignment,
        access.teachers_to_tell(assignment),
        actor_id=submission.student_id,
        link=f"/assignments/{assignment.pk}/grade?student={submission.student_id}",
        key=f"submitted:{assignment.pk}:{submission.student_id}",
    )
    stop_reminding(assignment, [submission.student_id])


def tell_graded(assignment: Assignment, submissions: Iterable[Submission], by: int) -> None:
    """Each their own grade."""
    for one in submissions:
        assert one.score is not None
        grade = f"{plain(one.score)} / {plain(assignment.total_points)}"
        _tell("assignment_graded", assignment, [one.student_id], actor_id=by, grade=grade)


def tell_graded_anew(submission: Submission, by: int) -> None:
    """The grade that was told is not true any more; what of it waits is not sent."""
    of_it, people = subject(submission.assignment), [submission.student_id]
    notifications.retract(subject=of_it, kinds=["assignment_graded"], user_ids=people)
    tell_graded(submission.assignment, [submission], by)


def tell_returned(submission: Submission, by: int) -> None:
    """Something is to be mended: more than a grade, so in words of its own. The grade is no longer true."""
    of_it, people = subject(submission.assignment), [submission.student_id]
    notifications.retract(subject=of_it, kinds=["assignment_graded"], user_ids=people)
    _tell("assignment_returned", submission.assignment, people, actor_id=by)


def plain(points: Decimal) -> str:
    """Without the zeros behind: 8.50 is 8.5, 10.00 is 10."""
    return f"{points:.2f}".rstrip("0").rstrip(".")


def stop_reminding(assignment: Assignment, user_ids: Iterable[int] | None = None) -> None:
    """These people, or everybody."""
    notifications.retract(subject=subject(assignment), kinds=REMINDERS, user_ids=user_ids)


def take_back(assignment: Assignment, user_ids: Iterable[int] | None = None) -> None:
    """From these people, or from everybody."""
    notifications.retract(subject=subject(assignment), user_ids=user_ids)


def _tell(
    kind: str,
    assignment: Assignment,
    people: Iterable[int],
    *,
    actor_id: int | None = None,
    link: str = "",
    key: str = "",
    due: datetime | None = None,
    **words: Any,
) -> None:
    data = {"title": assignment.title, "classroom": assignment.classroom.name, **words}
    data["due_date"] = moment(due or assignment.due_date)
    notifications.notify(
        kind=kind,
        recipients=list(people),
        actor_id=actor_id,
        link=link or f"/assignments/{assignment.pk}",
        data=data,
        subject=subject(assignment),
        key=key,
    )
