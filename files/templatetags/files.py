"""What templates ask about files."""

import re
from typing import Any

from django import template

from files.limits import largest_for
from files.types import INLINE

register = template.Library()

ICONS = {
    "image": "image",
    "audio": "headphones",
    "video": "video",
    "pdf": "file-text",
    "text": "file-text",
    "archive": "archive",
    "other": "file",
}


@register.simple_tag(takes_context=True)
def upload_limit(context: dict[str, Any]) -> int:
    """Bytes the person of this page may upload at once; scripts refuse more before sending it."""
    return largest_for(context["request"].user)


@register.filter
def shown(content_type: str) -> bool:
    """Whether `?view=1` shows it in a browser instead of saving it."""
    return content_type in INLINE


@register.filter
def file_kind(content_type: str) -> str:
    """As static/js/messenger/attachments.js names the kinds of file cards."""
    if content_type == "application/pdf":
        return "pdf"
    if re.search(r"zip$|x-7z|rar$|gzip$", content_type):
        return "archive"
    if re.search(r"word|opendocument\.text|hwp|^text/", content_type):
        return "text"
    first = content_type.partition("/")[0]
    return first if first in ("image", "audio", "video") else "other"


@register.filter
def file_icon(content_type: str) -> str:
    return ICONS[file_kind(content_type)]
