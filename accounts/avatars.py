"""Pictures of people: whatever is uploaded becomes a small square WebP that holds pixels and nothing else."""

from __future__ import annotations

from io import BytesIO
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from dreamseed.realtime.errors import Invalid

SIDE = 256
LARGEST_UPLOAD = 5 * 1024 * 1024
MOST_PIXELS = 50_000_000  # a phone's largest photo; a bomb claims far more
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")


def square_webp(upload: UploadedFile) -> ContentFile[bytes]:
    """The middle of the picture, 256 px square, without metadata.

    Invalid when it is no picture by its content, more than 5 MiB, or more than 50 million pixels.
    """
    if (upload.size or 0) > LARGEST_UPLOAD:
        raise _refusal(_("The picture is larger than 5 MB."))
    try:
        return _encoded(_square(upload))
    except Invalid:
        raise
    except Exception as error:  # decoders of broken files raise whatever they stumble over
        raise _refusal(
            _("This file is not a picture we can read. Choose a JPEG, PNG, WebP or GIF.")
        ) from error


def _square(file: IO[bytes]) -> Image.Image:
    file.seek(0)
    with Image.open(file, formats=FORMATS) as picture:
        if picture.width * picture.height > MOST_PIXELS:  # read from the header, nothing decoded yet
            raise _refusal(_("The picture has too many pixels."))
        picture.draft("RGB", (SIDE * 2, SIDE * 2))
        picture.load()
        upright = ImageOps.exif_transpose(picture)
        transparent = "A" in upright.getbands() or "transparency" in upright.info
        return ImageOps.fit(upright.convert("RGBA" if transparent else "RGB"), (SIDE, SIDE))


def _encoded(picture: Image.Image) -> ContentFile[bytes]:
    clean = Image.new(picture.mode, picture.size)  # leaves EXIF, colour profile and comments behind
    clean.paste(picture)
    kept = BytesIO()
    clean.save(kept, "WEBP", quality=86, method=4)
    return ContentFile(kept.getvalue(), name="avatar.webp")


def _refusal(text: str) -> Invalid:
    return Invalid(fields={"avatar": [text]})
