"""Who is asking: a token or a page's cookie becomes a person, or NotSignedIn."""

from types import SimpleNamespace
from typing import Any, cast
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user
from django.http import parse_cookie
from django.http.request import validate_host
from django.utils import timezone, translation
from rest_framework.request import Request
from rest_framework_simplejwt.authentication import JWTAuthentication as BearerAuthentication
from rest_framework_simplejwt.exceptions import TokenError
from rest_framework_simplejwt.tokens import AccessToken, Token

from accounts.models import Session, User
from accounts.sessions import SessionStore
from dreamseed.realtime.errors import NotSignedIn
from dreamseed.realtime.hooks import Identity


class JWTAuthentication(BearerAuthentication):
    """`Authorization: Bearer`; refuses the token of an ended session or a deactivated person at once."""

    def authenticate(self, request: Request) -> tuple[Any, Token] | None:
        found = super().authenticate(request)
        if found is not None:
            speak_to(cast("User", found[0]))
        return found

    def get_validated_token(self, raw_token: bytes) -> Token:
        return access_token(raw_token.decode("latin-1"))

    def get_user(self, validated_token: Token) -> Any:
        return session_of(validated_token).user


def access_token(raw: str) -> Token:
    """The token, its signature, type and expiry checked."""
    try:
        return AccessToken(raw)  # type: ignore[arg-type]
    except TokenError as error:
        raise NotSignedIn() from error


def session_of(token: Token) -> Session:
    """The live session a token names by `sid`, with its person; NotSignedIn(ended) when it is over."""
    try:
        session = Session.objects.select_related("user").get(pk=UUID(str(token.get("sid"))))
    except (ValueError, Session.DoesNotExist) as error:
        raise NotSignedIn() from error
    if str(session.user_id) != str(token.get("user_id")):
        raise NotSignedIn()
    if session.revoked_at is not None or not session.user.is_active:
        raise NotSignedIn(ended=True)
    return session


def speak_to(person: User) -> None:
    """The rest of this request in the person's language and time zone."""
    if person.language:
        translation.activate(person.language)
    timezone.activate(person.timezone)


def identify(scope: dict[str, Any], token: str | None) -> Identity:
    """Who opens this socket: by JWT, or without one by the page's cookie from our own origin.

    NotSignedIn.ended tells a revoked session or a deactivated person from a bad or missing token.
    """
    identity = _by_token(token) if token is not None else _by_page(scope)
    if identity.session_id:
        Session.objects.touch(identity.session_id)
    return identity


def _by_token(raw: str) -> Identity:
    token = access_token(raw)
    session = session_of(token)
    return Identity(session.user_id, str(session.pk), float(token["exp"]), session.user.language)


def _by_page(scope: dict[str, Any]) -> Identity:
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    if not _own_origin(headers.get("origin", ""), headers.get("host", "")):
        raise NotSignedIn()
    return _by_cookie(parse_cookie(headers.get("cookie", "")).get(settings.SESSION_COOKIE_NAME, ""))


def _own_origin(origin: str, host: str) -> bool:
    """Another site's page sends our cookie too: only its Origin tells."""
    if origin in settings.CSRF_TRUSTED_ORIGINS:
        return True
    try:
        address = urlsplit(origin)
        return address.netloc == host and validate_host(address.hostname or "", _allowed_hosts())
    except ValueError:
        return False


def _allowed_hosts() -> list[str]:
    # validate_host compares IPv6 hosts in brackets, urlsplit takes them off
    return [name.strip("[]") for name in settings.ALLOWED_HOSTS]


def _by_cookie(key: str) -> Identity:
    page = SessionStore(key)
    if page.session_key is None:
        raise NotSignedIn()
    person = get_user(SimpleNamespace(session=page))  # type: ignore[arg-type]
    if not person.is_authenticated:
        raise NotSignedIn(ended=Session.objects.filter(page_key=key).exclude(revoked_at=None).exists())
    return Identity(person.pk, page.get("sid"), None, person.language)
