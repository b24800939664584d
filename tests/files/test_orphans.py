"""Bytes whose row never came, since the program was killed in between, do not stay for ever."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from files import actions, tasks
from files.models import StoredFile
from files.storage import file_storage
from tests.files.steps import PDF, photo, send_file, stored

pytestmark = pytest.mark.django_db


def aged(name: str, by: timedelta) -> str:
    then = (timezone.now() - by).timestamp()
    os.utime(file_storage().path(name), (then, then))
    return name


def killed_between(folder: str = "files", *, ago: timedelta = timedelta(hours=25)) -> str:
    """What stays when the program is killed after storing the bytes."""
    name = file_storage().save(
        f"{folder}/{timezone.now() - ago:%Y/%m}/{os.urandom(8).hex()}", ContentFile(PDF)
    )
    return aged(name, ago)


def test_only_what_no_row_knows_and_is_older_than_a_day_goes(minji: Any) -> None:
    picture = stored(send_file(minji, photo(), "사진.jpg"))
    actions.make_preview(picture.pk)
    picture.refresh_from_db()
    kept = [picture.blob.name or "", picture.preview.name or ""]
    for name in kept:
        aged(name, timedelta(days=2))
    kept.append(killed_between(ago=timedelta(hours=23)))
    lost = [killed_between(), killed_between("previews"), killed_between(ago=timedelta(days=27))]

    tasks.sweep_orphans()

    assert [file_storage().exists(name) for name in kept] == [True, True, True]
    assert [file_storage().exists(name) for name in lost] == [False, False, False]
    assert StoredFile.objects.get() == picture


def test_nothing_is_there_to_sweep() -> None:
    tasks.sweep_orphans()
