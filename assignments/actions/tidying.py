"""Files that a student attached to a draft and took out again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from assignments import access
from assignments.models import Draft, SubmissionVersion
from dreamseed.realtime.acting import acting
from files import access as files_access
from files import actions as files

KEPT_FOR = timedelta(days=1)
"""A page that was left open on another device may still name one."""
LOOKED_AT = timedelta(days=60)


def sweep_unused_files() -> int:
    """Deletes those that are in no version and in no draft, a day after they came; how many."""
    now = timezone.now()
    keys = files_access.objects_with_files(access.ANSWER, now - LOOKED_AT, now - KEPT_FOR)
    return sum(_tidy(key, now - KEPT_FOR) for key in keys)


def _tidy(key: str, before: datetime) -> int:
    with acting(None):
        return files.release(kind=access.ANSWER, object_id=key, before=before, keep=_named(key))


def _named(key: str) -> set[str]:
    """Ids of all files in this student's versions and draft of this assignment."""
    assignment_id, _colon, student_id = key.partition(":")
    versions = SubmissionVersion.objects.filter(
        submission__assignment=int(assignment_id), submission__student=int(student_id)
    )
    drafts = Draft.objects.filter(assignment=int(assignment_id), student=int(student_id))
    lists: Iterable[list[dict[str, Any]]] = [
        *versions.values_list("files", flat=True), *drafts.values_list("files", flat=True)
    ]  # fmt: skip
    return {one["id"] for found in lists for one in found}
