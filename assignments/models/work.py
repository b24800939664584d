"""What a teacher sets, and for whom."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Classroom

MOST_POINTS = 1000
TITLE, WORDS = 200, 20_000
"""Characters of a title, and of instructions, an answer or feedback."""


class Assignment(models.Model):
    """For a whole class, or for its students in `targets`. Pages name the reader's time zone."""

    class Type(models.TextChoices):
        HOMEWORK = "homework", _("Homework")
        QUIZ = "quiz", _("Quiz")
        TEST = "test", _("Test")

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")
        CLOSED = "closed", _("Closed")

    class LatePolicy(models.TextChoices):
        ACCEPT = "accept", _("Accepted until the cut-off, marked as late")
        REFUSE = "refuse", _("Not accepted after the due date")

    id = models.BigAutoField(primary_key=True)
    title = models.CharField(_("title"), max_length=TITLE)
    teacher = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="assignments_set", verbose_name=_("teacher")
    )
    classroom = models.ForeignKey(
        Classroom, models.PROTECT, db_column="class_id", related_name="assignments", verbose_name=_("class")
    )
    assignment_type = models.CharField(_("type"), max_length=8, choices=Type, default=Type.HOMEWORK)
    total_points = models.DecimalField(_("points"), max_digits=6, decimal_places=2)
    due_date = models.DateTimeField(_("due"))
    cut_off = models.DateTimeField(_("cut-off"), null=True, blank=True)
    late_policy = models.CharField(
        _("late work"), max_length=6, choices=LatePolicy, default=LatePolicy.ACCEPT
    )
    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.DRAFT)
    instructions = models.TextField(_("instructions"), blank=True)
    attachments = models.JSONField(_("files"), default=list, blank=True)
    metadata = models.JSONField(_("further data"), default=dict, blank=True)
    whole_class = models.BooleanField(_("for the whole class"), default=True)
    client_id = models.UUIDField(null=True, editable=False)
    publish_at = models.DateTimeField(_("goes out"), null=True, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    closed_at = models.DateTimeField(_("closed"), null=True, editable=False)
    released_at = models.DateTimeField(_("grades released"), null=True, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    repeated = False
    """It had been created before, under the same client_id."""

    class Meta:
        db_table = "assignments"
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        indexes = [
            models.Index(fields=["teacher", "-created_at"], name="idx_assignments_teacher"),
            models.Index(fields=["classroom", "due_date"], name="idx_assignments_class"),
            models.Index(
                fields=["due_date"],
                condition=Q(status="published"),
                name="idx_assignments_due",
            ),
            models.Index(
                fields=["publish_at"],
                condition=Q(publish_at__isnull=False),
                name="idx_assignments_to_publish",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["teacher", "client_id"], name="assignment_once_a_client_id"),
            models.CheckConstraint(condition=~Q(title=""), name="assignments_have_a_title"),
            models.CheckConstraint(
                condition=Q(total_points__gt=0, total_points__lte=MOST_POINTS), name="assignments_have_points"
            ),
            models.CheckConstraint(
                condition=Q(cut_off__isnull=True) | Q(cut_off__gte=F("due_date")), name="cut_off_after_due"
            ),
            models.CheckConstraint(
                condition=Q(status="draft") | Q(published_at__isnull=False),
                name="published_assignments_say_when",
            ),
            models.CheckConstraint(
                condition=Q(publish_at__isnull=True) | Q(status="draft"), name="only_drafts_go_out"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_draft(self) -> bool:
        return self.status == self.Status.DRAFT

    @property
    def is_stuck(self) -> bool:
        """It was to go out by itself, but the program stood still until its time was over."""
        if self.publish_at is None:
            return False
        return self.publish_at <= timezone.now() and self.work_ends <= timezone.now()

    @property
    def work_ends(self) -> datetime:
        """When it has no sense any more to bring it out."""
        return self.last_moment or self.due_date

    @property
    def last_moment(self) -> datetime | None:
        """After it nothing is taken any more; None: until it is closed."""
        return self.due_date if self.late_policy == self.LatePolicy.REFUSE else self.cut_off


class Target(models.Model):
    """One student an assignment is for, when it is not for the whole class."""

    id = models.BigAutoField(primary_key=True)
    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="targets")
    student = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("student")
    )

    class Meta:
        db_table = "assignment_targets"
        verbose_name = _("student it is for")
        verbose_name_plural = _("students it is for")
        constraints = [models.UniqueConstraint(fields=["assignment", "student"], name="target_once")]

    def __str__(self) -> str:
        return str(self.student_id)


class Extension(models.Model):
    """More time for one student: until then work is taken, and not late."""

    id = models.BigAutoField(primary_key=True)
    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="extensions")
    student = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="extensions", verbose_name=_("student")
    )
    until = models.DateTimeField(_("until"))
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("granted by")
    )
    created_at = models.DateTimeField(_("when"), default=timezone.now, editable=False)

    class Meta:
        db_table = "assignment_extensions"
        verbose_name = _("extension")
        verbose_name_plural = _("extensions")
        constraints = [models.UniqueConstraint(fields=["assignment", "student"], name="one_extension_each")]

    def __str__(self) -> str:
        return f"{self.student_id} {self.until:%Y-%m-%d %H:%M}"


class Excuse(models.Model):
    """One student need not do it: neither missing nor reckoned in averages, which is not the same as zero."""

    id = models.BigAutoField(primary_key=True)
    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="excuses")
    student = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="excuses", verbose_name=_("student")
    )
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    excused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("excused by")
    )
    created_at = models.DateTimeField(_("when"), default=timezone.now, editable=False)

    class Meta:
        db_table = "assignment_excuses"
        verbose_name = _("excuse")
        verbose_name_plural = _("excuses")
        constraints = [models.UniqueConstraint(fields=["assignment", "student"], name="one_excuse_each")]

    def __str__(self) -> str:
        return str(self.student_id)
