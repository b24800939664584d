"""One's own name, picture, language and time zone: /profile and /api/v1/auth/me."""

import struct
import zlib
from io import BytesIO
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from rest_framework.test import APIClient

from accounts import actions
from accounts.models import User
from accounts.serializers import person
from tests.people import Person

ME = "/api/v1/auth/me"
pytestmark = pytest.mark.usefixtures("media")


@pytest.fixture
def media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def picture(format: str = "JPEG", size: tuple[int, int] = (640, 480), **options: Any) -> bytes:
    file = BytesIO()
    Image.new("RGB", size, "teal").save(file, format, **options)
    return file.getvalue()


def upload(who: Person, content: bytes, name: str = "me.jpg", type: str = "image/jpeg") -> Any:
    return who.rest.patch(ME, {"avatar": SimpleUploadedFile(name, content, type)}, format="multipart")


def bomb() -> bytes:
    """A PNG of 200 bytes that claims a billion pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 32_000, 32_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 9))
        + chunk(b"IEND", b"")
    )


def test_everybody_sees_themselves(minji: Person) -> None:
    me = minji.rest.get(ME).json()
    assert me == {
        **person(minji.user),
        "email": "minji@school.example",
        "organization": {"id": minji.user.organization_id, "name": "씨앗고등학교"},
        "language": "",
        "timezone": "Asia/Seoul",
    }


def test_name_language_and_time_zone_change_and_the_rest_stays(minji: Person) -> None:
    answer = minji.rest.patch(ME, {"name": " 최  민지 ", "language": "en", "timezone": "Europe/Berlin"})
    assert answer.status_code == 200
    assert answer.json()["name"] == "최 민지"
    assert minji.rest.patch(ME, {"language": ""}).json()["timezone"] == "Europe/Berlin"


def test_role_e_mail_school_and_rights_cannot_be_given_to_oneself(minji: Person, stranger: Person) -> None:
    minji.rest.patch(
        ME,
        {
            "role": "administrator",
            "email": "boss@school.example",
            "is_staff": True,
            "is_superuser": True,
            "organization": stranger.user.organization_id,
            "id": stranger.id,
        },
    )
    kept = User.objects.get(pk=minji.id)
    assert (kept.role, kept.email, kept.is_staff, kept.is_superuser) == (
        "student",
        "minji@school.example",
        False,
        False,
    )
    assert kept.organization_id == minji.user.organization_id


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("민지\u202e지민", "민지지민"),
        ("\u2066민지\u2069\u0000\u0007", "민지"),
        ("최\n민지\t", "최 민지"),
        ("<b>민지</b>", "<b>민지</b>"),
        ("e\u0301lise", "élise"),
        ("민지\u3164\u200b\ufeff", "민지"),
        ("👩\u200d🏫 A", "👩\u200d🏫 A"),
        ("가" * 40, "가" * 40),
        ("a \u200b b", "a b"),
    ],
)
def test_names_keep_what_is_seen_and_lose_what_hides(minji: Person, typed: str, kept: str) -> None:
    assert actions.update_profile(user=minji.user, name=typed).name == kept


@pytest.mark.parametrize(
    "typed", ["", "   ", "\u202e\u2069", "\u3164", "가" * 41, "!!!", "\u200d", None, 5, [], {}]
)
def test_names_without_letters_or_too_long_are_refused_by_name(minji: Person, typed: Any) -> None:
    answer = minji.rest.patch(ME, {"name": typed})
    if typed == 5:  # a number is a name in JSON's clothes
        assert answer.json()["name"] == "5"
    else:
        assert answer.status_code == 400
        assert list(answer.json()["fields"]) == ["name"]


@pytest.mark.parametrize(
    "change", [{"timezone": "Mars/Olympus"}, {"timezone": "../../etc/passwd"}, {"language": "xx"}]
)
def test_zones_and_languages_are_chosen_from_those_that_exist(minji: Person, change: dict[str, str]) -> None:
    answer = minji.rest.patch(ME, change)
    assert answer.status_code == 400
    assert list(answer.json()["fields"]) == list(change)


def test_a_picture_becomes_a_small_square_without_its_secrets(minji: Person) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Phone of Minji"
    answer = upload(minji, picture(exif=exif))
    assert answer.status_code == 200
    address = answer.json()["avatar"]
    shown: Any = minji.rest.get(address)
    content = b"".join(shown.streaming_content)
    assert shown["Content-Type"] == "image/webp"
    assert shown["X-Content-Type-Options"] == "nosniff"
    assert shown["Cache-Control"].startswith("private")
    with Image.open(BytesIO(content)) as kept:
        assert (kept.format, kept.size) == ("WEBP", (256, 256))
        assert not kept.getexif()
    assert b"Phone of Minji" not in content


@pytest.mark.parametrize("format", ["PNG", "WEBP", "GIF", "JPEG"])
@pytest.mark.parametrize("size", [(1, 1), (3000, 10)])
def test_common_formats_of_any_shape_are_taken(minji: Person, format: str, size: tuple[int, int]) -> None:
    assert upload(minji, picture(format, size)).status_code == 200


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "empty.jpg"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "me.svg"),
        (b"<html><script>alert(1)</script></html>", "me.png"),
        (b"MZ" + b"\0" * 500, "me.jpg"),
        (picture()[:400], "half.jpg"),
        (picture("BMP"), "me.jpg"),
        (picture("TIFF"), "me.jpg"),
        (picture("PDF"), "me.jpg"),
        (bomb(), "bomb.png"),
        (picture("PNG", (8000, 8000)), "large.png"),
        (b"\xff\xd8" + b"\0" * (5 * 1024 * 1024), "heavy.jpg"),
    ],
    ids=[
        "empty",
        "svg",
        "html",
        "program",
        "half",
        "bmp",
        "tiff",
        "pdf",
        "bomb",
        "too many pixels",
        "too heavy",
    ],
)
def test_whatever_is_no_picture_of_ours_is_refused_at_its_field(
    minji: Person, content: bytes, name: str
) -> None:
    answer = upload(minji, content, name)
    assert answer.status_code == 400
    assert list(answer.json()["fields"]) == ["avatar"]
    assert User.objects.get(pk=minji.id).avatar.name == ""


def test_a_file_that_lies_about_its_name_is_known_by_its_content(minji: Person) -> None:
    answer = upload(minji, picture("PNG"), "../../evil.html", "text/html")
    assert answer.json()["avatar"].endswith(".webp")


def test_a_new_picture_has_a_new_address_and_the_old_file_goes(
    minji: Person, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        first = upload(minji, picture()).json()["avatar"]
        second = upload(minji, picture()).json()["avatar"]
    assert first != second
    assert minji.rest.get(first).status_code == 404
    assert len(list((django_settings.MEDIA_ROOT / "avatars").iterdir())) == 1


def test_a_picture_can_be_taken_away(minji: Person) -> None:
    upload(minji, picture())
    assert minji.rest.patch(ME, {"avatar": None}).json()["avatar"] == ""


def test_pictures_are_for_signed_in_people_of_the_school(
    minji: Person, seojun: Person, stranger: Person
) -> None:
    address = upload(minji, picture()).json()["avatar"]
    assert seojun.rest.get(address, HTTP_ACCEPT="image/*").status_code == 200
    assert seojun.browser.get(address).status_code == 200
    assert stranger.rest.get(address).status_code == 404
    assert APIClient().get(address).status_code == 401
    assert seojun.rest.get(f"/avatars/{minji.id}/guessed.webp").status_code == 404
    assert seojun.rest.get(f"/avatars/{minji.id}/").status_code == 404


def test_the_profile_page_saves_everything_at_once(minji: Person) -> None:
    answer = minji.browser.post(
        "/profile",
        {
            "name": "민지",
            "language": "en",
            "timezone": "America/New_York",
            "avatar": SimpleUploadedFile("me.png", picture("PNG"), "image/png"),
        },
    )
    assert answer["Location"] == "/profile"
    kept = User.objects.get(pk=minji.id)
    assert (kept.name, kept.language, kept.timezone) == ("민지", "en", "America/New_York")
    assert kept.avatar.name
    minji.browser.post("/profile", {"name": "민지", "timezone": "Asia/Seoul", "remove_avatar": "on"})
    assert User.objects.get(pk=minji.id).avatar.name == ""


def test_the_profile_page_shows_each_error_at_its_field(minji: Person) -> None:
    answer = minji.browser.post("/profile", {"name": "\u202e", "language": "xx", "timezone": "Mars/Olympus"})
    assert answer.status_code == 400
    assert sorted(answer.context["form"].errors) == ["language", "name", "timezone"]
    lie = SimpleUploadedFile("me.png", b"no", "image/png")
    answer = minji.browser.post("/profile", {"name": "민지", "timezone": "Asia/Seoul", "avatar": lie})
    assert list(answer.context["form"].errors) == ["avatar"]
    assert User.objects.get(pk=minji.id).name == "최민지", "nothing is half saved"


def test_markup_in_a_name_is_shown_as_text(minji: Person) -> None:
    actions.update_profile(user=minji.user, name="<img src=x onerror=alert(1)>")
    page = minji.browser.get("/profile").text
    assert "<img src=x onerror" not in page
    assert "&lt;img src=x" in page


def test_the_profile_page_is_for_the_signed_in(client: Any, db: None) -> None:
    assert client.get("/profile")["Location"] == "/login?next=/profile"


def test_zones_are_grouped_and_ones_own_is_among_them(minji: Person) -> None:
    User.objects.filter(pk=minji.id).update(timezone="UTC")
    groups = minji.browser.get("/profile", headers={"accept-language": "en"}).context["timezones"]
    assert ("Asia/Seoul", "Seoul") in dict(groups)["Asia"]
    assert any(zone == "UTC" for _area, zones in groups for zone, _city in zones)
