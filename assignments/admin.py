"""The school's look at homework, its versions and grades: read, not written."""

from __future__ import annotations

from django.contrib import admin
from unfold.admin import TabularInline

from accounts.administration import ReadOnly, SchoolAdmin
from assignments.models import (
    Assignment,
    AssignmentStatistics,
    Excuse,
    Extension,
    GradeChange,
    Submission,
    SubmissionVersion,
)


class ExtensionInline(ReadOnly, TabularInline):
    model = Extension
    fields = ("student", "until", "reason", "granted_by", "created_at")
    readonly_fields = fields
    extra = 0


class ExcuseInline(ReadOnly, TabularInline):
    model = Excuse
    fields = ("student", "reason", "excused_by", "created_at")
    readonly_fields = fields
    extra = 0


class VersionInline(ReadOnly, TabularInline):
    model = SubmissionVersion
    fields = ("number", "submitted_at", "is_late", "sha256")
    readonly_fields = fields
    extra = 0


class GradeChangeInline(ReadOnly, TabularInline):
    model = GradeChange
    fields = ("at", "kind", "score", "grade", "by", "work_version")
    readonly_fields = fields
    extra = 0


@admin.register(Assignment)
class AssignmentAdmin(ReadOnly, SchoolAdmin):
    school = "classroom__zone__organization"
    list_display = ("title", "classroom", "teacher", "assignment_type", "status", "due_date", "total_points")
    list_filter = ("status", "assignment_type", ("classroom", admin.RelatedOnlyFieldListFilter))
    search_fields = ("title", "teacher__name", "teacher__email")
    list_select_related = ("classroom", "teacher")
    ordering = ("-created_at",)
    date_hierarchy = "due_date"
    show_full_result_count = False
    inlines = (ExtensionInline, ExcuseInline)


@admin.register(Submission)
class SubmissionAdmin(ReadOnly, SchoolAdmin):
    school = "assignment__classroom__zone__organization"
    list_display = (
        "student", "assignment", "status", "is_late", "score", "graded_by", "submitted_at", "released_at",
    )  # fmt: skip
    list_filter = ("status", "is_late", ("assignment__classroom", admin.RelatedOnlyFieldListFilter))
    search_fields = ("student__name", "student__email", "assignment__title")
    list_select_related = ("student", "assignment", "graded_by")
    ordering = ("-submitted_at",)
    date_hierarchy = "submitted_at"
    show_full_result_count = False
    inlines = (VersionInline, GradeChangeInline)


@admin.register(AssignmentStatistics)
class AssignmentStatisticsAdmin(ReadOnly, SchoolAdmin):
    """As of the last refresh (assignments/tasks.py)."""

    school = "assignment__classroom__zone__organization"
    list_display = (
        "assignment", "students", "submitted", "late", "graded", "submission_rate", "avg_score",
        "median_score",
    )  # fmt: skip
    search_fields = ("assignment__title", "assignment__teacher__name")
    list_select_related = ("assignment",)
    ordering = ("-assignment_id",)
    show_full_result_count = False
