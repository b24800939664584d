"""Signing in by program: /api/v1/auth/token and what its tokens open."""

from typing import Any

import pytest
import time_machine
from django.contrib.auth.hashers import Argon2PasswordHasher
from rest_framework.test import APIClient
from rest_framework_simplejwt.tokens import AccessToken

from accounts import actions
from accounts.models import Session
from tests.people import PASSWORD, Person

TOKEN = "/api/v1/auth/token"
ME = "/api/v1/auth/me"
REFRESH = "/api/v1/auth/token/refresh"
REVOKE = "/api/v1/auth/token/revoke"


def sign_in(email: str, password: str = PASSWORD) -> Any:
    return APIClient().post(TOKEN, {"email": email, "password": password})


def with_token(access: str) -> APIClient:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {access}")
    return client


def test_the_right_password_gives_two_tokens_that_open_the_api(minji: Person) -> None:
    answer = sign_in("Minji@School.Example ")
    assert answer.status_code == 200
    assert set(answer.json()) == {"access", "refresh"}
    assert with_token(answer.json()["access"]).get(ME).json()["name"] == "최민지"


def test_a_wrong_password_an_unknown_e_mail_and_a_deactivated_person_get_the_same_answer(
    minji: Person, seojun: Person
) -> None:
    actions.deactivate(user=seojun.user)
    answers = [
        sign_in(minji.user.email, "아니야"),
        sign_in("nobody@school.example"),
        sign_in(seojun.user.email),
    ]
    assert [answer.status_code for answer in answers] == [401] * 3
    assert answers[0].json()["code"] == "wrong_credentials"
    assert answers[0].json() == answers[1].json() == answers[2].json()


