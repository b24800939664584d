"""Grading, returning for revision, releasing: two graders never overwrite each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from assignments import access, events, telling
from assignments.actions.ground import locked_when_out
from assignments.actions.scoring import rubric_marks, summed, telling_marks
from assignments.models import Assignment, GradeChange, Submission
from assignments.refreshing import refresh_soon
from dreamseed.realtime.acting import acting
from dreamseed.realtime.errors import Conflict, Invalid

Mark = Mapping[str, Any]


class Words(NamedTuple):
    """What is said of a work beside its score."""

    grade: str
    feedback: str
    rubric_scores: list[dict[str, Any]]


def grade_submission(
    *,
    user: User,
    submission_id: int,
    version: int,
    score: Decimal | None = None,
    grade: str = "",
    feedback: str = "",
    rubric_scores: Sequence[Mark] = (),
) -> Submission:
    """`score` None: the sum of the rubric. A score beside a rubric overrides the sum.

    Without points, words about work that waits are kept as notes, which only graders see.
    Conflict `changed_meanwhile` with the other's work when `version` is not the newest one;
    Invalid for a score outside of the points, for none otherwise, and for marks outside of the rubric.
    """
    with acting(user.pk):
        submission = access.submission_to_grade(user, submission_id, lock=True)
        _check_version(submission, version)
        marks = rubric_marks(submission.assignment, rubric_scores)
        words = Words(grade, feedback, telling_marks(marks))
        score = summed(marks) if score is None else score
        if score is None:
            _keep_notes(submission, user, words)
        else:
            _grade(submission, user, score, words)
    refresh_soon()
    return submission


def _check_version(submission: Submission, version: int) -> None:
    if submission.version == version:
        return
    other = submission.graded_by
    refusal = Conflict(
        "changed_meanwhile",
        _("Somebody changed this in the meantime. Please look at it again."),
        version=submission.version,
        versions_count=submission.versions_count,
        score=None if submission.score is None else str(submission.score),
        grade=submission.grade,
        feedback=submission.feedback,
        rubric_scores=submission.rubric_scores,
        graded_by=None if other is None else {"id": other.pk, "name": other.name},
    )
    refusal.extra["status"] = submission.status  # as an argument it would be the answer's
    raise refusal


def _keep_notes(submission: Submission, user: User, words: Words) -> None:
    """Nothing instead of notes takes them back."""
    had = Words(submission.grade, submission.feedback, submission.rubric_scores)
    if submission.status != Submission.Status.SUBMITTED or not (any(words) or any(had)):
        raise Invalid(fields={"score": [_("Give points first.")]})
    _write(submission, words)
    submission.graded_by = user
    submission.version += 1
    submission.save()
    events.changed(submission.assignment)


def _write(submission: Submission, words: Words) -> None:
    submission.grade, submission.feedback, submission.rubric_scores = words


def _grade(submission: Submission, user: User, score: Decimal, words: Words) -> None:
    _check_score(submission, score)
    before = _seen(submission)
    _write(submission, words)
    submission.score = score
    _graded(submission, user)
    if before is not None and before != _seen(submission):
        telling.tell_graded_anew(submission, user.pk)
    if submission.assignment.released_at is not None and submission.released_at is None:
        _release(Submission.objects.filter(pk=submission.pk), submission.assignment, user)
        submission.refresh_from_db()
    seen = [] if submission.released_at is None else [submission.student_id]
    events.changed(submission.assignment, seen)


def _seen(submission: Submission) -> tuple[Any, ...] | None:
    """What the student sees of a grade; None while it is not out."""
    if submission.released_at is None:
        return None
    return submission.score, submission.grade, submission.feedback, submission.rubric_scores


def _check_score(submission: Submission, score: Decimal) -> None:
    if not score.is_finite() or score < 0 or score > submission.total_points:
        most = {"most": f"{submission.total_points.normalize():f}"}
        raise Invalid(fields={"score": [_("Between 0 and %(most)s points.") % most]})


def _graded(submission: Submission, user: User) -> None:
    submission.status = Submission.Status.GRADED
    submission.graded_by, submission.graded_at = user, timezone.now()
    _save(submission, user, GradeChange.Kind.GRADED, submission.rubric_scores)


def _save(submission: Submission, user: User, kind: GradeChange.Kind, marks: list[Any]) -> None:
    """`marks`: for the history."""
    submission.version += 1
    submission.save()
    change = _change(submission, user, kind)
    change.rubric_scores = marks
    change.save()


def _change(submission: Submission, user: User, kind: GradeChange.Kind) -> GradeChange:
    return GradeChange(
        submission=submission,
        kind=kind,
        work_version=submission.versions_count,
        score=submission.score,
        grade=submission.grade,
        feedback=submission.feedback,
        rubric_scores=submission.rubric_scores,
        by=user,
    )


def return_submission(*, user: User, submission_id: int, version: int, feedback: str) -> Submission:
    """For revision: the student reads what to mend and may hand in again, after the cut-off too."""
    if not feedback.strip():
        raise Invalid(fields={"feedback": [_("Say what needs to be improved.")]})
    with acting(user.pk):
        submission = access.submission_to_grade(user, submission_id, lock=True)
        _check_version(submission, version)
        marks = submission.rubric_scores
        submission.status, submission.feedback = Submission.Status.RETURNED, feedback
        submission.score, submission.grade, submission.rubric_scores = None, "", []
        submission.released_at = submission.graded_at = submission.graded_by = None
        _save(submission, user, GradeChange.Kind.RETURNED, marks)
        telling.tell_returned(submission, user.pk)
        events.changed(submission.assignment, [submission.student_id])
    refresh_soon()
    return submission


def release_grades(
    *, user: User, assignment_id: int, student_ids: Iterable[int] | None = None
) -> list[Submission]:
    """Those that are graded and not out yet; all, or of these students. Later grades are out at once."""
    with acting(user.pk):
        assignment = locked_when_out(user, assignment_id)
        rows = Submission.objects.filter(assignment=assignment)
        if student_ids is None:
            assignment.released_at = assignment.released_at or timezone.now()
            assignment.save(update_fields=["released_at", "updated_at"])
        else:
            rows = rows.filter(student__in=list(student_ids))
        return _release(rows, assignment, user)


def _release(rows: QuerySet[Submission], assignment: Assignment, user: User) -> list[Submission]:
    rows = rows.filter(status=Submission.Status.GRADED, released_at=None)
    rows = rows.exclude(student__in=assignment.excuses.values("student"))
    found = list(rows.select_for_update(of=("self",), no_key=True).order_by("pk"))
    now = timezone.now()
    ids = [one.pk for one in found]
    Submission.objects.filter(pk__in=ids).update(released_at=now, version=F("version") + 1)
    GradeChange.objects.bulk_create(_change(one, user, GradeChange.Kind.RELEASED) for one in found)
    telling.tell_graded(assignment, found, user.pk)
    events.changed(assignment, [one.student_id for one in found])
    return found
