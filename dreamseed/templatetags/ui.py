"""Template tags every page draws with: icons and avatars."""

from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite. With a label it speaks, without one it is decoration."""
    says = (
        format_html('role="img" aria-label="{}"', label) if label else format_html('aria-hidden="{}"', "true")
    )
    return format_html(
        '<svg class="icon" {}><use href="{}#{}"></use></svg>', says, static("vendor/icons.svg"), name
    )


@register.filter
def initials(name: str) -> str:
    """One or two letters for an avatar without a picture; static/js/components/avatar.js does the same."""
    words = name.split()
    if len(words) == 1 and len(name) == 3 and all("가" <= letter <= "힣" for letter in name):
        return name[1]
    if len(words) > 1 and name.isascii():
        return (words[0][0] + words[-1][0]).upper()
    return name[:1].upper()


@register.filter
def tint(key: Any) -> int:
    """Which of the six avatar colours belongs to an id; the same number as in avatar.js."""
    return sum(ord(letter) for letter in str(key)) % 6
