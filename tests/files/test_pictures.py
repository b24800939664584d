"""Previews: small, upright, without metadata, and never a way to fill the memory."""

import hashlib
import struct
import zlib
from io import BytesIO
from typing import Any

import pytest
from PIL import ExifTags, Image
from PIL.PngImagePlugin import PngInfo

from files import actions, pictures
from files.storage import file_storage
from tests.files.steps import PDF, ROOT, photo, send_file, stored

pytestmark = pytest.mark.django_db


def seen(answer) -> Image.Image:
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    return Image.open(BytesIO(b"".join(answer.streaming_content)))


def test_a_pictures_size_is_told_at_once(minji):
    shape = send_file(minji, photo(1600, 900), "a.jpg")

    assert (shape["width"], shape["height"]) == (1600, 900)
    assert shape["preview_url"] == f"/files/previews/{shape['id']}"


def test_the_preview_is_small(minji):
    shape = send_file(minji, photo(1600, 900), "a.jpg")

    assert seen(minji.browser.get(shape["preview_url"])).size == (640, 360)
    assert seen(minji.rest.get(f"{ROOT}/{shape['id']}/preview")).size == (640, 360)


def test_a_small_picture_does_not_grow(minji):
    shape = send_file(minji, photo(80, 40, "PNG"), "a.png")

    assert seen(minji.browser.get(shape["preview_url"])).size == (80, 40)


def test_it_is_made_once(minji):
    shape = send_file(minji, photo(), "a.jpg")
    actions.make_preview(shape["id"])
    name = stored(shape).preview.name

    actions.make_preview(shape["id"])
    minji.browser.get(shape["preview_url"])

    assert stored(shape).preview.name == name


def test_where_it_was_taken_is_not_in_the_preview(minji):
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (37.0, 33.0, 59.0)
    exif[ExifTags.Base.Orientation] = 6
    shape = send_file(minji, photo(80, 40, exif=exif.tobytes()), "a.jpg")

    small = seen(minji.browser.get(shape["preview_url"]))

    assert (shape["width"], shape["height"], small.size) == (40, 80, (40, 80))
    assert dict(small.getexif()) == {}
    assert {"exif", "xmp", "icc_profile"} & set(small.info) == set()


PLACE = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF>'
    b'<rdf:Description exif:GPSLatitude="37,33.98N" tiff:Make="Dream"><photoshop:City>Seoul</photoshop:City>'
    b"<dc:title>Board</dc:title></rdf:Description></rdf:RDF></x:xmpmeta>"
)


def located(format: str) -> bytes:
    exif = Image.Exif()
    position = exif.get_ifd(ExifTags.IFD.GPSInfo)
    position[ExifTags.GPS.GPSLatitudeRef] = "N"
    position[ExifTags.GPS.GPSLatitude] = (37.0, 33.0, 59.0)
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.Make] = "Dreamphone 7"
    options: dict[str, Any] = {"exif": exif.tobytes()}
    if format == "PNG":
        told = PngInfo()
        told.add_itxt("XML:com.adobe.xmp", PLACE.decode())
        told.add_text("Raw profile type exif", "GPS 37.0 33.0 59.0", zip=True)
        options["pnginfo"] = told
    else:
        options["xmp"] = PLACE
    return photo(format=format, **options)


def downloaded(person, shape) -> bytes:
    answer = person.rest.get(f"{ROOT}/{shape['id']}/content")
    return b"".join(answer.streaming_content)


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_where_it_was_taken_is_not_in_the_original(minji, format):
    taken = located(format)
    shape = send_file(minji, taken, f"a.{format.lower()}")

    kept = downloaded(minji, shape)
    picture = Image.open(BytesIO(kept))
    picture.load()

    assert picture.getexif().get_ifd(ExifTags.IFD.GPSInfo) == {}
    assert (picture.getexif()[ExifTags.Base.Make], shape["width"], shape["height"]) == (
        "Dreamphone 7",
        40,
        80,
    )
    assert not [word for word in (b"37,33.98N", b"Seoul", b"Raw profile") if word in kept]
    assert b"<dc:title>Board</dc:title>" in kept
    assert picture.tobytes() == Image.open(BytesIO(taken)).tobytes()
    assert (shape["size"], shape["sha256"]) == (len(kept), hashlib.sha256(kept).hexdigest())


