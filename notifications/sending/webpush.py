"""Browsers, by Web Push (RFC 8030): encrypted for the browser (RFC 8291), signed by us (RFC 8292)."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

import httpx
from django.conf import settings
from pywebpush import WebPusher, WebPushException

from notifications.addresses import is_push_service
from notifications.keys import vapid
from notifications.models import Delivery, Device
from notifications.sending.answers import Gone, Rejected, unsent
from notifications.sending.message import Push, push_of
from notifications.sending.web import TIMEOUT, ask, meaning, trusting


def send(row: Delivery) -> str:
    """The message's address at the push service."""
    assert row.device is not None
    if vapid() is None:
        raise Rejected("Web Push is not set up (VAPID_PRIVATE_KEY).")
    if not is_push_service(row.device.token):
        raise Gone("its push service is not one we speak to")
    with unsent():
        push = push_of(row)
        body, headers = _sealed(row.device, push), {**_signed(row.device.token), **_wishes(push)}
    endpoint = row.device.token
    response = ask("webpush", _client, lambda client: client.post(endpoint, content=body, headers=headers))
    if response.status_code in (200, 201, 202):
        return str(response.headers.get("location", ""))
    raise meaning(response, response.text[:200], gone=response.status_code in (404, 410))


def _sealed(device: Device, push: Push) -> bytes:
    """For the browser alone: the push service cannot read it."""
    address = f"/notifications/{push.tag}"
    shown = {**push.data, "title": push.title, "body": push.body, "url": address, "tag": push.tag}
    try:
        pusher = WebPusher({"endpoint": device.token, "keys": device.keys})
        sealed = pusher.encode(json.dumps(shown, ensure_ascii=False).encode(), "aes128gcm")
    except (WebPushException, ValueError) as error:
        raise Gone(f"its keys are broken: {error}") from error
    return bytes(sealed["body"])


def _signed(endpoint: str) -> dict[str, str]:
    parts = urlsplit(endpoint)
    key = vapid()
    assert key is not None
    headers: dict[str, str] = key.sign(
        {"sub": settings.VAPID_CONTACT, "aud": f"{parts.scheme}://{parts.netloc}"}
    )
    return headers


def _wishes(push: Push) -> dict[str, str]:
    """A Topic has at most 32 characters of URL-safe base64: a UUID's digits fit."""
    return {
        "TTL": str(push.seconds),
        "Urgency": "high" if push.urgent else "normal",
        "Topic": push.tag.replace("-", ""),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
    }


def _client() -> httpx.Client:
    return httpx.Client(http2=True, timeout=TIMEOUT, verify=trusting(settings.WEB_PUSH_CA))
