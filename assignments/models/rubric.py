"""What the points of an assignment are given for."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assignments.models.work import MOST_POINTS, Assignment


class Criterion(models.Model):
    """One line of a rubric; `points` is the most it gives."""

    id = models.BigAutoField(primary_key=True)
    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="criteria")
    position = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(_("criterion"), max_length=200)
    description = models.CharField(_("description"), max_length=1000, blank=True)
    points = models.DecimalField(_("points"), max_digits=6, decimal_places=2)

    class Meta:
        db_table = "rubric_criteria"
        ordering = ("position", "id")
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        indexes = [models.Index(fields=["assignment", "position"], name="idx_rubric_criteria")]
        constraints = [
            models.CheckConstraint(
                condition=Q(points__gt=0, points__lte=MOST_POINTS), name="criteria_have_points"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Level(models.Model):
    """How well a criterion is met, and what that is worth."""

    id = models.BigAutoField(primary_key=True)
    criterion = models.ForeignKey(Criterion, models.CASCADE, related_name="levels")
    position = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(_("level"), max_length=200)
    points = models.DecimalField(_("points"), max_digits=6, decimal_places=2)

    class Meta:
        db_table = "rubric_levels"
        ordering = ("position", "id")
        verbose_name = _("level")
        verbose_name_plural = _("levels")
        indexes = [models.Index(fields=["criterion", "position"], name="idx_rubric_levels")]
        constraints = [
            models.CheckConstraint(
                condition=Q(points__gte=0, points__lte=MOST_POINTS), name="levels_have_points"
            )
        ]

    def __str__(self) -> str:
        return self.title
