"""The school and its people."""

import uuid
from datetime import timedelta
from functools import cache
from typing import ClassVar
from zoneinfo import available_timezones

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.managers import PersonManager
from accounts.names import NAME_LENGTH, check_seen, clean_name


@cache
def timezones() -> frozenset[str]:
    """Every name of the tz database; reading it walks the disk, so it is read once."""
    return frozenset(available_timezones())


def validate_timezone(value: str) -> None:
    """Refuse a zone the tz database does not know."""
    if value not in timezones():
        raise ValidationError(_("Unknown time zone."), code="invalid")


def avatar_path(person: "User", filename: str) -> str:
    """A new address for every picture: browsers keep one for a year, and nobody can guess it."""
    return f"avatars/{uuid.uuid4().hex}.webp"


class Organization(models.Model):
    """A school."""

    class Reach(models.TextChoices):
        CLASSES = "classes", _("Teachers and classmates of their classes")
        TEACHERS = "teachers", _("Only teachers of their classes")

    name = models.CharField(_("name"), max_length=100, unique=True, validators=[check_seen])
    students_write_to = models.CharField(
        _("students may write to"), max_length=8, choices=Reach, default=Reach.CLASSES, db_default="classes"
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        db_table = "organizations"
        ordering = ("name",)
        verbose_name = _("school")
        verbose_name_plural = _("schools")

    def __str__(self) -> str:
        return self.name


class Zone(models.Model):
    """A campus or department of a school."""

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="zones", verbose_name=_("school")
    )
    name = models.CharField(_("name"), max_length=100, validators=[check_seen])

    class Meta:
        db_table = "zones"
        ordering = ("name",)
        verbose_name = _("campus")
        verbose_name_plural = _("campuses")
        constraints = [models.UniqueConstraint(fields=("organization", "name"), name="zone_name_once")]

    def __str__(self) -> str:
        return self.name


