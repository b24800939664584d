"""Conversations and messages for administrators: to look up, not to change."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline

from accounts.access import signed_in
from accounts.administration import ReadOnly, SchoolAdmin
from files.serializers import address
from messenger.actions import handle_reports, remove_reported
from messenger.models import Conversation, Message, Participant, Report


class ParticipantInline(ReadOnly, TabularInline):
    model = Participant
    fields = readonly_fields = ("user", "role", "joined_at", "left_at", "last_read_seq")
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[Participant]:
        return super().get_queryset(request).select_related("user")


@admin.register(Conversation)
class ConversationAdmin(ReadOnly, SchoolAdmin):
    school = "org"
    list_display = ("title_or_people", "type", "classroom", "people", "seq", "last_message_at", "archived_at")
    list_filter = (
        "type",
        *((name, admin.RelatedOnlyFieldListFilter) for name in ("org", "zone", "classroom")),
    )
    search_fields = ("title", "participants__user__name", "participants__user__email")
    list_select_related = ("classroom",)
    ordering = ("-last_message_at",)
    inlines = (ParticipantInline,)
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Conversation]:
        people = Count("participants", filter=Q(participants__left_at__isnull=True), distinct=True)
        return super().get_queryset(request).annotate(people=people).prefetch_related("participants__user")

    @admin.display(description=_("title"))
    def title_or_people(self, row: Conversation) -> str:
        return row.title or " · ".join(one.user.name for one in row.participants.all())

    @admin.display(description=_("people"), ordering="people")
    def people(self, row: Any) -> int:
        return row.people


@admin.register(Message)
class MessageAdmin(ReadOnly, SchoolAdmin):
    school = "conversation__org"
    list_display = ("excerpt", "sender", "place", "message_type", "created_at", "deleted_at")
    list_filter = ("message_type", "created_at")
    search_fields = ("content", "sender__name", "sender__email", "conversation__title")
    list_select_related = ("sender", "conversation")
    ordering = ("-created_at",)
    date_hierarchy = "created_at"
    show_full_result_count = False

    @admin.display(description=_("conversation"), ordering="conversation__title")
    def place(self, row: Message) -> str:
        return row.conversation.title or row.conversation.get_type_display()

    @admin.display(description=_("content"))
    def excerpt(self, row: Message) -> str:
        if row.message_type == Message.Type.SYSTEM:
            return row.get_message_type_display()
        return row.content[:80] or "—"


@admin.register(Report)
class ReportAdmin(ReadOnly, SchoolAdmin):
    school = "message__conversation__org"
    list_display = ("created_at", "reason", "excerpt", "sender", "reporter", "handled_at", "handled_by")
    list_filter = (("handled_at", admin.EmptyFieldListFilter), "reason", "created_at")
    search_fields = ("content", "note", "reporter__name", "message__sender__name")
    list_select_related = ("message__sender", "reporter", "handled_by")
    ordering = ("-created_at",)
    actions = ("handle", "remove")
    fields = (
        "created_at", "reason", "note", "content", "attachments", "sender", "message", "reporter",
        "handled_at", "handled_by",
    )  # fmt: skip

    @admin.display(description=_("files at that time"))
    def attachments(self, row: Report) -> str:
        files = ((address(file["id"]), file["name"]) for file in row.files)
        return format_html_join(mark_safe("<br>"), '<a href="{}">{}</a>', files) or "—"

    @admin.display(description=_("content at that time"))
    def excerpt(self, row: Report) -> str:
        return row.content[:80] or ", ".join(file["name"] for file in row.files) or "—"

    @admin.display(description=_("sender"))
    def sender(self, row: Report) -> str:
        return row.message.sender.name if row.message.sender else "—"

    @admin.action(description=_("Mark as handled"))
    def handle(self, request: HttpRequest, reports: QuerySet[Report]) -> None:
        count = handle_reports(user=signed_in(request), reports=reports)
        self.message_user(request, _("%(count)d reports are handled now.") % {"count": count})

    @admin.action(description=_("Remove the message for everybody"))
    def remove(self, request: HttpRequest, reports: QuerySet[Report]) -> None:
        count = remove_reported(user=signed_in(request), reports=reports)
        self.message_user(request, _("%(count)d messages are removed now.") % {"count": count})
