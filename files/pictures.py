"""Pictures: their size read from the header, and small copies that hold pixels and nothing else."""

from __future__ import annotations

from io import BytesIO
from typing import IO, Any

from django.core.files.base import ContentFile
from PIL import ExifTags, Image, ImageOps

from files.types import IMAGES

FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF")
MOST_PIXELS = 50_000_000  # a phone's largest photo; a bomb claims far more
SIDE = 640
LYING = {5, 6, 7, 8}  # EXIF orientations that swap width and height


def measured(file: IO[bytes] | Any, content_type: str) -> tuple[int, int] | None:
    """Width and height as it is seen, without decoding; None when it is no picture we would decode."""
    if content_type not in IMAGES:
        return None
    file.seek(0)
    try:
        with Image.open(file, formats=FORMATS) as picture:
            return _upright_size(picture)
    except Exception:  # parsers of broken files raise whatever they stumble over
        return None
    finally:
        file.seek(0)


def _upright_size(picture: Image.Image) -> tuple[int, int] | None:
    width, height = picture.size
    if not 0 < width * height <= MOST_PIXELS:
        return None
    lying = picture.getexif().get(ExifTags.Base.Orientation) in LYING
    return (height, width) if lying else (width, height)


def small_webp(file: IO[bytes] | Any) -> ContentFile[bytes]:
    """At most 640 px a side, upright, without EXIF (where it was taken), profile and comments."""
    file.seek(0)
    with Image.open(file, formats=FORMATS) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise ValueError("too many pixels")
        picture.draft("RGB", (SIDE * 2, SIDE * 2))
        upright = ImageOps.exif_transpose(picture)
        transparent = "A" in upright.getbands() or "transparency" in upright.info
        small = upright.convert("RGBA" if transparent else "RGB")
        small.thumbnail((SIDE, SIDE))
        clean = Image.new(small.mode, small.size)
        clean.paste(small)
    kept = BytesIO()
    clean.save(kept, "WEBP", quality=80, method=4)
    return ContentFile(kept.getvalue(), name="preview.webp")
