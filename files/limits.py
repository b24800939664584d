"""How large an upload may be."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from dreamseed.realtime.errors import TooLarge

MEBIBYTE = 1024 * 1024
UPLOADS = "/api/v1/messenger/attachments"


def largest_for(user: User) -> int:
    """Bytes: students' files are homework and photos, teachers' are films."""
    return settings.UPLOAD_LIMIT_TEACHERS if user.teaches else settings.UPLOAD_LIMIT_STUDENTS


def largest_body(path: str) -> int:
    """Bytes of a request to this path, whoever sends it: what no person may send is not even read."""
    return settings.UPLOAD_LIMIT_TEACHERS + MEBIBYTE if path == UPLOADS else 16 * MEBIBYTE


def too_large(limit: int) -> TooLarge:
    text = _("The file is too large: at most %(limit)d MB.") % {"limit": limit // MEBIBYTE}
    return TooLarge(text, limit=limit)