def test_an_unknown_e_mail_costs_a_hash_too(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[str] = []
    encode = Argon2PasswordHasher.encode

    def counting(hasher: Argon2PasswordHasher, password: str, salt: str) -> str:
        hashed.append(password)
        return encode(hasher, password, salt)

    monkeypatch.setattr(Argon2PasswordHasher, "encode", counting)
    sign_in("nobody@school.example")
    assert hashed == [PASSWORD]


def test_fields_are_needed_and_bodies_may_be_anything(db: None) -> None:
    assert sorted(APIClient().post(TOKEN, {}).json()["fields"]) == ["email", "password"]
    for body in (
        "{",
        "[]",
        "null",
        '"text"',
        '{"email": ["a"], "password": {}}',
        '{"email":"\\u0000","password":"x"}',
    ):
        answer = APIClient().post(TOKEN, body, content_type="application/json")
        assert answer.status_code == 400, body
        assert answer.json()["code"], body


def test_without_a_token_nothing_opens(db: None) -> None:
    answer = APIClient().get(ME)
    assert answer.status_code == 401
    assert answer.json()["code"] == "not_signed_in"


def test_an_access_token_runs_out_after_a_quarter_of_an_hour(minji: Person) -> None:
    client = minji.rest
    with time_machine.travel("2099-01-01"):
        assert client.get(ME).status_code == 401


def test_a_forged_token_and_a_refresh_token_are_no_access_tokens(minji: Person) -> None:
    head, body, _signature = minji.token.split(".")
    for token in (f"{head}.{body}.AAAA", "nonsense", "", minji.tokens["refresh"], "é"):
        assert with_token(token).get(ME).status_code == 401, token


def test_a_token_without_a_session_opens_nothing(minji: Person) -> None:
    assert with_token(str(AccessToken.for_user(minji.user))).get(ME).status_code == 401


def test_a_token_naming_another_persons_session_opens_nothing(minji: Person, seojun: Person) -> None:
    token = AccessToken.for_user(minji.user)
    token["sid"] = str(seojun.session.pk)
    assert with_token(str(token)).get(ME).status_code == 401


def test_a_refresh_token_works_once(minji: Person) -> None:
    first = sign_in(minji.user.email).json()
    second = APIClient().post(REFRESH, {"refresh": first["refresh"]})
    assert second.status_code == 200
    assert with_token(second.json()["access"]).get(ME).status_code == 200
    assert APIClient().post(REFRESH, {"refresh": first["refresh"]}).status_code == 401
    assert APIClient().post(REFRESH, {"refresh": second.json()["refresh"]}).status_code == 200


def test_refreshing_with_anything_else_is_refused(minji: Person) -> None:
    for token in (minji.token, "nonsense", "a.b.c"):
        answer = APIClient().post(REFRESH, {"refresh": token})
        assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")


def test_a_stale_header_does_not_keep_one_from_refreshing(minji: Person) -> None:
    tokens = sign_in(minji.user.email).json()
    assert with_token("stale").post(REFRESH, {"refresh": tokens["refresh"]}).status_code == 200


def test_revoking_ends_access_and_refresh_at_once(minji: Person) -> None:
    tokens = sign_in(minji.user.email).json()
    assert APIClient().post(REVOKE, {"refresh": tokens["refresh"]}).status_code == 204
    assert with_token(tokens["access"]).get(ME).status_code == 401
    assert APIClient().post(REFRESH, {"refresh": tokens["refresh"]}).status_code == 401
    assert APIClient().post(REVOKE, {"refresh": tokens["refresh"]}).status_code == 204
    assert minji.rest.get(ME).status_code == 200, "the other device stays signed in"


def test_a_deactivated_person_is_refused_at_once(minji: Person) -> None:
    tokens = sign_in(minji.user.email).json()
    actions.deactivate(user=minji.user)
    assert with_token(tokens["access"]).get(ME).status_code == 401
    assert APIClient().post(REFRESH, {"refresh": tokens["refresh"]}).status_code == 401


def test_a_new_password_ends_every_sign_in(minji: Person) -> None:
    assert minji.rest.get(ME).status_code == 200
    assert minji.browser.get("/profile").status_code == 200
    actions.change_password(user=minji.user, password="아주-새로운-비밀")
    assert minji.rest.get(ME).status_code == 401
    assert minji.browser.get("/profile").status_code == 302
    assert not Session.objects.live().exists()


def test_the_eleventh_wrong_password_has_to_wait(minji: Person, seojun: Person) -> None:
    for _attempt in range(10):
        assert sign_in(minji.user.email, "아니야").status_code == 401
    refused = sign_in(minji.user.email.upper())
    assert refused.status_code == 429
    assert refused.json()["code"] == "rate_limited"
    assert 0 < refused.json()["retry_after"] <= 300
    assert int(refused["Retry-After"]) > 0
    assert sign_in(seojun.user.email).status_code == 200, "others at the same address are not hindered"


def test_right_passwords_are_not_counted(minji: Person) -> None:
    assert {sign_in(minji.user.email).status_code for _attempt in range(12)} == {200}


def test_signing_in_works_while_the_cache_is_away(minji: Person, settings: Any) -> None:
    settings.CACHES = {
        "default": {**settings.CACHES["default"], "LOCATION": "unix:///tmp/no-such-valkey.sock?db=0"}
    }
    assert {sign_in(minji.user.email, "아니야").status_code for _attempt in range(12)} == {401}
    assert sign_in(minji.user.email).status_code == 200


def test_answers_come_in_the_persons_language(minji: Person) -> None:
    actions.update_profile(user=minji.user, language="en")
    answer = minji.rest.patch(ME, {"timezone": "Mars/Olympus"}, HTTP_ACCEPT_LANGUAGE="ko")
    assert answer.json()["fields"]["timezone"] == ["Unknown time zone."]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [(b"[" * 100_000, 400, "parse_error"), (b'{"email": "' + b"x" * 3_000_000 + b'"}', 413, "too_large")],
    ids=["brackets without end", "three megabytes"],
)
def test_a_body_that_hurts_to_read_is_refused_in_the_one_shape(body: bytes, status: int, code: str) -> None:
    answer = APIClient().post(TOKEN, body, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (status, code)
