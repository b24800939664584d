"""The materialized view of assignments in numbers; refreshed by a schedule and after grading."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from assignments.models.work import Assignment


class AssignmentStatistics(models.Model):
    """A row a published assignment; `students` are those it is for and who handed in."""

    assignment = models.OneToOneField(
        Assignment, models.DO_NOTHING, primary_key=True, related_name="statistics"
    )
    students = models.PositiveIntegerField(_("students"))
    submitted = models.PositiveIntegerField(_("handed in"))
    late = models.PositiveIntegerField(_("late"))
    graded = models.PositiveIntegerField(_("graded"))
    submission_rate = models.FloatField(_("rate of handing in"))
    avg_score = models.FloatField(_("average"), null=True)
    median_score = models.FloatField(_("median"), null=True)

    class Meta:
        db_table = "assignment_statistics"
        managed = False
        verbose_name = _("statistics of assignments")
        verbose_name_plural = _("statistics of assignments")

    def __str__(self) -> str:
        return f"{self.assignment_id}: {self.submitted}/{self.students}"
