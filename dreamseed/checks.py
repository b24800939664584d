"""What production needs, told by `manage.py check --deploy` (docs/architecture.md)."""

import os
from collections.abc import Sequence
from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

SHORTEST_SECRET = 50  # characters; HS256 wants 32 bytes, Django 50 characters


@register(Tags.security, deploy=True)
def check_demo(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """The demo's passwords are printed on the sign-in page."""
    if not settings.DREAMSEED_DEMO:
        return []
    return [
        Error(
            "The demo is on: everybody may sign in as its teacher and administrator.",
            hint="Unset DREAMSEED_DEMO and remove the people of example.com.",
            id="dreamseed.E001",
        )
    ]


@register(Tags.security, deploy=True)
def check_secrets(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """SECRET_KEY signs cookies, JWT_SECRET signs tokens: each long, secret, and its own."""
    found: list[CheckMessage] = []
    for number, name in ((2, "SECRET_KEY"), (3, "JWT_SECRET")):
        if settings.INSECURE_KEY in getattr(settings, name):
            found.append(_secret_error(number, name, "is the one everybody can read in the source"))
        elif len(getattr(settings, name)) < SHORTEST_SECRET:
            found.append(_secret_error(number, name, f"is shorter than {SHORTEST_SECRET} characters"))
    if not found and settings.JWT_SECRET == settings.SECRET_KEY:
        found.append(_secret_error(4, "JWT_SECRET", "is not set, or is the same as SECRET_KEY"))
    return found


def _secret_error(number: int, name: str, problem: str) -> Error:
    hint = 'Make one: python3 -c "import secrets; print(secrets.token_urlsafe(60))"'
    return Error(f"{name} {problem}.", hint=hint, id=f"dreamseed.E{number:03}")


@register(Tags.security, deploy=True)
def check_hosts(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """A wildcard lets other sites' pages open sockets with our cookies."""
    found: list[CheckMessage] = []
    if "*" in settings.ALLOWED_HOSTS:
        found.append(
            Error(
                "ALLOWED_HOSTS allows every host.", hint="Name the school's addresses.", id="dreamseed.E005"
            )
        )
    if any("*" in origin for origin in settings.CORS_ALLOWED_ORIGINS) or getattr(
        settings, "CORS_ALLOW_ALL_ORIGINS", False
    ):
        found.append(
            Error("CORS allows every origin.", hint="Name the origins one by one.", id="dreamseed.E006")
        )
    return found


@register(Tags.security, deploy=True)
def check_transport(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Without https there is no camera, and cookies travel in the open."""
    if settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE:
        return []
    return [
        Error(
            "Cookies may travel without https.",
            hint="Set SECURE_COOKIES=True behind a proxy that ends https, or TLS=True.",
            id="dreamseed.E007",
        )
    ]


@register(deploy=True)
def check_files(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """What people upload needs a place, which the web and the worker share."""
    if settings.S3_BUCKET:
        if find_spec("storages") and find_spec("boto3"):
            return []
        hint = "pip install -r requirements-s3.txt"
        return [Error("S3_BUCKET is set, but S3's packages are not there.", hint=hint, id="dreamseed.E009")]
    folder = next(place for place in (settings.MEDIA_ROOT, *settings.MEDIA_ROOT.parents) if place.exists())
    if os.access(folder, os.W_OK):
        return []
    hint = "Give the program's user the right to, name another MEDIA_ROOT, or set S3_BUCKET."
    return [Error(f"Uploads cannot be written to {settings.MEDIA_ROOT}.", hint=hint, id="dreamseed.E010")]


@register(deploy=True)
def check_mail(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """New passwords come by e-mail, and e-mails lead to the site."""
    found: list[CheckMessage] = []
    if settings.EMAIL_BACKEND.split(".")[-2] in ("console", "filebased"):
        found.append(
            Warning(
                "No mail server: nobody gets e-mails, not even for a new password.",
                hint="Set EMAIL_HOST, or EMAIL_PROVIDER with its keys.",
                id="dreamseed.W003",
            )
        )
    if urlsplit(settings.SITE_URL).hostname in ("localhost", "127.0.0.1"):
        found.append(
            Warning(
                "Links in e-mails and pushes lead to this machine only.",
                hint="Set SITE_URL to the address people use.",
                id="dreamseed.W004",
            )
        )
    return found


@register(deploy=True)
def check_turn(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """About one network in six lets calls through by a relay only."""
    found: list[CheckMessage] = []
    if not settings.TURN_SERVER_URL:
        found.append(
            Warning(
                "No TURN server: calls fail between people behind strict firewalls.",
                hint="Set TURN_SERVER_URL, TURN_USERNAME and TURN_PASSWORD.",
                id="dreamseed.W001",
            )
        )
    elif not (settings.TURN_USERNAME and settings.TURN_PASSWORD):
        found.append(
            Error(
                "TURN_SERVER_URL is set without TURN_USERNAME and TURN_PASSWORD.",
                hint="A relay without sign-in answers nobody, or everybody.",
                id="dreamseed.E008",
            )
        )
    if not settings.STUN_SERVER_URL:
        found.append(
            Warning(
                "No STUN server: calls work within one network only.",
                hint="Set STUN_SERVER_URL, for example stun:stun.school.example:3478.",
                id="dreamseed.W002",
            )
        )
    return found
