"""iPhones, by APNs over HTTP/2 with a provider token (Apple, "Sending notification requests to APNs")."""

from __future__ import annotations

import time
import uuid
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import jwt
from django.conf import settings

from notifications.models import Delivery
from notifications.sending.answers import Again, Rejected, unsent
from notifications.sending.message import push_of
from notifications.sending.web import TIMEOUT, ask, meaning, trusting

TOKEN_LIVES = 40 * 60
"""Seconds: Apple refuses tokens older than an hour, and ones made anew within twenty minutes."""
GONE = {"BadDeviceToken", "Unregistered", "ExpiredToken"}
STALE = {"ExpiredProviderToken", "InvalidProviderToken"}


def send(row: Delivery) -> str:
    """Apple's id of the push."""
    if not all((settings.APNS_KEY, settings.APNS_KEY_ID, settings.APNS_TEAM_ID, settings.APNS_TOPIC)):
        raise Rejected("APNs is not set up (APNS_KEY, APNS_KEY_ID, APNS_TEAM_ID, APNS_TOPIC).")
    assert row.device is not None
    address = f"{settings.APNS_URL}/3/device/{row.device.token}"
    with unsent():
        headers, body = _request(row)
    response = ask("apns", _client, lambda client: client.post(address, json=body, headers=headers))
    if response.status_code == 200:
        return str(response.headers.get("apns-id", ""))
    reason = _reason(response)
    if reason in STALE:
        _token.cache_clear()
        raise Again(f"{response.status_code} {reason}")
    raise meaning(response, reason, gone=reason in GONE or response.status_code == 410)


def _request(row: Delivery) -> tuple[dict[str, str], dict[str, Any]]:
    push = push_of(row)
    headers = {
        "authorization": f"bearer {_token(int(time.time() / TOKEN_LIVES))}",
        "apns-id": str(uuid.uuid4()),
        "apns-topic": settings.APNS_TOPIC,
        "apns-push-type": "alert",
        "apns-priority": "10" if push.urgent else "5",
        "apns-expiration": str(int(time.time()) + push.seconds),
        "apns-collapse-id": push.tag,
    }
    aps: dict[str, Any] = {"alert": {"title": push.title, "body": push.body}, "sound": "default"}
    if push.urgent:
        aps["interruption-level"] = "time-sensitive"
    return headers, {"aps": {**aps, "thread-id": push.data["subject"]}, **push.data, "url": push.link}


@cache
def _token(slot: int) -> str:
    """`slot` counts the token's lives."""
    now = {"iss": settings.APNS_TEAM_ID, "iat": int(time.time())}
    return jwt.encode(now, _key(settings.APNS_KEY), "ES256", headers={"kid": settings.APNS_KEY_ID})


def _key(text: str) -> str:
    return text.replace("\\n", "\n") if "BEGIN" in text else Path(text).read_text()


def _client() -> httpx.Client:
    return httpx.Client(http2=True, timeout=TIMEOUT, verify=trusting(settings.APNS_CA))


def _reason(response: httpx.Response) -> str:
    try:
        return str(response.json().get("reason", ""))
    except (ValueError, AttributeError):
        return ""
