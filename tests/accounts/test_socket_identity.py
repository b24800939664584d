"""Who may open a socket: `identify` as the socket calls it."""

from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts import actions
from accounts.authentication import access_token, identify
from accounts.models import Session
from dreamseed.realtime.errors import NotSignedIn
from tests.people import Person


def scope(browser: Client | None = None, origin: str | None = "http://localhost:8001") -> dict[str, Any]:
    headers = [(b"host", b"localhost:8001")]
    if origin is not None:
        headers.append((b"origin", origin.encode()))
    if browser is not None:
        headers.append((b"cookie", f"a=b; sessionid={browser.cookies['sessionid'].value}; odd[]=1".encode()))
    return {"headers": headers}


def refused(scope: dict[str, Any], token: str | None) -> NotSignedIn:
    with pytest.raises(NotSignedIn) as refusal:
        identify(scope, token)
    return refusal.value


def test_a_token_names_its_person_its_session_and_its_end(minji: Person) -> None:
    actions.update_profile(user=minji.user, language="en")
    identity = identify(scope(origin=None), minji.token)
    assert identity.user_id == minji.id
    assert identity.session_id == str(minji.session.pk)
    assert identity.expires_at == access_token(minji.token)["exp"]
    assert identity.language == "en"


def test_a_page_is_known_by_its_cookie(minji: Person) -> None:
    identity = identify(scope(minji.browser), None)
    assert (identity.user_id, identity.expires_at) == (minji.id, None)
    assert identity.session_id == str(Session.objects.get(user=minji.user).pk)


@pytest.mark.parametrize(
    "origin",
    ["http://evil.example", "http://localhost:8002", "http://localhost", "null", "", "http://[", None],
)
def test_a_page_of_another_site_is_refused_though_it_sends_our_cookie(
    minji: Person, origin: str | None
) -> None:
    assert not refused(scope(minji.browser, origin), None).ended


def test_an_origin_we_trust_is_let_in(minji: Person, settings: Any) -> None:
    settings.CSRF_TRUSTED_ORIGINS = ["https://school.example"]
    assert identify(scope(minji.browser, "https://school.example"), None).user_id == minji.id


def test_a_host_that_is_not_ours_is_no_origin(minji: Person, settings: Any) -> None:
    browser = minji.browser
    settings.ALLOWED_HOSTS = ["school.example"]
    refused(scope(browser), None)


def test_nobody_without_cookie_or_token(db: None) -> None:
    assert not refused(scope(), None).ended


@pytest.mark.parametrize("token", ["", "nonsense", "a.b.c", "é"])
def test_a_bad_token_is_refused_even_beside_a_good_cookie(minji: Person, token: str) -> None:
    assert not refused(scope(minji.browser), token).ended


def test_an_expired_token_is_refused(minji: Person) -> None:
    token = minji.token
    with time_machine.travel("2099-01-01"):
        assert not refused(scope(), token).ended


def test_a_refresh_token_is_refused(minji: Person) -> None:
    assert minji.token
    assert not refused(scope(), minji.tokens["refresh"]).ended


def test_a_revoked_session_has_ended(minji: Person) -> None:
    token = minji.token
    actions.revoke_session(session=minji.session)
    assert refused(scope(), token).ended


def test_a_deactivated_person_has_ended(minji: Person) -> None:
    token, browser = minji.token, minji.browser
    actions.deactivate(user=minji.user)
    assert refused(scope(), token).ended
    assert refused(scope(browser), None).ended


def test_a_page_signed_out_elsewhere_has_ended(minji: Person) -> None:
    browser = minji.browser
    minji.rest.delete(f"/api/v1/auth/sessions/{Session.objects.get(page_key=browser.session.session_key).pk}")
    assert refused(scope(browser), None).ended


def test_opening_a_socket_marks_the_session_as_used_but_not_each_time(minji: Person) -> None:
    token = minji.token
    Session.objects.update(last_used_at="2020-01-01T00:00Z")
    identify(scope(), token)
    used = Session.objects.get().last_used_at
    assert used.year > 2020
    identify(scope(), token)
    assert Session.objects.get().last_used_at == used
