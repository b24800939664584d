"""Whether text may be stored."""

from django.utils.translation import gettext_lazy as _

from accounts.names import is_seen
from dreamseed.realtime.errors import Invalid
from messenger.models import MAX_CONTENT


def check_content(content: str, *, with_files: bool = False) -> str:
    """Text fit to be stored: at most 20,000 characters, no NUL, no half surrogate; blank only by files."""
    if not with_files and not is_seen(content):
        raise Invalid(fields={"content": [_("Write something first.")]})
    if len(content) > MAX_CONTENT:
        raise Invalid(fields={"content": [_("A message holds at most 20,000 characters.")]})
    if "\x00" in content or not _encodable(content):
        raise Invalid(fields={"content": [_("This text contains characters that cannot be stored.")]})
    return content


def _encodable(content: str) -> bool:
    try:
        content.encode()
    except UnicodeEncodeError:
        return False
    return True
