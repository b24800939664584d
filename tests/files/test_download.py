"""What comes back, to whom, and in which parts."""

from urllib.parse import quote

import pytest

from files.storage import file_storage
from tests.files.steps import PDF, ROOT, photo, send_file, stored

pytestmark = pytest.mark.django_db

WAV = b"RIFF\x24\x10\x00\x00WAVEfmt \x10\x00\x00\x00" + bytes(range(256)) * 16


def body(answer):
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_a_file_comes_back_as_a_download_under_its_name(minji):
    shape = send_file(minji)

    for answer in (minji.browser.get(shape["url"]), minji.rest.get(f"{ROOT}/{shape['id']}/content")):
        assert (answer.status_code, body(answer)) == (200, PDF)
        assert answer["Content-Disposition"] == f"attachment; filename*=utf-8''{quote('숙제.pdf')}"
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Content-Length"] == str(len(PDF))
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Cache-Control"] == "private, no-cache"
        assert "sandbox" in answer["Content-Security-Policy"]


def test_a_name_in_the_address_is_decoration(minji):
    shape = send_file(minji)

    assert body(minji.browser.get(f"{shape['url']}/other.html")) == PDF


def test_who_is_not_signed_in_is_asked_to(minji, client):
    shape = send_file(minji)

    assert client.get(shape["url"])["Location"].startswith("/login")
    assert client.get(f"{ROOT}/{shape['id']}/content").status_code == 401


@pytest.mark.parametrize(
    "name, content, inline",
    [
        ("사진.jpg", photo(), True),
        ("소리.wav", WAV, True),
        ("숙제.pdf", PDF, True),
        ("page.html", b"<html><script>alert(1)</script>", False),
        ("draw.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', False),
        ("notes.txt", b"<p>words", False),
    ],
)
def test_only_what_runs_nothing_is_shown_by_the_browser(minji, name, content, inline):
    shape = send_file(minji, content, name)

    answer = minji.browser.get(f"{shape['url']}?view=1")

    assert answer["Content-Disposition"].startswith("inline" if inline else "attachment")
    assert (answer["Content-Type"] == shape["content_type"]) is inline
    assert answer["Content-Type"] not in {"text/html", "image/svg+xml"}


def test_only_a_pdf_may_be_framed_and_by_our_own_pages_alone(minji):
    paper, picture = send_file(minji), send_file(minji, photo(), "사진.jpg")

    shown = minji.browser.get(f"{paper['url']}?view=1")

    assert "sandbox" in shown["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in shown["Content-Security-Policy"]
    assert (shown["X-Frame-Options"], shown["X-Content-Type-Options"]) == ("SAMEORIGIN", "nosniff")
    for other in (minji.browser.get(paper["url"]), minji.browser.get(f"{picture['url']}?view=1")):
        assert other["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(
    "asked, first, last",
    [("bytes=0-9", 0, 10), ("bytes=100-", 100, None), ("bytes=-5", -5, None), ("bytes=10-999999", 10, None)],
)
def test_a_part_is_sent_so_that_sound_can_be_wound_on(minji, asked, first, last):
    shape = send_file(minji, WAV, "소리.wav")

    answer = minji.browser.get(shape["url"], headers={"Range": asked})

    part = WAV[first:last]
    start = first if first >= 0 else len(WAV) + first
    assert (answer.status_code, body(answer)) == (206, part)
    assert answer["Content-Range"] == f"bytes {start}-{start + len(part) - 1}/{len(WAV)}"
    assert answer["Content-Length"] == str(len(part))


@pytest.mark.parametrize("asked", ["bytes=999999-", "bytes=-0"])
def test_a_part_behind_the_end_is_told(minji, asked):
    shape = send_file(minji, WAV, "소리.wav")

    answer = minji.browser.get(shape["url"], headers={"Range": asked})

    assert (answer.status_code, answer["Content-Range"]) == (416, f"bytes */{len(WAV)}")


@pytest.mark.parametrize(
    "asked", ["bytes=5-1", "bytes=-", "bytes=0-1,3-4", "rows=1-2", "bytes=a-b", "bytes=" + "9" * 5000 + "-"]
)
def test_nonsense_for_a_part_brings_the_whole(minji, asked):
    shape = send_file(minji, WAV, "소리.wav")

    answer = minji.browser.get(shape["url"], headers={"Range": asked})

    assert (answer.status_code, body(answer)) == (200, WAV)


def test_a_part_of_another_version_brings_the_whole(minji):
    shape = send_file(minji, WAV, "소리.wav")
    wanted = {"Range": "bytes=0-1", "If-Range": '"another"'}

    assert minji.browser.get(shape["url"], headers=wanted).status_code == 200
    wanted["If-Range"] = f'"{shape["sha256"]}"'
    assert minji.browser.get(shape["url"], headers=wanted).status_code == 206


def test_what_a_browser_has_is_not_sent_again_but_asked_for_each_time(minji, stranger):
    shape = send_file(minji)
    known = {"If-None-Match": minji.browser.get(shape["url"])["ETag"]}

    assert minji.browser.get(shape["url"], headers=known).status_code == 304
    assert stranger.browser.get(shape["url"], headers=known).status_code == 404


def test_its_head_alone(minji):
    shape = send_file(minji)

    answer = minji.browser.head(shape["url"])

    assert (answer.status_code, answer.content, answer["Content-Length"]) == (200, b"", str(len(PDF)))


def test_bytes_that_are_gone_are_not_found(minji):
    shape = send_file(minji)
    file_storage().delete(str(stored(shape).blob.name))

    assert minji.browser.get(shape["url"]).status_code == 404
    assert minji.rest.get(f"{ROOT}/{shape['id']}/content").status_code == 404
