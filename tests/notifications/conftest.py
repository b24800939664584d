"""The providers of push and e-mail, near by."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from notifications import keys
from tests.notifications.providers import Providers, providers
from tests.people import Person


@pytest.fixture(scope="session")
def _providers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Providers]:
    with providers(Path(tmp_path_factory.mktemp("providers"))) as running:
        yield running


@pytest.fixture
def near(_providers: Providers, settings: Any) -> Iterator[Providers]:
    """Running, and set up in the settings of this process."""
    _providers.reset()
    for name, value in _providers.environment().items():
        setattr(settings, name, value)
    settings.WEB_PUSH_HOSTS = [_providers.webpush.host]
    settings.EMAIL_PORT = _providers.mail.port
    settings.EMAIL_USE_TLS = False
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    keys.vapid.cache_clear()
    keys.web_push_key.cache_clear()
    yield _providers
    _providers.reset()
    keys.vapid.cache_clear()
    keys.web_push_key.cache_clear()


@pytest.fixture
def android(minji: Person) -> dict[str, str]:
    return {"platform": "fcm", "token": "fcm-token-of-minji-0001", "name": "갤럭시"}


@pytest.fixture
def iphone(minji: Person) -> dict[str, str]:
    return {"platform": "apns", "token": "ab" * 32, "name": "아이폰"}
