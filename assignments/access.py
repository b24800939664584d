"""The only door to assignments and submissions: takes a person, returns the object or refuses.

Who teaches a class (its teachers, and the administrators of its school) sets and grades; a student sees what
was published for them and their own work. Everybody else gets 404.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Classroom, Enrollment, User
from assignments import holding
from assignments.models import Assignment, Submission, SubmissionVersion, Target
from dreamseed.realtime.errors import Forbidden, NotFound

WORK, ANSWER = "assignment", "submission"
"""Kinds of files: a teacher's, by the assignment's id, and a student's, by `answer_key`."""

Role = Enrollment.Role


def classes_to_teach(user: User) -> QuerySet[Classroom]:
    """Where one sets and grades, by name."""
    if user.role == User.Role.ADMINISTRATOR and user.organization_id is not None:
        return Classroom.objects.filter(zone__organization=user.organization_id)
    mine = Enrollment.objects.filter(user=user, role=Role.TEACHER)
    return Classroom.objects.filter(pk__in=mine.values("classroom"))


def class_to_teach(user: User, classroom_id: Any) -> Classroom:
    """NotFound for classes one is not in, Forbidden for its students."""
    found = classes_to_teach(user).filter(pk=classroom_id).select_related("zone").first()
    if found is not None:
        return found
    if Enrollment.objects.filter(user=user, classroom=classroom_id).exists():
        raise Forbidden
    raise NotFound


def assignments_to_teach(user: User) -> QuerySet[Assignment]:
    """All of the classes one teaches, newest first."""
    return Assignment.objects.filter(classroom__in=classes_to_teach(user)).order_by("-created_at", "-pk")


def assignments_to_do(user: User) -> QuerySet[Assignment]:
    """What was published for this student, soonest due first; also what they handed in and left behind."""
    done = Submission.objects.filter(assignment=OuterRef("pk"), student=user)
    rows = Assignment.objects.exclude(status=Assignment.Status.DRAFT)
    return rows.filter(_is_for(user) | Q(Exists(done))).order_by("due_date", "pk")


def assignments_for(user: User) -> QuerySet[Assignment]:
    """What was published for this student and still is for them."""
    return Assignment.objects.exclude(status=Assignment.Status.DRAFT).filter(_is_for(user))


def _is_for(user: User) -> Q:
    enrolled = Enrollment.objects.filter(user=user, role=Role.STUDENT, classroom=OuterRef("classroom"))
    chosen = Target.objects.filter(assignment=OuterRef("pk"), student=user)
    return Q(Exists(enrolled)) & (Q(whole_class=True) | Q(Exists(chosen)))


def assignment_for(user: User, assignment_id: Any) -> Assignment:
    """One that I teach or do."""
    both = Q(pk__in=assignments_to_teach(user).order_by().values("pk"))
    both |= Q(pk__in=assignments_to_do(user).order_by().values("pk"))
    found = _read().filter(both, pk=assignment_id).first()
    if found is None:
        raise NotFound
    return found


def assignment_to_edit(user: User, assignment_id: Any, *, lock: bool = False) -> Assignment:
    """One of a class I teach; Forbidden for its students."""
    rows = _read().filter(classroom__in=classes_to_teach(user))
    if lock:
        rows = rows.select_for_update(of=("self",), no_key=True)
    found = rows.filter(pk=assignment_id).first()
    if found is None:
        assignment_for(user, assignment_id)
        raise Forbidden
    return found


def assignment_to_do(user: User, assignment_id: Any) -> Assignment:
    """One that is for me, or that I handed in; Forbidden for who teaches it."""
    return _one_of(assignments_to_do(user), user, assignment_id)


def assignment_to_hand_in(user: User, assignment_id: Any) -> Assignment:
    """One that is for me, and stays as it is while this transaction lasts.

    Forbidden for who teaches it, and for who handed it in and has left the class.
    """
    holding.hold(assignment_id)
    return _one_of(assignments_for(user), user, assignment_id)


def _one_of(rows: QuerySet[Assignment], user: User, assignment_id: Any) -> Assignment:
    found = _read().filter(pk__in=rows.order_by().values("pk"), pk=assignment_id).first()
    if found is None:
        assignment_for(user, assignment_id)
        raise Forbidden
    return found


def still_for(user: User, assignments: Iterable[Assignment]) -> set[int]:
    """Ids of those that are expected of them: not what they handed in and left behind."""
    return set(
        assignments_for(user).filter(pk__in=[one.pk for one in assignments]).values_list("pk", flat=True)
    )