@pytest.mark.parametrize("order", ["<", ">"])
def test_where_it_was_taken_is_not_in_a_photo_of_a_telephone(minji, order):
    """A container we do not decode: HEIC keeps its EXIF somewhere in the middle."""
    mark, north = (b"II*\0" if order == "<" else b"MM\0*"), struct.pack(f"{order}4L", 37, 1, 33, 1)
    first = struct.pack(f"{order}LHHHLLL", 8, 1, 0x8825, 4, 1, 26, 0)
    position = struct.pack(f"{order}HHHLLL", 1, 2, 5, 2, 44, 0) + north
    head = struct.pack(">L4s4sL8s", 24, b"ftyp", b"heic", 0, b"mif1heic")
    taken = head + b"\0\0\0\6Exif\0\0" + mark + first + position + b"the picture itself"
    shape = send_file(minji, taken, "IMG_0001.HEIC")

    kept = downloaded(minji, shape)

    assert (shape["content_type"], len(kept)) == ("image/heif", len(taken))
    assert north not in kept
    assert kept.startswith(head)
    assert kept.endswith(b"the picture itself")


def test_a_picture_that_says_nothing_of_it_is_kept_as_it_is(minji):
    taken = photo()

    assert downloaded(minji, send_file(minji, taken, "a.jpg")) == taken


@pytest.mark.parametrize(
    "odd",
    [b"II*\0", b"II*\0\xff\xff\xff\xff", b"MM\0*\0\0\0\x08\xff\xff", b"<rdf:RDF>", b"<rdf:RDF></rdf:RDF>"],
)
def test_what_only_looks_like_it_does_no_harm(minji, odd):
    taken = photo() + odd

    assert downloaded(minji, send_file(minji, taken, "a.jpg")) == taken


def test_what_is_no_picture_has_no_preview(minji):
    shape = send_file(minji)

    assert shape["preview_url"] is None
    assert minji.browser.get(f"/files/previews/{shape['id']}").status_code == 404
    assert minji.rest.get(f"{ROOT}/{shape['id']}/preview").status_code == 404


def png_that_says(width: int, height: int) -> bytes:
    """Tiny, and as large as it says once it is decoded."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\x00" * (height * ((width + 7) // 8 + 1)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def test_a_decompression_bomb_stays_a_file_and_is_never_decoded(minji, monkeypatch):
    monkeypatch.setattr(pictures, "small_webp", lambda file: pytest.fail("it was decoded"))
    shape = send_file(minji, png_that_says(30_000, 30_000), "bomb.png")

    assert (shape["width"], shape["preview_url"]) == (None, None)
    assert minji.browser.get(f"/files/previews/{shape['id']}").status_code == 404
    actions.make_preview(shape["id"])


def test_a_broken_picture_becomes_a_plain_file(minji):
    broken = photo(64, 64, "PNG")
    broken = broken[: broken.index(b"IDAT") + 8] + b"\x00" * 40
    shape = send_file(minji, broken, "a.png")

    assert minji.browser.get(shape["preview_url"]).status_code == 404
    assert minji.rest.get(f"{ROOT}/{shape['id']}").json()["preview_url"] is None


def test_a_preview_goes_with_its_file(minji, django_capture_on_commit_callbacks):
    shape = send_file(minji, photo(), "a.jpg")
    actions.make_preview(shape["id"])
    name = str(stored(shape).preview.name)
    assert file_storage().exists(name)

    with django_capture_on_commit_callbacks(execute=True):
        actions.discard(user=minji.user, file_id=shape["id"])

    assert not file_storage().exists(name)


def test_the_uploads_name_is_not_believed_for_pictures_either(minji):
    assert send_file(minji, PDF, "a.bin")["preview_url"] is None
