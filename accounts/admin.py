"""The school's administration of its people, classes and sign-ins."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from rest_framework_simplejwt.token_blacklist.models import BlacklistedToken, OutstandingToken
from unfold.admin import TabularInline
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from accounts import actions
from accounts.access import may_do_more, signed_in
from accounts.administration import Choices, SchoolAdmin
from accounts.models import Classroom, Enrollment, Organization, Session, User, Zone

RIGHTS = ("is_staff", "is_superuser", "user_permissions")

admin.site.unregister([Group, BlacklistedToken, OutstandingToken])


def _but_school(fields: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(name for name in fields if name != "organization")


class PersonPasswordForm(AdminPasswordChangeForm):
    """A new password ends every sign-in made with the old one."""

    def save(self, commit: bool = True) -> User:
        actions.change_password(user=self.user, password=self.cleaned_data["password1"])
        return self.user


@admin.register(User)
class PersonAdmin(UserAdmin, SchoolAdmin):
    school = "organization"
    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = PersonPasswordForm
    ordering = ("name", "id")
    list_display = ("name", "email", "role", "organization", "is_active", "last_seen")
    list_filter = ("role", "is_active", "is_staff", ("organization", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("organization",)
    search_fields = ("name", "email")
    readonly_fields = ("last_login", "last_seen", "created_at")
    autocomplete_fields = ("organization",)
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("email", "password", "name", "role", "organization", "is_active")}),
        (_("Settings"), {"fields": ("language", "timezone")}),
        (_("Rights"), {"fields": RIGHTS, "classes": ["collapse"]}),
        (_("Dates"), {"fields": ("last_login", "last_seen", "created_at")}),
    )
    add_fieldsets = (
        (
            None,
            {
                "classes": ("wide",),
                "fields": ("email", "name", "role", "organization", "password1", "password2"),
            },
        ),
    )

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Nobody but a superuser chooses a person's school: to the others there is but their own."""
        given = super().get_fieldsets(request, obj)
        if signed_in(request).is_superuser:
            return given
        return [(title, {**one, "fields": _but_school(one["fields"])}) for title, one in given]

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """Nobody but a superuser gives rights."""
        return self.readonly_fields if signed_in(request).is_superuser else (*self.readonly_fields, *RIGHTS)

    def has_add_permission(self, request: HttpRequest) -> bool:
        me = signed_in(request)
        has_a_school = me.is_superuser or me.organization_id is not None
        return has_a_school and bool(super().has_add_permission(request))

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Page and password of those who may do more are not one's matter: one would become them."""
        stands_above = obj is not None and may_do_more(obj, signed_in(request))
        return not stands_above and bool(super().has_change_permission(request, obj))

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if not (change or signed_in(request).is_superuser):
            obj.organization_id = signed_in(request).organization_id
        super().save_model(request, obj, form, change)
        if change and "is_active" in form.changed_data:
            switch = actions.reactivate if obj.is_active else actions.deactivate
            switch(user=obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False  # what a person wrote stays the class's: people are switched off


@admin.register(Organization)
class OrganizationAdmin(SchoolAdmin):
    school = "pk"
    list_display = ("name", "people_count", "students_write_to", "created_at")
    search_fields = ("name",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Organization]:
        return super().get_queryset(request).annotate(people_count=Count("people", Q(people__is_active=True)))

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Who sees their own school alone would not see the one they made."""
        return signed_in(request).is_superuser and bool(super().has_add_permission(request))

    @admin.display(description=_("people"), ordering="people_count")
    def people_count(self, school: Any) -> int:
        return int(school.people_count)


@admin.register(Zone)
class ZoneAdmin(SchoolAdmin):
    school = "organization"
    list_display = ("name", "organization")
    list_filter = (("organization", admin.RelatedOnlyFieldListFilter),)
    list_select_related = ("organization",)
    search_fields = ("name", "organization__name")
    autocomplete_fields = ("organization",)


class EnrollmentInline(Choices, TabularInline):
    model = Enrollment
    extra = 0
    hide_title = True
    autocomplete_fields = ("user",)
    fields = ("user", "role", "created_at")
    readonly_fields = ("created_at",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Enrollment]:
        return super().get_queryset(request).select_related("user", "classroom")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # one query a row for each picker of people; roles are changed on the enrollment's page


@admin.register(Classroom)
class ClassroomAdmin(SchoolAdmin):
    school = "zone__organization"
    list_display = ("name", "zone", "organization", "student_count")
    list_filter = (("zone__organization", admin.RelatedOnlyFieldListFilter),)
    list_select_related = ("zone__organization",)
    search_fields = ("name", "zone__name")
    autocomplete_fields = ("zone",)
    inlines = (EnrollmentInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Classroom]:
        students = Q(enrollments__role=Enrollment.Role.STUDENT)
        return super().get_queryset(request).annotate(student_count=Count("enrollments", students))

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Through actions, so that the class's conversations follow."""
        formset.save(commit=False)
        for gone in formset.deleted_objects:
            actions.unenroll(classroom=gone.classroom, user=gone.user)
        for new in formset.new_objects:
            actions.enroll(classroom=new.classroom, user=new.user, role=new.role)

    @admin.display(description=_("school"), ordering="zone__organization__name")
    def organization(self, classroom: Classroom) -> Organization:
        return classroom.zone.organization

    @admin.display(description=_("students"), ordering="student_count")
    def student_count(self, classroom: Any) -> int:
        return int(classroom.student_count)


@admin.register(Enrollment)
class EnrollmentAdmin(SchoolAdmin):
    school = "classroom__zone__organization"
    list_display = ("user", "classroom", "role", "created_at")
    list_filter = ("role", ("classroom", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("user", "classroom")
    search_fields = ("user__name", "user__email", "classroom__name")
    autocomplete_fields = ("user", "classroom")

    def save_model(self, request: HttpRequest, obj: Enrollment, form: Any, change: bool) -> None:
        before = Enrollment.objects.select_related("classroom", "user").filter(pk=obj.pk).first()
        if before and (before.classroom_id, before.user_id) != (obj.classroom_id, obj.user_id):
            actions.unenroll(classroom=before.classroom, user=before.user)
        obj.pk = actions.enroll(classroom=obj.classroom, user=obj.user, role=obj.role).pk

    def delete_model(self, request: HttpRequest, obj: Enrollment) -> None:
        actions.unenroll(classroom=obj.classroom, user=obj.user)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Enrollment]) -> None:
        for enrollment in queryset.select_related("classroom", "user"):
            self.delete_model(request, enrollment)


@admin.register(Session)
class SessionAdmin(SchoolAdmin):
    """Who is signed in where; to be looked at and ended, not written."""

    school = "user__organization"
    list_display = ("user", "user_agent", "created_at", "last_used_at", "revoked_at")
    list_filter = (("revoked_at", admin.EmptyFieldListFilter),)
    list_select_related = ("user",)
    search_fields = ("user__name", "user__email")
    actions = ("end",)

    @admin.action(description=_("End the chosen sign-ins"), permissions=["end"])
    def end(self, request: HttpRequest, queryset: QuerySet[Session]) -> None:
        for session in queryset.filter(revoked_at=None):
            actions.revoke_session(session=session)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Session | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Session | None = None) -> bool:
        return False

    def has_end_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("accounts.delete_session")
