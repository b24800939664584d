"""The one place that knows django-ratelimit."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django_ratelimit.core import get_usage

from dreamseed.realtime.errors import NotSignedIn, RateLimited

Door = Callable[..., Any]


def limited_failures(group: str, *, person: str, address: str) -> Callable[[Door], Door]:
    """Count NotSignedIn of `door(request, *, email, …)` and refuse with RateLimited beyond the rates.

    `person`: failures for one e-mail from one address; `address`: failures from one address. Only failures
    count, since a whole school may sign in from one address. The cache away: nothing is refused.
    """

    def decorate(door: Door) -> Door:
        @wraps(door)
        def limited(request: HttpRequest, *, email: str, **rest: Any) -> Any:
            keys = {f"{_address(request)} {email.strip().lower()}": person, _address(request): address}
            _refuse_when_full(request, group, keys)
            try:
                return door(request, email=email, **rest)
            except NotSignedIn:
                for key, rate in keys.items():
                    _usage(request, group, key, rate, increment=True)
                raise

        return limited

    return decorate


def count_try(request: HttpRequest, group: str, *, email: str, person: str, address: str) -> None:
    """RateLimited beyond the rates, for this e-mail from anywhere and for one address."""
    keys = {email.strip().lower(): person, _address(request): address}
    _refuse_when_full(request, group, keys)
    for key, rate in keys.items():
        _usage(request, group, key, rate, increment=True)


def _refuse_when_full(request: HttpRequest, group: str, keys: dict[str, str]) -> None:
    for key, rate in keys.items():
        usage = _usage(request, group, key, rate)
        if usage and usage["count"] >= usage["limit"]:
            raise RateLimited(max(1, usage["time_left"]))


def _usage(
    request: HttpRequest, group: str, key: str, rate: str, increment: bool = False
) -> dict[str, Any] | None:
    return get_usage(request, group=group, key=lambda *_: key, rate=rate, increment=increment)


def _address(request: HttpRequest) -> str:
    """Who asks; behind a proxy the last address in X-Forwarded-For, the one the proxy itself saw."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.BEHIND_PROXY else ""
    return forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")
