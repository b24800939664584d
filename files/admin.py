"""Files for administrators: which there are and whose, not what is in them."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from accounts.administration import ModelAdmin
from files.models import StoredFile


@admin.register(StoredFile)
class StoredFileAdmin(ModelAdmin):
    """Nothing is added, changed or opened here: content belongs to whom it was sent."""

    list_display = ("name", "owner", "content_type", "weight", "purpose", "created_at")
    list_filter = ("purpose", "content_type", "created_at")
    search_fields = ("name", "sha256", "owner__name", "owner__email")
    list_select_related = ("owner",)
    fields = readonly_fields = (
        "name", "owner", "content_type", "weight", "sha256", "purpose", "created_at",
    )  # fmt: skip
    ordering = ("-created_at",)
    date_hierarchy = "created_at"
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=_("size"), ordering="size")
    def weight(self, row: StoredFile) -> str:
        return filesizeformat(row.size)
