"""What templates ask about files."""

from typing import Any

from django import template

from files.limits import largest_for

register = template.Library()


@register.simple_tag(takes_context=True)
def upload_limit(context: dict[str, Any]) -> int:
    """Bytes the person of this page may upload at once; scripts refuse more before sending it."""
    return largest_for(context["request"].user)
