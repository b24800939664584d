"""Names of files as they are shown and saved: no folders, nothing invisible, not endless."""

import re

from accounts.names import clean_line
from files.models import MAX_NAME

NAMELESS = "file"
MAX_EXTENSION = 16


def clean_name(raw: str) -> str:
    """The last part of a path, in NFC, without control and direction marks; cut with its extension kept."""
    last = re.split(r"[/\\]", raw)[-1]
    visible = re.sub(r'[<>:"|?*]', "_", clean_line(last)).lstrip(". ").rstrip(". ")
    return _cut(visible or NAMELESS)


def extension_of(name: str) -> str:
    """Lower-case, without the dot; "" when it has none."""
    stem, dot, extension = name.rpartition(".")
    return extension.lower() if dot and stem and len(extension) <= MAX_EXTENSION else ""


def _cut(name: str) -> str:
    if len(name) <= MAX_NAME:
        return name
    extension = extension_of(name)
    if not extension:
        return name[:MAX_NAME]
    return f"{name[: MAX_NAME - len(extension) - 1].rstrip('. ')}{name[-len(extension) - 1 :]}"
