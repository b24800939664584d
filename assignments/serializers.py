"""Shapes of docs/protocol.md. A student's own hide what is not released."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from django.utils import timezone

from accounts.models import User
from accounts.serializers import person
from assignments.deadlines import Deadline
from assignments.models import (
    Assignment,
    Criterion,
    Draft,
    Excuse,
    Extension,
    GradeChange,
    Submission,
    SubmissionVersion,
)
from assignments.overview import Counts, Line, counts
from assignments.spread import Spread
from dreamseed.realtime.wire import moment


def assignments_set(rows: Sequence[Assignment]) -> list[dict[str, Any]]:
    """As their teachers see them; the same few queries for any number. Rows come from `access`."""
    counted = counts(rows)
    return [
        _assignment(row)
        | {
            "metadata": row.metadata,
            "publish_at": moment(row.publish_at),
            "student_ids": sorted(one.student_id for one in row.targets.all()),
            "counts": asdict(counted[row.pk]),
        }
        for row in rows
    ]


def assignment_to_do(
    row: Assignment, limits: Deadline, submission: Submission | None, is_excused: bool
) -> dict[str, Any]:
    """As its student sees it."""
    own = None if submission is None else own_submission(submission)
    return _assignment(row) | {
        "deadline": deadline(limits, submission),
        "excused": is_excused,
        "submission": own,
    }


def _assignment(row: Assignment) -> dict[str, Any]:
    return {
        "id": row.pk,
        "title": row.title,
        "teacher": person(row.teacher),
        "classroom": {"id": row.classroom_id, "name": row.classroom.name},
        "assignment_type": row.assignment_type,
        "total_points": number(row.total_points),
        "due_date": moment(row.due_date),
        "cut_off": moment(row.cut_off),
        "late_policy": row.late_policy,
        "status": row.status,
        "instructions": row.instructions,
        "attachments": row.attachments,
        "whole_class": row.whole_class,
        "rubric": [_criterion(one) for one in row.criteria.all()],
        "published_at": moment(row.published_at),
        "closed_at": moment(row.closed_at),
        "released_at": moment(row.released_at),
        "created_at": moment(row.created_at),
        "updated_at": moment(row.updated_at),
    }


def _criterion(row: Criterion) -> dict[str, Any]:
    levels = [{"id": one.pk, "title": one.title, "points": number(one.points)} for one in row.levels.all()]
    return {
        "id": row.pk,
        "title": row.title,
        "description": row.description,
        "points": number(row.points),
        "levels": levels,
    }


def deadline(limits: Deadline, work: Submission | None) -> dict[str, Any]:
    now = timezone.now()
    return {
        "due": moment(limits.due),
        "last": moment(limits.last),
        "extended": limits.is_extended,
        "open": limits.takes(now, work),
        "late": limits.is_late(now),
    }


def submission(row: Submission) -> dict[str, Any]:
    """As who grades sees it."""
    return {
        "id": row.pk,
        "assignment_id": row.assignment_id,
        "student": person(row.student),
        "status": row.status,
        "submission_text": row.submission_text,
        "attachments": row.attachments,
        "is_late": row.is_late,
        "submitted_at": moment(row.submitted_at),
        "versions_count": row.versions_count,
        "version": row.version,
        "score": number(row.score),
        "grade": row.grade,
        "feedback": row.feedback,
        "rubric_scores": [_mark(one) for one in row.rubric_scores],
        "graded_by": person(row.graded_by) if row.graded_by else None,
        "graded_at": moment(row.graded_at),
        "released_at": moment(row.released_at),
    }


def _mark(kept: dict[str, Any]) -> dict[str, Any]:
    points = kept["points"]
    return kept | {"points": None if points is None else number(Decimal(points))}


def own_submission(row: Submission) -> dict[str, Any]:
    """As its student sees it: graded is no more than handed in, until the grade is out."""
    shape = submission(row)
    if row.released_at is not None:
        return shape
    hidden = dict.fromkeys(("score", "grade", "feedback", "rubric_scores", "graded_by", "graded_at"))
    if row.status == Submission.Status.RETURNED:
        hidden.pop("feedback")
    else:
        hidden["status"] = Submission.Status.SUBMITTED.value
    # Counts the changes of the grade too: a change of it would tell
    return shape | hidden | {"version": row.versions_count}


def submission_for(row: Submission, user: User) -> dict[str, Any]:
    return own_submission(row) if row.student_id == user.pk else submission(row)


def version(row: SubmissionVersion) -> dict[str, Any]:
    return {
        "id": row.pk,
        "submission_id": row.submission_id,
        "number": row.number,
        "text": row.text,
        "files": row.files,
        "sha256": row.sha256,
        "is_late": row.is_late,
        "submitted_at": moment(row.submitted_at),
    }


def draft(row: Draft | None) -> dict[str, Any]:
    if row is None:
        return {"text": "", "files": [], "saved_at": None, "version": 0}
    saved_at = None if row.is_empty else moment(row.saved_at)
    return {"text": row.text, "files": row.files, "saved_at": saved_at, "version": row.version}


def line(row: Line) -> dict[str, Any]:
    return {
        "student": person(row.student),
        "standing": row.state,
        "excuse": None if row.excuse is None else excuse(row.excuse),
        "deadline": deadline(row.deadline, row.submission),
        "submission": None if row.submission is None else submission(row.submission),
    }


def extension(row: Extension) -> dict[str, Any]:
    return {
        "student_id": row.student_id,
        "until": moment(row.until),
        "reason": row.reason,
        "granted_by": person(row.granted_by),
        "created_at": moment(row.created_at),
    }


def excuse(row: Excuse) -> dict[str, Any]:
    return {
        "student_id": row.student_id,
        "reason": row.reason,
        "excused_by": person(row.excused_by),
        "created_at": moment(row.created_at),
    }


def grade_changes_for(row: Submission, user: User) -> list[dict[str, Any]]:
    """All to who grades; to its student what was to be mended, in the words that were for them."""
    changes = row.grade_changes.select_related("by")
    if row.student_id != user.pk:
        return [grade_change(one) for one in changes]
    return [grade_change(one) | {"rubric_scores": []} for one in changes.returned()]


def grade_change(row: GradeChange) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "work_version": row.work_version,
        "score": number(row.score),
        "grade": row.grade,
        "feedback": row.feedback,
        "rubric_scores": [_mark(one) for one in row.rubric_scores],
        "by": person(row.by),
        "at": moment(row.at),
    }


def statistics(counted: Counts, found: Spread, missing: Iterable[User]) -> dict[str, Any]:
    return asdict(counted) | {
        "graded": found.graded,
        "submission_rate": counted.submitted / counted.students if counted.students else None,
        "average_score": found.average,
        "median_score": found.median,
        "distribution": [{"least": bar.least, "most": bar.most, "count": bar.students} for bar in found.bars],
        "missing_students": [person(one) for one in missing],
    }


def number(value: Decimal | None) -> float | int | None:
    """10, 7.5"""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
