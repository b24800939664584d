"""Handing in: every version is kept whole."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from assignments import access, events, telling
from assignments.actions.drafting import check_length, claimed, empty_draft
from assignments.deadlines import Deadline, deadline
from assignments.lateness import is_late
from assignments.models import Assignment, GradeChange, Submission, SubmissionVersion
from dreamseed.realtime.acting import acting
from dreamseed.realtime.errors import Conflict, Invalid
from dreamseed.realtime.wire import moment


def submit(
    *,
    user: User,
    assignment_id: int,
    text: str = "",
    attachment_ids: Iterable[Any] = (),
    client_id: UUID | None = None,
) -> SubmissionVersion:
    """A new version; the same client_id again gives the first one, with `repeated`.

    Conflict `deadline_over` after the last moment, `already_graded` once the grade is released, `excused`,
    Invalid when there is neither text nor file. What is late: `lateness`.
    """
    check_length(text)
    now = timezone.now()
    with acting(user.pk):
        assignment = access.assignment_to_hand_in(user, assignment_id)
        limits = _open(assignment, user, now)
        submission = _locked(assignment, user)
        known = _known(submission, client_id)
        if known is not None:
            return known
        _check_open(assignment, submission, limits, now)
        files = claimed(user, assignment, attachment_ids)
        if not text.strip() and not files:
            raise Invalid(fields={"submission_text": [_("Write something or choose a file first.")]})
        version = _write(submission, text, files, is_late(submission, limits.due, now), client_id, now)
        empty_draft(assignment, user)
        telling.tell_submitted(submission)
        events.changed(assignment, [user.pk])
    return version


def _open(assignment: Assignment, user: User, now: datetime) -> Deadline:
    extension = assignment.extensions.filter(student=user).first()
    return deadline(assignment, extension, now)


def _locked(assignment: Assignment, user: User) -> Submission:
    """The student's row, under its lock: two presses in one instant make two versions, never a lost one.

    A first one is inserted without its text; when the action fails the whole transaction takes it back.
    """
    Submission.objects.bulk_create(
        [Submission(assignment=assignment, student=user, total_points=assignment.total_points)],
        ignore_conflicts=True,
    )
    rows = Submission.objects.select_for_update(no_key=True, of=("self",))
    submission = rows.select_related("assignment__classroom").get(assignment=assignment, student=user)
    submission.student = user
    return submission


def _known(submission: Submission, client_id: UUID | None) -> SubmissionVersion | None:
    if client_id is None:
        return None
    known = submission.versions.filter(client_id=client_id).first()
    if known is not None:
        known.submission, known.repeated = submission, True
    return known


def _check_open(assignment: Assignment, submission: Submission, limits: Deadline, now: datetime) -> None:
    if access.is_excused(submission.student, assignment):
        raise Conflict("excused", _("You are excused: you need not hand in anything."))
    if submission.released_at is not None:
        raise Conflict("already_graded", _("The grade is out already. Ask your teacher to return the work."))
    if limits.takes(now, submission):
        return
    last = None if limits.last is None else moment(limits.last)
    raise Conflict("deadline_over", _("The time for this assignment is over."), cut_off=last)


def _write(
    submission: Submission,
    text: str,
    files: list[dict[str, Any]],
    late: bool,
    client_id: UUID | None,
    now: datetime,
) -> SubmissionVersion:
    submission.versions_count = F("versions_count") + 1
    _forget_grade(submission)
    submission.submission_text, submission.attachments = text, files
    submission.is_late, submission.submitted_at = late, now
    submission.status = Submission.Status.SUBMITTED
    submission.version = F("version") + 1
    submission.save()
    submission.refresh_from_db(fields=["versions_count", "version"])
    return SubmissionVersion.objects.create(
        submission=submission,
        number=submission.versions_count,
        text=text,
        files=files,
        sha256=fingerprint(text, files),
        is_late=late,
        client_id=client_id,
        submitted_at=now,
    )


def _forget_grade(submission: Submission) -> None:
    """Of an older version, notes without points too: it stays in the history."""
    if _is_told_of(submission):
        GradeChange.objects.create(
            submission=submission,
            kind=GradeChange.Kind.RESET,
            work_version=submission.versions.count(),
            score=submission.score,
            grade=submission.grade,
            feedback=submission.feedback,
            rubric_scores=submission.rubric_scores,
            by_id=submission.student_id,
        )
    submission.score, submission.grade, submission.graded_at, submission.graded_by = None, "", None, None
    submission.feedback, submission.rubric_scores = "", []


def _is_told_of(submission: Submission) -> bool:
    """Something was said that the history does not tell yet; what was returned is in it."""
    if submission.status == Submission.Status.RETURNED:
        return False
    said = (submission.grade, submission.feedback, submission.rubric_scores)
    return submission.score is not None or any(said)


def fingerprint(text: str, files: Iterable[dict[str, Any]]) -> str:
    """SHA-256 of the text in UTF-8 and the files' own SHA-256, a line each: a receipt anybody can check."""
    lines = [hashlib.sha256(text.encode()).hexdigest(), *(str(one["sha256"]) for one in files)]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
