"""POST, GET and DELETE of attachments."""

import hashlib
import unicodedata
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from files import actions
from files.models import StoredFile
from tests.files.steps import KIND, PDF, ROOT, photo, readers_are, send_file, stored

pytestmark = pytest.mark.django_db

MIB = 1024 * 1024


def test_an_upload_tells_what_came(minji):
    shape = send_file(minji)

    assert (shape["name"], shape["size"], shape["content_type"]) == ("숙제.pdf", len(PDF), "application/pdf")
    assert shape["sha256"] == hashlib.sha256(PDF).hexdigest()
    assert minji.rest.get(f"{ROOT}/{shape['id']}").json() == shape


def test_a_repeated_client_id_answers_200_with_the_first(minji):
    once = str(uuid4())
    first = send_file(minji, client_id=once)

    assert send_file(minji, b"other words", "b.txt", status=200, client_id=once) == first
    assert StoredFile.objects.count() == 1


def test_a_page_uploads_with_its_cookie_and_csrf_token(minji):
    minji.browser.handler.enforce_csrf_checks = True
    minji.browser.cookies["csrftoken"] = token = "a" * 32

    for headers, status in (({}, 403), ({"X-CSRFToken": token}, 201)):
        sent = {"file": SimpleUploadedFile("a.pdf", PDF)}
        assert minji.browser.post(ROOT, sent, headers=headers).status_code == status


def test_nobody_uploads_without_signing_in():
    assert Client().post(ROOT, {"file": SimpleUploadedFile("a.pdf", PDF)}).status_code == 401


def test_an_empty_file_is_refused(minji):
    assert "file" in send_file(minji, b"", status=400)["fields"]
    assert not StoredFile.objects.exists()


def test_no_file_and_no_multipart_are_refused(minji):
    assert minji.rest.post(ROOT, {}, format="multipart").json()["fields"].keys() == {"file"}
    assert minji.rest.post(ROOT, {"file": "text"}, format="multipart").status_code == 400
    assert minji.rest.post(ROOT, {"file": "x"}, format="json").status_code == 415


def test_a_client_id_that_is_none_is_refused(minji):
    assert "client_id" in send_file(minji, status=400, client_id="first")["fields"]


def test_a_student_sends_20_mib_and_no_more(minji):
    send_file(minji, PDF.ljust(20 * MIB, b" "))

    refusal = send_file(minji, PDF.ljust(21 * MIB, b" "), status=413)

    assert (refusal["code"], refusal["limit"]) == ("too_large", 20 * MIB)
    assert StoredFile.objects.count() == 1


def test_one_byte_too_many_is_refused_although_it_fits_the_envelope(minji):
    assert send_file(minji, PDF.ljust(20 * MIB + 1, b" "), status=413)["code"] == "too_large"


def test_a_teacher_sends_21_mib(teacher):
    assert send_file(teacher, PDF.ljust(21 * MIB, b" "))["size"] == 21 * MIB


def test_too_much_is_refused_by_its_length_before_anything_is_read(minji):
    answer = minji.rest.generic(
        "POST", ROOT, b"--x\r\n", "multipart/form-data; boundary=x", CONTENT_LENGTH=str(21 * MIB)
    )

    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_a_length_that_is_no_number_is_refused(minji):
    answer = minji.rest.generic("POST", ROOT, b"", "multipart/form-data; boundary=x", CONTENT_LENGTH="many")

    assert answer.status_code == 400


@pytest.mark.parametrize(
    "sent, kept",
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("..\\..\\boot.txt", "boot.txt"),
        ("a\x00b\u202e\u200bc.txt", "abc.txt"),
        (".htaccess", "htaccess"),
        (unicodedata.normalize("NFD", "한글 숙제.txt"), "한글 숙제.txt"),
        ("가" * 296 + ".txt", "가" * 251 + ".txt"),
        ('a<b>:"|?*.txt', "a_b______.txt"),
        ("   .txt", "txt"),
    ],
)
def test_names_are_cleaned(minji, sent, kept):
    file = actions.upload(user=minji.user, name=sent, stream=BytesIO(b"words"))

    assert file.name == kept
    assert ".." not in str(file.blob.name)


def test_a_path_in_the_name_reaches_no_folder(minji):
    shape = send_file(minji, name="../../../숙제.pdf")

    assert shape["name"] == "숙제.pdf"
    assert str(stored(shape).blob.name).startswith("files/")


def test_a_name_of_300_characters_keeps_its_extension(minji):
    shape = send_file(minji, name="가" * 296 + ".pdf")

    assert len(shape["name"]) <= 255
    assert shape["name"].endswith("가.pdf")


def test_ones_own_loose_file_is_thrown_away(minji, seojun):
    shape = send_file(minji)

    assert seojun.rest.delete(f"{ROOT}/{shape['id']}").status_code == 404
    assert minji.rest.delete(f"{ROOT}/{shape['id']}").status_code == 204
    assert minji.rest.get(f"{ROOT}/{shape['id']}").status_code == 404


def test_an_attached_file_is_not_thrown_away(minji):
    readers_are(minji)
    shape = send_file(minji)
    with transaction.atomic():
        actions.attach(user=minji.user, file_ids=[shape["id"]], kind=KIND, object_id=1)

    answer = minji.rest.delete(f"{ROOT}/{shape['id']}")

    assert (answer.status_code, answer.json()["code"]) == (409, "attached")


def test_a_stranger_sees_nothing_at_any_address(minji, stranger):
    shape = send_file(minji, photo(), "a.jpg")

    for end in ("", "/content", "/preview"):
        assert stranger.rest.get(f"{ROOT}/{shape['id']}{end}").status_code == 404
    for address in (shape["url"], shape["preview_url"], f"{shape['url']}/a.jpg"):
        assert stranger.browser.get(address).status_code == 404


def test_who_uploads_without_end_waits(minji):
    answers = (minji.rest.post(ROOT, {}, format="multipart") for _one in range(200))

    refused = next(answer for answer in answers if answer.status_code == 429)
    assert refused.json()["retry_after"] > 0
