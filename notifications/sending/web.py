"""One HTTP client a channel and thread, and what its answers and errors mean for a delivery."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable
from email.utils import parsedate_to_datetime

import httpx
from django.utils import timezone

from notifications.sending.answers import Again, Answer, Gone, Rejected, Unclear

TIMEOUT = httpx.Timeout(10, connect=5)
_clients = threading.local()


def client(name: str, make: Callable[[], httpx.Client]) -> httpx.Client:
    """Kept open between deliveries of this thread."""
    found: httpx.Client | None = getattr(_clients, name, None)
    if found is None or found.is_closed:
        found = make()
        setattr(_clients, name, found)
    return found


def trusting(authority: str) -> ssl.SSLContext | bool:
    """The public certificates, or the file of one's own."""
    return ssl.create_default_context(cafile=authority) if authority else True


def forget(name: str) -> None:
    """After a broken line: the next delivery begins with a new one."""
    found: httpx.Client | None = _clients.__dict__.pop(name, None)
    if found is not None:
        found.close()


def ask(
    name: str, make: Callable[[], httpx.Client], request: Callable[[httpx.Client], httpx.Response]
) -> httpx.Response:
    """The provider's answer. Again when nothing can have been taken, Unclear when it may have been."""
    try:
        return request(client(name, make))
    except (
        httpx.ConnectError,
        httpx.ConnectTimeout,
        httpx.PoolTimeout,
        httpx.WriteError,
        httpx.WriteTimeout,
    ) as error:
        forget(name)
        raise Again(f"{type(error).__name__}: {error}") from error
    except httpx.HTTPError as error:
        forget(name)
        raise Unclear(f"{type(error).__name__}: {error}") from error


def meaning(response: httpx.Response, error: str, gone: bool) -> Answer:
    """What a refusal means by its status; `gone`: the provider says that there is no such device any more."""
    text = f"{response.status_code} {error}"
    if gone:
        return Gone(text)
    if response.status_code == 429 or response.status_code >= 500:
        return Again(text, after=retry_after(response))
    return Rejected(text)


def retry_after(response: httpx.Response) -> float | None:
    """Seconds, from either form of the header (RFC 9110, 10.2.3)."""
    value = response.headers.get("retry-after", "")
    if value.isdecimal():
        return float(value)
    try:
        return max(0.0, (parsedate_to_datetime(value) - timezone.now()).total_seconds())
    except (TypeError, ValueError):
        return None
