"""The only place that keeps, claims and deletes files."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import IO, Any
from uuid import UUID

from celery import current_app
from django.core.files import File
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from kombu.exceptions import OperationalError

from accounts.models import User
from dreamseed.realtime.acting import acting
from dreamseed.realtime.errors import Invalid, NotFound, Refused
from files import access, registries
from files.checks import type_of
from files.limits import largest_for
from files.models import StoredFile
from files.names import clean_name
from files.pictures import measured, small_webp
from files.places import without_place
from files.receiving import Received, received
from files.storage import file_storage

log = logging.getLogger(__name__)

MOST = 20
"""Files of one object."""
LOOSE_FOR = timedelta(hours=24)


def upload(
    *, user: User, name: str, stream: IO[bytes] | File[bytes], client_id: UUID | None = None
) -> StoredFile:
    """Keep a file; a repeated client_id gives the first one, with `repeated`.

    TooLarge over the person's limit, Invalid when it is empty, TypeRefused when its content is not allowed.
    """
    known = _known(user, client_id)
    if known is not None:
        return known
    upload = received(stream, largest_for(user))
    content_type = type_of(upload.file, clean_name(name))
    if content_type.startswith("image/"):
        upload = _placeless(upload)
    file = _new(user, clean_name(name), content_type, upload, client_id)
    try:
        _keep(file, upload)
    except IntegrityError:  # the same upload came twice at once
        known = _known(user, client_id)
        if known is None:
            raise
        return known
    return file


def _keep(file: StoredFile, upload: Received) -> None:
    """Bytes first: a row never points at nothing."""
    file.blob.save(file.name, upload.file, save=False)
    try:
        with acting(file.owner_id):
            file.save(force_insert=True)
            if file.has_preview:
                transaction.on_commit(lambda: _ask_for_preview(file.pk), robust=True)
    except BaseException:
        _forget([file.blob.name or ""])
        raise


def _known(user: User, client_id: UUID | None) -> StoredFile | None:
    if client_id is None:
        return None
    known = StoredFile.objects.filter(owner=user, client_id=client_id).first()
    if known is not None:
        known.repeated = True
    return known


def _placeless(upload: Received) -> Received:
    """Where a picture was taken is nobody's business: not even its original keeps it."""
    clean = without_place(upload.file)
    return upload if clean is None else received(clean, upload.size)


def _new(user: User, name: str, content_type: str, upload: Received, client_id: UUID | None) -> StoredFile:
    width, height = measured(upload.file, content_type) or (None, None)
    return StoredFile(
        owner=user,
        client_id=client_id,
        name=name,
        size=upload.size,
        content_type=content_type,
        sha256=upload.sha256,
        width=width,
        height=height,
        created_at=timezone.now(),
    )


def _ask_for_preview(file_id: UUID) -> None:
    """By the worker. While the broker is away it is made when somebody first looks."""
    try:
        current_app.send_task("files.tasks.make_preview", [str(file_id)], retry=False, expires=600)
    except OperationalError as error:
        log.warning("the preview of %s waits for who looks first: %s", file_id, error)


def make_preview(file_id: Any, *, wait: bool = False) -> None:
    """The small copy of a picture, once; what turns out not to be readable is a plain file from then on.

    While somebody else makes it nothing happens; with `wait` it is awaited, DatabaseError after two seconds.
    """
    with acting(None), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', '2s', true)")
        waiting = StoredFile.objects.filter(pk=file_id, preview="", width__isnull=False)
        file = waiting.select_for_update(skip_locked=not wait).first()
        if file is None:
            return
        try:
            with file.blob.open("rb") as original:
                file.preview.save("preview.webp", small_webp(original), save=False)
        except Exception as error:  # decoders of broken files raise whatever they stumble over
            log.info("no preview of %s: %s", file_id, error)
            file.width = file.height = None
        file.save(update_fields=["preview", "width", "height"])


