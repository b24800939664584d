"""Files for administrators: which there are and whose, not what is in them."""

from django.contrib import admin
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from accounts.administration import ReadOnly, SchoolAdmin
from files.models import StoredFile


@admin.register(StoredFile)
class StoredFileAdmin(ReadOnly, SchoolAdmin):
    """Nothing is added, changed or opened here: content belongs to whom it was sent."""

    school = "owner__organization"
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

    @admin.display(description=_("size"), ordering="size")
    def weight(self, row: StoredFile) -> str:
        return filesizeformat(row.size)
