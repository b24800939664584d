"""Signed links that switch one kind of e-mail off without signing in (RFC 8058)."""

from __future__ import annotations

from typing import NamedTuple

from django.conf import settings
from django.core import signing

from accounts.models import User
from dreamseed.realtime.errors import NotFound
from notifications.kinds import KINDS

SALT = "notifications.unsubscribe"


class Wish(NamedTuple):
    user: User
    kind: str


def unsubscribe_url(user: User, kind: str) -> str:
    token = signing.dumps([user.pk, kind], salt=SALT)
    return f"{settings.SITE_URL}/notifications/unsubscribe/{token}"


def wish_of(token: str) -> Wish:
    """Whose e-mails of which kind; NotFound for anything that we did not sign. The link never runs out."""
    try:
        user_id, kind = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        raise NotFound from None
    user = User.objects.filter(pk=user_id).first()
    if user is None or kind not in KINDS:
        raise NotFound
    return Wish(user, kind)
