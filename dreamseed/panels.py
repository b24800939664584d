"""What every page gets, and the cards that pages of one app show of an app above it."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation.trans_real import DjangoTranslation
from django.views.i18n import JSONCatalog

from accounts.serializers import person


def page(request: HttpRequest) -> dict[str, Any]:
    """Template context: `me` and `catalog` are drawn with json_script and read by static/js."""
    user = getattr(request, "user", None)
    return {
        "site_name": settings.SITE_NAME,
        "demo": settings.DREAMSEED_DEMO,
        "catalog": _catalog_now,
        "me": _me(user) if user is not None and user.is_authenticated else None,
    }


def _me(user: Any) -> dict[str, Any]:
    return {**person(user), "email": user.email, "language": get_language(), "timezone": user.timezone}


def _catalog_now() -> dict[str, Any]:
    return _catalog(get_language() or settings.LANGUAGE_CODE)


@lru_cache
def _catalog(language: str) -> dict[str, Any]:
    view = JSONCatalog()
    view.translation = DjangoTranslation(language, domain="djangojs")
    return {"catalog": view.get_catalog(), "plural": view.get_plural()}
