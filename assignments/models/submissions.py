"""What a student hands in: the present state, every version kept whole, and the unsent draft."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.models.work import Assignment


class Submission(models.Model):
    """One a student and assignment. Text and files are those of the newest version.

    `version` counts every change of the work or its grade: a grader who knows an older one is refused.
    `total_points` is the assignment's, copied so that the database itself can keep the score within it.
    """

    class Status(models.TextChoices):
        SUBMITTED = "submitted", _("Handed in")
        GRADED = "graded", _("Graded")
        RETURNED = "returned", _("Returned for revision")

    id = models.BigAutoField(primary_key=True)
    assignment = models.ForeignKey(
        Assignment, models.CASCADE, related_name="submissions", verbose_name=_("assignment")
    )
    student = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="submissions", verbose_name=_("student")
    )
    submission_text = models.TextField(_("text"), blank=True)
    attachments = models.JSONField(_("files"), default=list, blank=True)
    is_late = models.BooleanField(_("late"), default=False)
    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.SUBMITTED)
    score = models.DecimalField(_("score"), max_digits=6, decimal_places=2, null=True, blank=True)
    total_points = models.DecimalField(_("points"), max_digits=6, decimal_places=2, editable=False)
    grade = models.CharField(_("grade"), max_length=20, blank=True)
    feedback = models.TextField(_("feedback"), blank=True)
    rubric_scores = models.JSONField(_("rubric"), default=list, blank=True)
    graded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("graded by"),
    )  # fmt: skip
    submitted_at = models.DateTimeField(_("handed in"), default=timezone.now)
    graded_at = models.DateTimeField(_("graded"), null=True, blank=True)
    released_at = models.DateTimeField(_("released"), null=True, blank=True)
    versions_count = models.PositiveIntegerField(default=0, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        db_table = "submissions"
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        indexes = [
            models.Index(fields=["assignment", "status"], name="idx_submissions_assignment"),
            models.Index(fields=["student", "-submitted_at"], name="idx_submissions_student"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["assignment", "student"], name="one_submission_a_student"),
            # NaN is greater than every number in PostgreSQL, so the upper bound refuses it too
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__gte=0, score__lte=F("total_points")),
                name="score_within_points",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["submitted", "graded", "returned"]), name="submission_states"
            ),
            models.CheckConstraint(
                condition=~Q(status="graded") | Q(score__isnull=False, graded_at__isnull=False),
                name="graded_submissions_have_a_score",
            ),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True) | Q(status="graded"), name="only_grades_are_released"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.student_id} · {self.assignment_id}"


class SubmissionVersion(models.Model):
    """What was handed in once, kept whole and never changed.

    `files`: descriptions with their SHA-256. `sha256` is of the text and of the files' hashes, in order.
    """

    id = models.BigAutoField(primary_key=True)
    submission = models.ForeignKey(Submission, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    text = models.TextField(_("text"), blank=True)
    files = models.JSONField(_("files"), default=list, blank=True)
    sha256 = models.CharField(max_length=64)
    is_late = models.BooleanField(_("late"), default=False)
    client_id = models.UUIDField(null=True, editable=False)
    submitted_at = models.DateTimeField(_("handed in"), default=timezone.now, editable=False)

    repeated = False
    """It had come before, under the same client_id."""

    returned: Any = None
    """For its page: the change that says what was to be mended in it."""

    class Meta:
        db_table = "submission_versions"
        ordering = ("-number",)
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        constraints = [
            models.UniqueConstraint(fields=["submission", "number"], name="version_numbers_once"),
            models.UniqueConstraint(fields=["submission", "client_id"], name="version_once_a_client_id"),
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} v{self.number}"


class Draft(models.Model):
    """What a student has written and not handed in: theirs alone.

    `version` counts its changes. Handing in empties it and keeps the row: no older version comes back.
    """

    id = models.BigAutoField(primary_key=True)
    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="drafts")
    student = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.TextField(blank=True)
    files = models.JSONField(default=list, blank=True)
    saved_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "submission_drafts"
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        constraints = [models.UniqueConstraint(fields=["assignment", "student"], name="one_draft_a_student")]

    def __str__(self) -> str:
        return f"{self.student_id} · {self.assignment_id}"

    @property
    def is_empty(self) -> bool:
        return not self.text and not self.files
