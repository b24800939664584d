"""Calls for administrators: who called when, who was in, with what; to look up, not to change."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline

from accounts.administration import ReadOnly, SchoolAdmin
from calls.models import (
    AttendanceCorrection,
    Call,
    CallConnection,
    CallEvent,
    CallParticipant,
    CallStatistics,
    Lesson,
)


class ParticipantInline(ReadOnly, TabularInline):
    model = CallParticipant
    fields = ("user", "state", "is_initiator", "answered", "connection_quality", "joined_at", "left_at")
    readonly_fields = fields
    extra = 0
    hide_title = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[CallParticipant]:
        return super().get_queryset(request).select_related("user").order_by("-is_initiator", "user__name")


class ConnectionInline(ReadOnly, TabularInline):
    model = CallConnection
    fields = ("user_agent", "quality", "joined_at", "seen_at", "left_at")
    readonly_fields = fields
    extra = 0
    hide_title = True


@admin.register(Call)
class CallAdmin(ReadOnly, SchoolAdmin):
    school = "conversation__org"
    list_display = (
        "conversation_title",
        "initiator",
        "call_type",
        "status",
        "end_reason",
        "people",
        "length",
        "created_at",
    )
    list_filter = (
        "status",
        "call_type",
        "end_reason",
        ("conversation__classroom", admin.RelatedOnlyFieldListFilter),
    )
    search_fields = ("conversation__title", "initiator__name", "initiator__email", "participants__user__name")
    list_select_related = ("initiator", "conversation")
    date_hierarchy = "created_at"
    ordering = ("-created_at",)
    inlines = (ParticipantInline,)
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Call]:
        people = Count("participants", filter=Q(participants__answered=True), distinct=True)
        return super().get_queryset(request).annotate(people=people)

    @admin.display(description=_("conversation"), ordering="conversation__title")
    def conversation_title(self, row: Call) -> str:
        return str(row.conversation)

    @admin.display(description=_("people"), ordering="people")
    def people(self, row: Any) -> int:
        return row.people

    @admin.display(description=_("length"))
    def length(self, row: Call) -> str:
        minutes, seconds = divmod(row.seconds, 60)
        return f"{minutes}:{seconds:02}"


@admin.register(CallParticipant)
class CallParticipantAdmin(ReadOnly, SchoolAdmin):
    """One person's joins, page by page."""

    school = "call__conversation__org"
    list_display = ("user", "call", "state", "answered", "connection_quality", "joined_at", "left_at")
    list_filter = ("state", "connection_quality")
    search_fields = ("user__name", "user__email", "call__conversation__title")
    list_select_related = ("user", "call")
    ordering = ("-call__created_at",)
    inlines = (ConnectionInline,)
    show_full_result_count = False


@admin.register(CallEvent)
class CallEventAdmin(ReadOnly, SchoolAdmin):
    """What happened in calls, as it happened."""

    school = "call__conversation__org"
    list_display = ("at", "user", "kind", "call")
    list_filter = ("kind",)
    search_fields = ("user__name", "user__email", "call__conversation__title")
    list_select_related = ("user", "call")
    ordering = ("-at", "-id")
    date_hierarchy = "at"
    show_full_result_count = False


@admin.register(AttendanceCorrection)
class AttendanceCorrectionAdmin(ReadOnly, SchoolAdmin):
    school = "call__conversation__org"
    list_display = ("user", "call", "status", "reason", "corrected_by", "created_at")
    list_filter = ("status",)
    search_fields = ("user__name", "user__email", "corrected_by__name", "reason", "call__conversation__title")
    list_select_related = ("user", "call", "corrected_by")
    ordering = ("-created_at",)
    date_hierarchy = "created_at"
    show_full_result_count = False


@admin.register(Lesson)
class LessonAdmin(ReadOnly, SchoolAdmin):
    school = "conversation__org"
    list_display = ("title", "conversation", "starts_at", "minutes", "repeat", "created_by", "cancelled_at")
    list_filter = ("repeat", ("conversation__classroom", admin.RelatedOnlyFieldListFilter))
    search_fields = ("title", "conversation__title", "created_by__name")
    list_select_related = ("conversation", "created_by")
    ordering = ("-starts_at",)
    show_full_result_count = False


@admin.register(CallStatistics)
class CallStatisticsAdmin(ReadOnly, SchoolAdmin):
    """As of the last refresh (calls/tasks.py)."""

    school = "conversation__org"
    list_display = ("conversation", "total_calls", "total_duration", "avg_duration")
    search_fields = ("conversation__title", "conversation__participants__user__name")
    list_select_related = ("conversation",)
    ordering = ("-total_calls",)
    show_full_result_count = False
