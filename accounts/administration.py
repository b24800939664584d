"""What the pages of the administration share: rows of one's own school, and answers to whatever is asked."""

from typing import Any

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import BaseModelAdmin, IncorrectLookupParameters
from django.core.exceptions import BadRequest, ValidationError
from django.db import DataError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from unfold import admin
from unfold.views import ChangeList

from accounts.access import signed_in


class ReadOnly:
    """Nothing is added, changed or deleted here: actions do that, and tell everybody."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class Listing(ChangeList):
    """A day that is not in the calendar, or text that no column holds, is as wrong as an unknown filter."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        try:
            super().__init__(*args, **kwargs)
        except (ValueError, OverflowError, DataError) as error:
            raise IncorrectLookupParameters(error) from error


class ModelAdmin(admin.ModelAdmin):
    """An address that nobody's click leads to leads back to the whole list, or is refused."""

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return Listing

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """By its filters alone: Django lets one guess at every column, letter by letter, secrets too."""
        filters = (one if isinstance(one, str) else one[0] for one in self.get_list_filter(request))
        offered = (*filters, self.date_hierarchy) if self.date_hierarchy else filters
        if not any(f"{lookup}__".startswith(f"{path}__") for path in offered):
            return False
        return bool(super().lookup_allowed(lookup, value, request))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        if "\0" in search_term:  # a list's form refuses it, a picker's does not
            return queryset.none(), False
        found: tuple[QuerySet[Any], bool] = super().get_search_results(request, queryset, search_term)
        return found

    def response_action(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponseBase | None:
        try:
            queryset.filter(pk__in=request.POST.getlist(ACTION_CHECKBOX_NAME))
        except (ValueError, ValidationError) as error:
            raise BadRequest("No rows have such keys.") from error
        return super().response_action(request, queryset)


class Choices(BaseModelAdmin):
    """What one may not look at is not to be chosen either."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs["queryset"] = self.admin_site.get_model_admin(db_field.related_model).get_queryset(request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class SchoolAdmin(Choices, ModelAdmin):
    """Staff look into their own school alone; superusers into all. `school` leads to it."""

    school: str

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request)
        me = signed_in(request)
        if me.is_superuser:
            return rows
        return rows.filter(**{self.school: me.organization_id}) if me.organization_id else rows.none()
