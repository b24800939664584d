"""All work of an assignment as one ZIP, written while it is sent: never whole in memory or on disk."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from datetime import datetime
from io import RawIOBase
from typing import IO, Any, NamedTuple
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.utils import timezone

from assignments import access
from assignments.models import Assignment, Submission
from files.access import files_of
from files.models import StoredFile
from files.names import clean_name
from files.storage import opened

CHUNK = 256 * 1024
TEXT = "text.txt"
EARLIEST = (1980, 1, 1, 0, 0, 0)
"""A ZIP knows no earlier time."""


class Folder(NamedTuple):
    """One student's newest version; `files` by their names in the folder."""

    name: str
    when: datetime
    text: str
    files: dict[str, StoredFile]


def folders(assignment: Assignment) -> list[Folder]:
    """By the students' names. All that is asked of the database, in two queries."""
    rows = list(assignment.submissions.select_related("student").order_by("student__name", "student_id"))
    keys = {row.pk: access.answer_key(assignment.pk, row.student_id) for row in rows}
    attached = files_of(access.ANSWER, keys.values())
    return [_folder(row, attached.get(keys[row.pk], [])) for row in rows]


def _folder(row: Submission, attached: Iterable[StoredFile]) -> Folder:
    """Of what is attached, older versions' files too, only those of the newest version."""
    here = {str(one.pk): one for one in attached}
    files: dict[str, StoredFile] = {}
    for described in row.attachments:
        if described["id"] in here:
            file = here[described["id"]]
            files[_free(clean_name(file.name), {TEXT, *files})] = file
    name = clean_name(f"{row.student.name} {row.student_id}")
    return Folder(name, timezone.localtime(row.submitted_at), row.submission_text, files)


def _free(name: str, taken: Iterable[str]) -> str:
    """Names that differ in case alone would overwrite each other on many disks."""
    stem, dot, extension = name.rpartition(".")
    used, wanted, number = {one.casefold() for one in taken}, name, 1
    while wanted.casefold() in used:
        number += 1
        wanted = f"{stem} ({number}).{extension}" if dot else f"{name} ({number})"
    return wanted


def pieces(found: Iterable[Folder]) -> Generator[bytes, None, None]:
    """The bytes of the ZIP, bit by bit; asks the storage and no database."""
    drain = _Drain()
    with ZipFile(drain, "w") as archive:
        for folder in found:
            if folder.text:
                archive.writestr(_entry(folder, TEXT, ZIP_DEFLATED), folder.text)
                yield drain.take()
            for name, file in folder.files.items():
                yield from _copied(archive, drain, _entry(folder, name, ZIP_STORED), file)
    yield drain.take()


def _entry(folder: Folder, name: str, method: int) -> ZipInfo:
    entry = ZipInfo(f"{folder.name}/{name}", max(folder.when.timetuple()[:6], EARLIEST))
    entry.compress_type = method
    return entry


def _copied(archive: ZipFile, drain: _Drain, entry: ZipInfo, file: StoredFile) -> Iterator[bytes]:
    """One whose bytes are gone is left out; the others are handed over all the same."""
    try:
        source: IO[bytes] = opened(file.blob.name or "", 0, file.size)
    except FileNotFoundError:
        return
    entry.file_size = file.size
    try:
        with archive.open(entry, "w") as target:
            while chunk := source.read(CHUNK):
                target.write(chunk)
                yield drain.take()
    finally:
        source.close()


class _Drain(RawIOBase):
    """Where ZipFile writes and we take away. It cannot be sought: sizes follow their files."""

    def __init__(self) -> None:
        self.kept: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.kept.append(bytes(data))
        return len(data)

    def take(self) -> bytes:
        found, self.kept = b"".join(self.kept), []
        return found
