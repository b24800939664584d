"""A student's draft: one a student and assignment, the same on all devices, numbered by its versions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from assignments import access, serializers
from assignments.attached import attached
from assignments.models import Assignment, Draft
from assignments.models.work import WORDS
from dreamseed.realtime.acting import acting
from dreamseed.realtime.errors import Conflict, Invalid


def save_draft(
    *,
    user: User,
    assignment_id: int,
    text: str,
    attachment_ids: Iterable[Any],
    version: int | None = None,
) -> Draft:
    """What is written so far, kept for this student on all devices; nobody else sees it.

    Conflict `changed_meanwhile` with the present `draft` when `version` is named and not the newest one.
    """
    check_length(text)
    with acting(user.pk):
        assignment = access.assignment_to_hand_in(user, assignment_id)
        draft = _locked(assignment, user)
        _check_version(draft, version)
        draft.text, draft.files = text, claimed(user, assignment, attachment_ids)
        draft.version, draft.saved_at = draft.version + 1, timezone.now()
        draft.save()
    return draft


def check_length(text: str) -> None:
    if len(text) > WORDS:
        raise Invalid(fields={"submission_text": [_("At most %(most)d characters.") % {"most": WORDS}]})


def _locked(assignment: Assignment, user: User) -> Draft:
    """Under its lock, so that of two devices in one instant the second knows of the first."""
    _make(assignment, user)
    return Draft.objects.select_for_update(no_key=True).get(assignment=assignment, student=user)


def _make(assignment: Assignment, user: User) -> None:
    Draft.objects.bulk_create([Draft(assignment=assignment, student=user)], ignore_conflicts=True)


def _check_version(draft: Draft, version: int | None) -> None:
    if version is None or draft.version == version:
        return
    raise Conflict(
        "changed_meanwhile",
        _("This was changed on another device in the meantime."),
        draft=serializers.draft(draft),
    )


def claimed(user: User, assignment: Assignment, ids: Iterable[Any]) -> list[dict[str, Any]]:
    key = access.answer_key(assignment.pk, user.pk)
    return attached(user=user, kind=access.ANSWER, object_id=key, file_ids=ids)


def empty_draft(assignment: Assignment, user: User) -> None:
    """It was handed in. The row stays with a newer version: what is still on its way is refused by it."""
    _make(assignment, user)
    rows = Draft.objects.filter(assignment=assignment, student=user)
    rows.update(text="", files=[], saved_at=timezone.now(), version=F("version") + 1)
