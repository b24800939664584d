"""Bytes whose row never came: the program was killed between storing them and writing it down."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils import timezone

from files.models import StoredFile
from files.storage import file_storage

log = logging.getLogger(__name__)

FOLDERS = ("files", "previews")
OLDER_THAN = timedelta(days=1)
"""No upload takes so long: what is younger may still get its row."""


def sweep_orphans() -> int:
    """Deletes those of this month's and last month's folders; how many. Once a day none gets any older."""
    now = timezone.now()
    last = _beginning(_beginning(now) - timedelta(days=1))
    rows = StoredFile.objects.filter(created_at__gte=last).values_list("blob", "preview")
    known = {name for pair in rows.iterator() for name in pair}
    lost = [name for month in (last, now) for name in _stored(month) if name not in known]
    return sum(_forget(name, now - OLDER_THAN) for name in lost)


def _beginning(moment: datetime) -> datetime:
    return moment.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def _stored(month: datetime) -> Iterator[str]:
    """As files.models names them."""
    for folder in FOLDERS:
        path = f"{folder}/{month:%Y/%m}"
        try:
            _folders, names = file_storage().listdir(path)
        except FileNotFoundError:
            continue
        yield from (f"{path}/{name}" for name in names)


def _forget(name: str, before: datetime) -> bool:
    try:
        if file_storage().get_modified_time(name) >= before:
            return False
        file_storage().delete(name)
    except FileNotFoundError:
        return False
    log.warning("deleted %s, which belonged to no file", name)
    return True
