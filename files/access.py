"""The only door to a file: takes a person, returns the file or refuses."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from dreamseed.realtime.errors import Conflict, NotFound
from files import registries
from files.models import StoredFile


def file_to_read(user: User, file_id: Any) -> StoredFile:
    """One's own while nothing has claimed it; afterwards whoever may read what it is attached to."""
    file = StoredFile.objects.filter(pk=as_uuid(file_id)).first()
    if file is None or not _may_read(user, file):
        raise NotFound
    return file


def file_to_discard(user: User, file_id: Any) -> StoredFile:
    """One's own, before it is attached; Conflict `attached` afterwards."""
    file = file_to_read(user, file_id)
    if file.owner_id != user.pk:
        raise NotFound
    if file.purpose is not None:
        raise Conflict("attached", _("This file has been sent already."))
    return file


def files_of(kind: str, object_ids: Iterable[Any], using: str = "default") -> dict[str, list[StoredFile]]:
    """Files of many objects in one query, in the order they were attached: {object id: files}.

    For apps that have already decided who sees these objects.
    """
    wanted = {str(one) for one in object_ids}
    found: dict[str, list[StoredFile]] = {}
    if wanted:
        rows = StoredFile.objects.using(using).filter(purpose=kind, attached_to__in=wanted)
        for file in rows.order_by("attached_to", "position", "created_at"):
            found.setdefault(file.attached_to, []).append(file)
    return found


def objects_with_files(kind: str, since: datetime, until: datetime) -> list[str]:
    """Ids of the objects of this kind that files came to in this time."""
    rows = StoredFile.objects.filter(purpose=kind, created_at__gte=since, created_at__lt=until)
    return list(rows.order_by("attached_to").values_list("attached_to", flat=True).distinct())


def _may_read(user: User, file: StoredFile) -> bool:
    if file.purpose is None:
        return file.owner_id == user.pk
    return registries.may_read(user, file.purpose, file.attached_to, file.pk)


def as_uuid(value: Any) -> UUID:
    """An id from outside; what is no UUID is nobody's."""
    try:
        return value if isinstance(value, UUID) else UUID(str(value))
    except ValueError:
        raise NotFound from None