def whole(rows: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """With all that shapes show, in the same few queries for any number."""
    related = rows.select_related("classroom", "teacher")
    return related.prefetch_related("criteria__levels", "targets")


def may_teach(user: User, assignment: Assignment) -> bool:
    return classes_to_teach(user).filter(pk=assignment.classroom_id).exists()


def _read() -> QuerySet[Assignment]:
    return Assignment.objects.select_related("classroom__zone", "teacher")


def submission_for(user: User, submission_id: Any) -> Submission:
    """My own, or one I may grade."""
    mine = Q(student=user) | Q(assignment__classroom__in=classes_to_teach(user))
    found = _submissions().filter(mine, pk=submission_id).first()
    if found is None:
        raise NotFound
    return found


def own_submission(user: User, assignment_id: Any) -> Submission:
    """NotFound `not_submitted` while there is none."""
    found = _submissions().filter(student=user, assignment=assignment_to_do(user, assignment_id)).first()
    if found is None:
        raise NotFound(_("You have not handed in anything yet."), code="not_submitted")
    return found


def submission_to_grade(user: User, submission_id: Any, *, lock: bool = False) -> Submission:
    """One of a class I teach; Forbidden for the student it is of. `lock` holds its assignment as well."""
    rows = _submissions().filter(assignment__classroom__in=classes_to_teach(user), pk=submission_id)
    if lock:
        holding.hold_that_of(submission_id)
        rows = rows.select_for_update(of=("self",), no_key=True)
    found = rows.first()
    if found is None:
        submission_for(user, submission_id)
        raise Forbidden
    return found


def _submissions() -> QuerySet[Submission]:
    return Submission.objects.select_related("assignment", "student", "graded_by")


def students_of(classroom_id: Any) -> QuerySet[User]:
    """Who learns in a class, by name."""
    enrolled = Enrollment.objects.filter(classroom=classroom_id, role=Role.STUDENT)
    return User.objects.filter(pk__in=enrolled.values("user"), is_active=True).order_by("name", "pk")


def roster(assignment: Assignment) -> QuerySet[User]:
    """Whom it is for and who handed in, by name."""
    expected = Enrollment.objects.filter(
        classroom=assignment.classroom_id, role=Role.STUDENT, user__is_active=True
    )
    if not assignment.whole_class:
        expected = expected.filter(user__in=Target.objects.filter(assignment=assignment).values("student"))
    done = Submission.objects.filter(assignment=assignment)
    people = Q(pk__in=expected.values("user")) | Q(pk__in=done.values("student"))
    return User.objects.filter(people).order_by("name", "pk")


def is_excused(user: User, assignment: Assignment) -> bool:
    return assignment.excuses.filter(student=user).exists()


def owing_ids(assignment: Assignment) -> list[int]:
    """Of whom nothing came, and who are not excused."""
    people = roster(assignment).exclude(pk__in=assignment.submissions.values("student"))
    return list(people.exclude(pk__in=assignment.excuses.values("student")).values_list("pk", flat=True))


def teachers_to_tell(assignment: Assignment) -> list[int]:
    """Who set it, while they teach there; else the teachers of the class."""
    if assignment.teacher.is_active and may_teach(assignment.teacher, assignment):
        return [assignment.teacher_id]
    teachers = Enrollment.objects.filter(classroom=assignment.classroom_id, role=Role.TEACHER)
    return list(teachers.values_list("user_id", flat=True))


def roster_ids(assignment: Assignment) -> list[int]:
    return list(roster(assignment).values_list("pk", flat=True))


def answer_key(assignment_id: int, student_id: int) -> str:
    """What the files of one student's work are attached to: the same for draft and all versions."""
    return f"{assignment_id}:{student_id}"


def may_read_assignment_files(user: User, object_id: str) -> bool:
    try:
        assignment_for(user, int(object_id))
    except NotFound:
        return False
    return True


def may_read_submission_files(user: User, object_id: str, file_id: UUID) -> bool:
    """The student; who grades, when this file was handed in: what lies in a draft alone is the student's."""
    assignment_id, _colon, student_id = object_id.partition(":")
    if str(user.pk) == student_id:
        return True
    handed_in = SubmissionVersion.objects.filter(
        submission__assignment=int(assignment_id),
        submission__student=int(student_id),
        files__contains=[{"id": str(file_id)}],
    )
    taught = handed_in.filter(submission__assignment__classroom__in=classes_to_teach(user))
    return taught.exists()
