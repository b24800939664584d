"""`check --deploy` tells what production needs."""

from typing import Any

import pytest

from dreamseed import checks

SOUND = {
    "DREAMSEED_DEMO": False,
    "SECRET_KEY": "s" * 60,
    "JWT_SECRET": "j" * 60,
    "ALLOWED_HOSTS": ["school.example"],
    "CORS_ALLOWED_ORIGINS": [],
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
    "STUN_SERVER_URL": "stun:stun.school.example:3478",
    "TURN_SERVER_URL": "turn:turn.school.example:3478",
    "TURN_USERNAME": "school",
    "TURN_PASSWORD": "secret",
    "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "SITE_URL": "https://school.example",
}


def found(settings: Any, **changes: Any) -> list[str | None]:
    for name, value in {**SOUND, **changes}.items():
        setattr(settings, name, value)
    every = (
        checks.check_demo,
        checks.check_secrets,
        checks.check_hosts,
        checks.check_transport,
        checks.check_files,
        checks.check_mail,
        checks.check_turn,
    )
    return [message.id for check in every for message in check(None)]


def test_a_sound_school_passes(settings: Any) -> None:
    assert found(settings) == []


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"DREAMSEED_DEMO": True}, "dreamseed.E001"),
        ({"SECRET_KEY": "short"}, "dreamseed.E002"),
        ({"JWT_SECRET": ""}, "dreamseed.E003"),
        ({"JWT_SECRET": "short"}, "dreamseed.E003"),
        ({"JWT_SECRET": "s" * 60}, "dreamseed.E004"),
        ({"ALLOWED_HOSTS": ["*"]}, "dreamseed.E005"),
        ({"CORS_ALLOW_ALL_ORIGINS": True}, "dreamseed.E006"),
        ({"SESSION_COOKIE_SECURE": False}, "dreamseed.E007"),
        ({"TURN_PASSWORD": ""}, "dreamseed.E008"),
        ({"TURN_SERVER_URL": ""}, "dreamseed.W001"),
        ({"STUN_SERVER_URL": ""}, "dreamseed.W002"),
    ],
)
def test_each_lack_is_named(settings: Any, changes: dict[str, Any], message: str) -> None:
    assert found(settings, **changes) == [message]


def test_the_key_in_the_source_is_refused_for_both_secrets(settings: Any) -> None:
    key = settings.INSECURE_KEY
    assert found(settings, SECRET_KEY=key, JWT_SECRET=key) == ["dreamseed.E002", "dreamseed.E003"]


def test_s3_without_its_packages_is_named(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "find_spec", lambda name: None)
    assert found(settings, S3_BUCKET="school") == ["dreamseed.E009"]


def test_a_folder_nobody_may_write_to_is_named(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.access", lambda folder, mode: False)
    assert found(settings) == ["dreamseed.E010"]
