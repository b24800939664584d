"""What a device's address may look like: we connect to nothing else."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from dreamseed.realtime.errors import Invalid
from notifications.models import Device

FCM = re.compile(r"[A-Za-z0-9_:.-]{20,1000}")
APNS = re.compile(r"[0-9a-fA-F]{64,200}")
P256DH_BYTES, AUTH_BYTES = 65, 16


def check_address(*, platform: str, token: str, keys: Mapping[str, str] | None = None, **_rest: Any) -> None:
    """Invalid names the field."""
    if platform == Device.Platform.WEBPUSH:
        _check_subscription(token, keys or {})
    elif not (FCM if platform == Device.Platform.FCM else APNS).fullmatch(token):
        raise Invalid(fields={"token": [_("This is not a token of this platform.")]})


def _check_subscription(endpoint: str, keys: Mapping[str, str]) -> None:
    if not is_push_service(endpoint):
        raise Invalid(fields={"token": [_("This is not the address of a push service we know.")]})
    if (
        len(_decoded(keys.get("p256dh", ""))) != P256DH_BYTES
        or len(_decoded(keys.get("auth", ""))) != AUTH_BYTES
    ):
        raise Invalid(fields={"keys": [_("A browser's keys are p256dh and auth of its subscription.")]})


def is_push_service(endpoint: str) -> bool:
    """Whether it is https at one of settings.WEB_PUSH_HOSTS; one written with a port stands for tests too."""
    try:
        parts = urlsplit(endpoint)
        host = (parts.hostname or "").rstrip(".")
        at = host if parts.port in (None, 443) else f"{host}:{parts.port}"
    except ValueError:
        return False
    if parts.scheme != "https" or "@" in parts.netloc:
        return False
    return any(at == one or at.endswith(f".{one}") for one in settings.WEB_PUSH_HOSTS)


def _decoded(text: str) -> bytes:
    try:
        return urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        return b""
