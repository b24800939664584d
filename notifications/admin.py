"""The school's look at what people were told: to be looked at, not written."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline

from accounts.administration import ReadOnly, SchoolAdmin
from notifications.models import Delivery, Device, Notification, NotificationSettings
from notifications.wording import words


class DeliveryInline(ReadOnly, TabularInline):
    model = Delivery
    fields = ("channel", "target", "state", "reason", "attempts", "error", "created_at", "finished_at")
    readonly_fields = fields
    extra = 0


@admin.register(Notification)
class NotificationAdmin(ReadOnly, SchoolAdmin):
    school = "user__organization"
    list_display = ("user", "kind", "title", "count", "updated_at", "read_at", "retracted_at")
    list_filter = ("kind", ("read_at", admin.EmptyFieldListFilter))
    search_fields = ("user__name", "user__email", "subject")
    list_select_related = ("user", "actor")
    inlines = (DeliveryInline,)

    @admin.display(description=_("title"))
    def title(self, row: Notification) -> str:
        """As one reads it in the list; what was said in a conversation is not shown here."""
        return words(row).title

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return (
            "user", "kind", "title", "actor", "link", "count", "in_app", "created_at", "updated_at",
            "read_at", "retracted_at",
        )  # fmt: skip


@admin.register(Delivery)
class DeliveryAdmin(ReadOnly, SchoolAdmin):
    """The ledger: what was sent to whom by which way, and what became of it."""

    school = "notification__user__organization"
    list_display = ("person", "kind", "channel", "target", "state", "reason", "attempts", "created_at")
    list_filter = ("state", "channel", "reason")
    search_fields = ("notification__user__name", "notification__user__email", "target", "error")
    list_select_related = ("notification__user",)
    date_hierarchy = "created_at"

    @admin.display(description=_("person"), ordering="notification__user__name")
    def person(self, row: Delivery) -> str:
        return row.notification.user.name

    @admin.display(description=_("kind"), ordering="notification__kind")
    def kind(self, row: Delivery) -> str:
        return str(row.notification.get_kind_display())

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return (
            "person", "kind", "channel", "target", "state", "reason", "attempts", "next_at", "error",
            "provider_id", "created_at", "finished_at",
        )  # fmt: skip


@admin.register(Device)
class DeviceAdmin(ReadOnly, SchoolAdmin):
    """Devices may be taken away; tokens are shown to nobody."""

    school = "user__organization"
    list_display = ("user", "platform", "name", "created_at")
    list_filter = ("platform",)
    search_fields = ("user__name", "user__email", "name")
    list_select_related = ("user",)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("user", "platform", "name", "created_at")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.has_perm("notifications.delete_device"))


@admin.register(NotificationSettings)
class NotificationSettingsAdmin(ReadOnly, SchoolAdmin):
    school = "user__organization"
    list_display = ("user", "quiet_from", "quiet_until", "updated_at")
    search_fields = ("user__name", "user__email")
    list_select_related = ("user",)
