"""Files that people uploaded. The bytes lie in the storage `files` under a name nobody can guess."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from files.storage import file_storage

MAX_NAME = 255


def blob_path(file: StoredFile, filename: str) -> str:
    """`files/2026/11/<hex>`: without the name and the extension, nothing can mistake it for a program."""
    return f"files/{file.created_at:%Y/%m}/{uuid.uuid4().hex}"


def preview_path(file: StoredFile, filename: str) -> str:
    return f"previews/{file.created_at:%Y/%m}/{uuid.uuid4().hex}.webp"


class StoredFile(models.Model):
    """One upload. Its owner's alone until an object of an app above claims it, once and for good."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="files", verbose_name=_("owner")
    )
    client_id = models.UUIDField(null=True, editable=False)
    name = models.CharField(_("name"), max_length=MAX_NAME)
    size = models.BigIntegerField(_("size"))
    content_type = models.CharField(_("type"), max_length=100)
    sha256 = models.CharField(max_length=64)
    blob = models.FileField(storage=file_storage, upload_to=blob_path, max_length=200)
    width = models.PositiveIntegerField(null=True, editable=False)
    height = models.PositiveIntegerField(null=True, editable=False)
    preview = models.FileField(storage=file_storage, upload_to=preview_path, max_length=200, blank=True)
    purpose = models.SlugField(_("used in"), max_length=20, null=True, editable=False, db_index=False)
    attached_to = models.CharField(max_length=40, blank=True, default="", editable=False)
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("uploaded"))

    repeated = False
    """The upload had come before, under the same client_id."""

    class Meta:
        db_table = "stored_files"
        verbose_name = _("file")
        verbose_name_plural = _("files")
        constraints = [
            models.UniqueConstraint(fields=["owner", "client_id"], name="file_once_a_client_id"),
            models.CheckConstraint(
                condition=Q(purpose__isnull=True, attached_to="")
                | Q(purpose__isnull=False) & ~Q(purpose="") & ~Q(attached_to=""),
                name="file_has_purpose_and_object_or_neither",
            ),
            models.CheckConstraint(condition=Q(size__gt=0), name="file_has_content"),
        ]
        indexes = [
            models.Index(
                fields=["purpose", "attached_to"],
                name="idx_stored_files_object",
                condition=Q(purpose__isnull=False),
            ),
            models.Index(
                fields=["created_at"], name="idx_stored_files_loose", condition=Q(purpose__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def has_preview(self) -> bool:
        """A picture whose size is known, and small enough to be decoded here."""
        return self.width is not None