def with_preview(file: StoredFile) -> StoredFile:
    """The file with its preview; NotFound for what has none, `not_ready` while somebody else makes it."""
    if file.has_preview and not file.preview:
        try:
            make_preview(file.pk, wait=True)
        except DatabaseError as error:
            text = _("The preview is being made.")
            raise Refused(text, code="not_ready", status=503, retry_after=1) from error
        file.refresh_from_db()
    if not file.has_preview:
        raise NotFound
    return file


def attach(
    *,
    user: User,
    file_ids: Sequence[Any],
    kind: str,
    object_id: Any,
    using: str = "default",
    field: str = "attachment_ids",
) -> list[StoredFile]:
    """Claim one's own loose files for an object, in this order, inside the caller's transaction.

    Invalid at `field` when one of them is not there, not one's own or attached already: then none is claimed.
    """
    if not registries.is_owner(kind):
        raise LookupError(f"nobody registered who may read files of {kind}")
    ids = list(dict.fromkeys(access.as_uuid(one) for one in file_ids))
    if len(ids) > MOST:
        raise Invalid(fields={field: [_("At most %(most)d files at once.") % {"most": MOST}]})
    loose = lock_loose(ids, using)
    files = [loose[one] for one in ids if one in loose and loose[one].owner_id == user.pk]
    if len(files) < len(ids):
        raise Invalid(fields={field: [_("One of these files is not here any more. Please add it again.")]})
    claim(kind, {str(object_id): files}, using)
    return files


def lock_loose(file_ids: Iterable[UUID], using: str = "default") -> dict[UUID, StoredFile]:
    """Those of these files that nothing has claimed, locked until the caller's transaction ends."""
    wanted = set(file_ids)
    if not wanted:
        return {}
    found = StoredFile.objects.using(using).filter(pk__in=wanted, purpose=None)
    return {file.pk: file for file in found.select_for_update(no_key=True).order_by("pk")}


def claim(kind: str, files_of: Mapping[str, Sequence[StoredFile]], using: str = "default") -> None:
    """{object id: locked loose files}: written down as theirs, in this order."""
    changed = []
    for object_id, files in files_of.items():
        for position, file in enumerate(files):
            file.purpose, file.attached_to, file.position = kind, object_id, position
            changed.append(file)
    if changed:
        StoredFile.objects.using(using).bulk_update(changed, ["purpose", "attached_to", "position"])


def discard(*, user: User, file_id: Any) -> None:
    """Delete one's own file before it is attached; Conflict `attached` afterwards."""
    with acting(user.pk):
        file = access.file_to_discard(user, file_id)
        if not _delete(StoredFile.objects.filter(pk=file.pk, purpose=None).select_for_update()):
            access.file_to_discard(user, file_id)  # claimed, or gone, while we waited for the lock


def release(*, kind: str, object_id: Any, before: datetime | None = None, keep: Iterable[str] = ()) -> int:
    """Delete the files of an object that is gone, with the caller's transaction; how many.

    Of one that stays: those that came `before` and are not among the ids to `keep`.
    """
    found = StoredFile.objects.filter(purpose=kind, attached_to=str(object_id)).exclude(pk__in=list(keep))
    found = found if before is None else found.filter(created_at__lt=before)
    return _delete(found.select_for_update())


def sweep(older_than: timedelta = LOOSE_FOR) -> int:
    """Delete what was uploaded and never attached; how many."""
    with acting(None):
        loose = StoredFile.objects.filter(purpose=None, created_at__lt=timezone.now() - older_than)
        return _delete(loose.select_for_update(skip_locked=True))


def _delete(files: QuerySet[StoredFile]) -> int:
    """Rows now, bytes after commit: an undone transaction must still find them."""
    rows = list(files)
    StoredFile.objects.filter(pk__in=[file.pk for file in rows]).delete()
    names = [name for file in rows for name in (file.blob.name, file.preview.name) if name]
    transaction.on_commit(lambda: _forget(names), robust=True)
    return len(rows)


def _forget(names: Iterable[str]) -> None:
    for name in names:
        file_storage().delete(name)