class Classroom(models.Model):
    """A class: people who learn one thing together."""

    zone = models.ForeignKey(Zone, models.PROTECT, related_name="classrooms", verbose_name=_("campus"))
    name = models.CharField(_("name"), max_length=100, validators=[check_seen])
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        db_table = "classrooms"
        ordering = ("name",)
        verbose_name = _("class")
        verbose_name_plural = _("classes")
        constraints = [models.UniqueConstraint(fields=("zone", "name"), name="classroom_name_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def organization_id(self) -> int:
        return self.zone.organization_id


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in by e-mail."""

    class Role(models.TextChoices):
        TEACHER = "teacher", _("Teacher")
        STUDENT = "student", _("Student")
        GUARDIAN = "guardian", _("Guardian")
        ADMINISTRATOR = "administrator", _("Administrator")

    class Language(models.TextChoices):
        BROWSER = "", _("As in the browser")
        KOREAN = "ko", "한국어"
        ENGLISH = "en", "English"

    email = models.EmailField(_("e-mail"), unique=True, error_messages={"unique": _("This e-mail is taken.")})
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    role = models.CharField(_("role"), max_length=13, choices=Role.choices, default=Role.STUDENT)
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="people", null=True, blank=True, verbose_name=_("school")
    )
    avatar = models.ImageField(_("picture"), upload_to=avatar_path, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices, blank=True, default="")
    timezone = models.CharField(
        _("time zone"), max_length=40, default="Asia/Seoul", validators=[validate_timezone]
    )
    last_seen = models.DateTimeField(_("last seen"), null=True, blank=True, editable=False)
    is_active = models.BooleanField(
        _("active"), default=True, help_text=_("Switched off, the person is signed out everywhere at once.")
    )
    is_staff = models.BooleanField(_("may use the administration"), default=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[PersonManager] = PersonManager()

    class Meta:
        db_table = "users"
        ordering = ("name", "id")
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            # with `unique` this makes two spellings of one e-mail the same person
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="user_email_lower"),
            models.CheckConstraint(condition=~models.Q(name=""), name="user_name_written"),
        ]
        indexes = [models.Index(fields=("organization", "name"), name="idx_users_organization")]

    def __str__(self) -> str:
        return self.name

    def clean_fields(self, exclude: object = None) -> None:
        """Normalise e-mail and name first: the checks below are to see what will be kept."""
        self.email = (self.email or "").strip().lower()
        problems: dict[str, list[str]] = {}
        try:
            self.name = clean_name(self.name or "")
        except ValidationError as error:
            problems["name"] = list(error.messages)
        try:
            super().clean_fields(exclude)  # type: ignore[arg-type]
        except ValidationError as error:
            problems = {**error.message_dict, **problems}
        if problems:
            raise ValidationError(problems)

    def clean(self) -> None:
        """Refuse another school while enrolled in this one's classes."""
        super().clean()
        elsewhere = ~models.Q(classroom__zone__organization=self.organization_id)
        if self.pk and self.enrollments.filter(elsewhere).exists():
            raise ValidationError(
                {"organization": _("This person is still enrolled in classes of another school.")}
            )

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    @property
    def teaches(self) -> bool:
        """Teachers and administrators have the school's rights in its conversations."""
        return self.role in (self.Role.TEACHER, self.Role.ADMINISTRATOR)


class Enrollment(models.Model):
    """One person's place in a class."""

    class Role(models.TextChoices):
        TEACHER = "teacher", _("Teacher")
        STUDENT = "student", _("Student")

    classroom = models.ForeignKey(
        Classroom, models.PROTECT, related_name="enrollments", verbose_name=_("class")
    )
    user = models.ForeignKey(User, models.PROTECT, related_name="enrollments", verbose_name=_("person"))
    role = models.CharField(_("role in class"), max_length=7, choices=Role.choices, default=Role.STUDENT)
    created_at = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        db_table = "enrollments"
        ordering = ("classroom", "role", "user")
        verbose_name = _("enrollment")
        verbose_name_plural = _("enrollments")
        constraints = [models.UniqueConstraint(fields=("classroom", "user"), name="enrolled_once")]

    def __str__(self) -> str:
        return f"{self.user} · {self.classroom}"

    def clean(self) -> None:
        """Refuse a person of another school, for forms; `actions.enroll` refuses by itself."""
        super().clean()
        if self.user_id and self.classroom_id and self.user.organization_id != self.classroom.organization_id:
            raise ValidationError({"user": _("This person belongs to another school.")})


class SessionQuerySet(models.QuerySet["Session"]):
    def live(self) -> "SessionQuerySet":
        """Sign-ins still good, of people still active."""
        return self.filter(revoked_at=None, user__is_active=True)

    def touch(self, session_id: str) -> None:
        """Note that a sign-in is in use, at most once in five minutes."""
        now = timezone.now()
        self.filter(pk=session_id, last_used_at__lt=now - timedelta(minutes=5)).update(last_used_at=now)


class Session(models.Model):
    """One sign-in of one device, by page (cookie) or by program (JWT claim `sid`)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="sessions", verbose_name=_("person"))
    user_agent = models.CharField(_("device"), max_length=300, blank=True)
    # Django's session when this is a browser; kept after the end, to tell an ended sign-in from none
    page_key = models.CharField(max_length=40, null=True, unique=True, editable=False)
    created_at = models.DateTimeField(_("signed in"), default=timezone.now)
    last_used_at = models.DateTimeField(_("last used"), default=timezone.now)
    revoked_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        db_table = "sessions"
        ordering = ("-last_used_at",)
        verbose_name = _("sign-in")
        verbose_name_plural = _("sign-ins")
        indexes = [
            models.Index(
                fields=("user", "-last_used_at"),
                condition=models.Q(revoked_at=None),
                name="idx_sessions_live",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.created_at:%Y-%m-%d %H:%M}"
