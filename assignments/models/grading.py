"""How a grade came to be."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.models.submissions import Submission


class GradeChanges(models.QuerySet["GradeChange"]):
    def returned(self) -> GradeChanges:
        """Each with what was to be mended in its version."""
        return self.filter(kind=GradeChange.Kind.RETURNED)


class GradeChange(models.Model):
    """Written with every change of a grade, never changed: who gave what, for which version of the work."""

    class Kind(models.TextChoices):
        GRADED = "graded", _("Graded")
        RETURNED = "returned", _("Returned for revision")
        RELEASED = "released", _("Released")
        RESET = "reset", _("Handed in again")

    id = models.BigAutoField(primary_key=True)
    submission = models.ForeignKey(Submission, models.CASCADE, related_name="grade_changes")
    kind = models.CharField(_("what"), max_length=8, choices=Kind)
    work_version = models.PositiveIntegerField(_("version of the work"))
    score = models.DecimalField(_("score"), max_digits=6, decimal_places=2, null=True)
    grade = models.CharField(_("grade"), max_length=20, blank=True)
    feedback = models.TextField(_("feedback"), blank=True)
    rubric_scores = models.JSONField(_("rubric"), default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("when"), default=timezone.now, editable=False)

    objects = GradeChanges.as_manager()

    class Meta:
        db_table = "grade_changes"
        ordering = ("-at", "-id")
        verbose_name = _("change of a grade")
        verbose_name_plural = _("changes of grades")
        indexes = [models.Index(fields=["submission", "-at"], name="idx_grade_changes_submission")]

    def __str__(self) -> str:
        return f"{self.kind} {self.score}"
