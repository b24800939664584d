"""The key by which push services know this site (VAPID, RFC 8292)."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from django.conf import settings
from py_vapid import Vapid02


@cache
def vapid() -> Vapid02 | None:
    """From VAPID_PRIVATE_KEY, else the one made at set-up; None when there is neither."""
    text = settings.VAPID_PRIVATE_KEY or _kept(settings.VAPID_KEY_FILE)
    return Vapid02.from_string(text) if text else None


@cache
def web_push_key() -> str:
    """What PushManager.subscribe wants as applicationServerKey; "" while nothing is set up."""
    key = vapid()
    if key is None:
        return ""
    point = key.public_key.public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )
    return urlsafe_b64encode(point).decode().rstrip("=")


def make_key(path: Path) -> None:
    """Once, readable by its owner only; another process may be making it too."""
    if settings.VAPID_PRIVATE_KEY or path.exists():
        return
    key = Vapid02()
    key.generate_keys()
    number = key.private_key.private_numbers().private_value.to_bytes(32, "big")
    fresh = path.with_suffix(".new")
    fresh.touch(mode=0o600)
    fresh.write_text(urlsafe_b64encode(number).decode().rstrip("="))
    fresh.replace(path)


def _kept(path: Path) -> str:
    try:
        return path.read_text().strip()
    except OSError:
        return ""
