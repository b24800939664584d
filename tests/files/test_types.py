"""What an upload is, by its content alone."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from files.checks import TypeRefused, type_of
from files.models import StoredFile
from tests.files.steps import PDF, photo, send_file

OFFICE = "application/vnd.openxmlformats-officedocument."
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
MP4 = b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2avc1mp41"
PROGRAM = b"MZ\x90\x00\x03" + b"\x00" * 200


def packed(*names: str, content: bytes = b"x") -> bytes:
    kept = BytesIO()
    with ZipFile(kept, "w", ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, content)
    return kept.getvalue()


@pytest.mark.parametrize(
    "name, content, expected",
    [
        ("a.jpg", photo(), "image/jpeg"),
        ("a.png", photo(format="PNG"), "image/png"),
        ("a.webp", photo(format="WEBP"), "image/webp"),
        ("a.gif", photo(format="GIF"), "image/gif"),
        ("png-in-truth.jpg", photo(format="PNG"), "image/png"),
        ("no extension", photo(), "image/jpeg"),
        ("a.pdf", PDF, "application/pdf"),
        ("a.txt", "안녕하세요".encode(), "text/plain"),
        ("a.txt", "안녕하세요, 옛날 윈도우".encode("cp949"), "text/plain"),
        ("a.txt", "안녕".encode("utf-16"), "text/plain"),
        ("a.csv", b"a,b\n1,2\n", "text/csv"),
        ("homework.py", b"print('hi')\n", "text/plain"),
        ("a.html", b"<!doctype html><title>x</title>", "text/html"),
        ("a.txt", b"words <script>alert(1)</script>", "text/html"),
        ("a.svg", b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "image/svg+xml"),
        ("a.zip", packed("a.txt"), "application/zip"),
        ("a.docx", packed("[Content_Types].xml", "word/document.xml"), OFFICE + "wordprocessingml.document"),
        ("a.xlsx", packed("[Content_Types].xml", "xl/workbook.xml"), OFFICE + "spreadsheetml.sheet"),
        ("lie.docx", packed("a.txt"), "application/zip"),
        ("a.hwp", OLE, "application/x-hwp"),
        ("a.doc", OLE, "application/msword"),
        ("a.mp4", MP4, "video/mp4"),
        ("a.mp3", b"ID3\x04" + b"\x00" * 100, "audio/mpeg"),
        ("a.flac", b"fLaC\x00\x00\x00\x22", "audio/flac"),
    ],
)
def test_a_type_is_found_in_the_content(name, content, expected):
    assert type_of(BytesIO(content), name) == expected


@pytest.mark.parametrize(
    "name, content",
    [
        ("photo.jpg", PROGRAM),
        ("photo.jpg", b"\x7fELF\x02\x01\x01" + b"\x00" * 200),
        ("photo.jpg", b"\xcf\xfa\xed\xfe\x07\x00\x00\x01" + b"\x00" * 50),
        ("photo.jpg", PDF),
        ("photo.png", b"<html><script>alert(1)</script>"),
        ("song.mp3", photo()),
        ("paper.pdf", packed("a.txt")),
        ("paper.pdf", b"just words"),
        ("game.exe", b"just words"),
        ("game.EXE", PROGRAM),
        ("game", PROGRAM),
        ("script.bat", b"del *.*"),
        ("app.apk", packed("classes.dex")),
        ("thing.bin", bytes(range(128, 256)) * 8),
        ("zeros.txt", b"\x00" * 500),
    ],
)
def test_programs_lies_and_the_unknown_are_refused(name, content):
    with pytest.raises(TypeRefused):
        type_of(BytesIO(content), name)


@pytest.mark.django_db
def test_a_lying_type_is_415_and_nothing_is_kept(minji):
    assert send_file(minji, PROGRAM, "photo.jpg", status=415)["code"] == "type_refused"
    assert not StoredFile.objects.exists()


@pytest.mark.django_db
def test_a_zip_bomb_is_kept_as_it_came_and_never_unpacked(minji):
    bomb = packed("zeros", content=b"\x00" * (100 * 1024 * 1024))
    assert len(bomb) < 200_000

    shape = send_file(minji, bomb, "bomb.zip")

    assert (shape["content_type"], shape["size"]) == ("application/zip", len(bomb))


def test_a_character_cut_at_the_end_of_the_head_is_still_text():
    assert type_of(BytesIO(b"a" + "가".encode() * 40_000), "a.txt") == "text/plain"
