"""Android, by FCM's HTTP v1 API (firebase.google.com/docs/reference/fcm/rest/v1/projects.messages/send)."""

from __future__ import annotations

import json
import threading
from functools import cache
from pathlib import Path
from typing import Any

import httpx
from django.conf import settings
from google.auth.exceptions import GoogleAuthError
from google.auth.transport import Request as AuthTransport
from google.oauth2 import service_account

from notifications.models import Delivery
from notifications.sending.answers import Again, Rejected, Unclear, unsent
from notifications.sending.message import push_of
from notifications.sending.web import TIMEOUT, ask, meaning

SCOPE = "https://www.googleapis.com/auth/firebase.messaging"
_refreshing = threading.Lock()


def send(row: Delivery) -> str:
    """The message's name at FCM."""
    assert row.device is not None
    with unsent():
        account = _account()
        body = {"message": {"token": row.device.token, **_message(row)}}
        address = f"{settings.FCM_URL}/v1/projects/{account['project_id']}/messages:send"
        headers = {"Authorization": f"Bearer {_token()}"}
    response = ask("fcm", _client, lambda client: client.post(address, json=body, headers=headers))
    answer = _json(response)
    if response.status_code == 200:
        return str(answer.get("name", ""))
    if response.status_code == 401:
        _credentials.cache_clear()  # taken back before its time: the next try asks for another one
        raise Again("401 the access token was refused")
    code = _code(answer)
    raise meaning(response, code, gone=code == "UNREGISTERED")


def _message(row: Delivery) -> dict[str, Any]:
    push = push_of(row)
    android = {
        "priority": "HIGH" if push.urgent else "NORMAL",
        "ttl": f"{push.seconds}s",
        "collapse_key": push.tag,
    }
    return {
        "notification": {"title": push.title, "body": push.body},
        "data": {**push.data, "url": push.link},
        "android": {**android, "notification": {"tag": push.tag}},
    }


def _account() -> dict[str, Any]:
    if not settings.FCM_API_KEY:
        raise Rejected("FCM is not set up (FCM_API_KEY).")
    return _read(settings.FCM_API_KEY)


@cache
def _read(key: str) -> dict[str, Any]:
    """The service account's JSON, or the path of a file with it."""
    text = key if key.lstrip().startswith("{") else Path(key).read_text()
    account: dict[str, Any] = json.loads(text)
    return account


def _token() -> str:
    """An access token; google-auth keeps it until shortly before it runs out."""
    with _refreshing:
        credentials = _credentials(settings.FCM_API_KEY)
        if not credentials.valid:
            try:
                credentials.refresh(_Transport())
            except GoogleAuthError as error:
                raise Again(f"no access token: {error}") from error
        return str(credentials.token)


@cache
def _credentials(key: str) -> service_account.Credentials:
    return service_account.Credentials.from_service_account_info(_read(key), scopes=[SCOPE])


class _Transport(AuthTransport):
    """google-auth speaks through the HTTP client we have anyway."""

    def __call__(
        self,
        url: str,
        method: str = "GET",
        body: Any = None,
        headers: Any = None,
        timeout: Any = None,
        **_rest: Any,
    ) -> Any:
        try:
            response = ask(
                "fcm", _client, lambda one: one.request(method, url, content=body, headers=headers)
            )
        except Unclear as answer:  # no push was said yet
            raise Again(answer.error) from answer
        return _AuthResponse(response)


class _AuthResponse:
    """google.auth.transport.Response."""

    def __init__(self, response: httpx.Response) -> None:
        self.status, self.headers, self.data = response.status_code, response.headers, response.content


def _client() -> httpx.Client:
    return httpx.Client(timeout=TIMEOUT)


def _json(response: httpx.Response) -> dict[str, Any]:
    try:
        answer = response.json()
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}


def _code(answer: dict[str, Any]) -> str:
    """FCM's own code stands in the details, the general one in the status."""
    error = answer.get("error") or {}
    details = [one.get("errorCode") for one in error.get("details", []) if isinstance(one, dict)]
    return str(next((one for one in details if one), error.get("status", "")))
