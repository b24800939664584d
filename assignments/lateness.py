"""Whether work is late: by its student's due date, or by the work that was returned after it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef

from assignments.deadlines import deadline
from assignments.models import Assignment, Submission, SubmissionVersion


def is_late(submission: Submission, due: datetime, now: datetime) -> bool:
    """What answers a return that came after the due date is as late as the version that was returned."""
    if now <= due:
        return False
    returns = submission.grade_changes.returned().filter(at__gt=due, at__lte=now)
    last = returns.values_list("work_version", flat=True).first()
    return last is None or submission.versions.filter(number=last, is_late=True).exists()


def in_time_now(assignment: Assignment, student_ids: Iterable[int] | None = None) -> None:
    """More time was given: what came within it is not late any more; what was in time stays so."""
    late = SubmissionVersion.objects.filter(submission__assignment=assignment, is_late=True)
    works = Submission.objects.filter(assignment=assignment, is_late=True)
    if student_ids is not None:
        late, works = late.filter(submission__student__in=student_ids), works.filter(student__in=student_ids)
    extended = {one.student_id: one for one in assignment.extensions.all()}
    for version in late.select_related("submission").order_by("submission", "number"):
        due = deadline(assignment, extended.get(version.submission.student_id), version.submitted_at).due
        if not is_late(version.submission, due, version.submitted_at):
            SubmissionVersion.objects.filter(pk=version.pk).update(is_late=False)
    newest = SubmissionVersion.objects.filter(submission=OuterRef("pk"), number=OuterRef("versions_count"))
    works.filter(Exists(newest.filter(is_late=False))).update(is_late=False)
