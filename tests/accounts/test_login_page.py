"""/login, /logout, and the door of the administration."""

from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape

from accounts import actions
from accounts.models import Session
from tests.people import PASSWORD, Person


def sign_in(email: str, password: str = PASSWORD, **more: str) -> Any:
    return Client().post("/login", {"email": email, "password": password, **more})


def test_the_page_asks_for_e_mail_and_password(db: None) -> None:
    page = Client().get("/login")
    assert page.status_code == 200
    assert 'name="email"' in page.text
    assert 'name="password"' in page.text
    assert "no-store" in page["Cache-Control"]


def test_signing_in_leads_to_the_messenger_and_is_written_down(minji: Person) -> None:
    client = Client(headers={"user-agent": "Firefox"})
    answer = client.post("/login", {"email": "MINJI@school.example", "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/messenger")
    session = Session.objects.get(user=minji.user)
    assert (session.user_agent, session.page_key) == ("Firefox", client.session.session_key)


def test_the_page_one_came_for_is_opened_afterwards(minji: Person) -> None:
    assert sign_in(minji.user.email, next="/calls/1?a=b")["Location"] == "/calls/1?a=b"


@pytest.mark.parametrize(
    "next",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "http:evil.example",
        "/\t/evil.example",
        " https://evil.example",
        "///evil.example",
        "http://testserver@evil.example",
    ],
)
def test_nobody_is_led_to_another_site(minji: Person, next: str) -> None:
    assert sign_in(minji.user.email, next=next)["Location"] == "/messenger"
    assert Client().get("/login", {"next": next}).context["next"] == "/messenger"
    assert minji.browser.get("/login", {"next": next})["Location"] == "/messenger"


def test_a_wrong_password_is_said_at_the_field_and_names_nothing(minji: Person) -> None:
    wrong, unknown = sign_in(minji.user.email, "아니야"), sign_in("nobody@school.example", "아니야")
    assert wrong.status_code == unknown.status_code == 400
    assert wrong.context["form"].errors == unknown.context["form"].errors
    assert list(wrong.context["form"].errors) == ["password"]
    assert "아니야" not in wrong.text


def test_a_deactivated_person_gets_the_answer_of_a_wrong_password(minji: Person) -> None:
    wrong = sign_in(minji.user.email, "아니야").context["form"].errors
    actions.deactivate(user=minji.user)
    assert sign_in(minji.user.email).context["form"].errors == wrong


def test_markup_in_the_e_mail_is_shown_as_text(db: None) -> None:
    typed = '"><script>alert(1)</script>'
    page = sign_in(typed)
    assert typed not in page.text
    assert escape(typed) in page.text


def test_an_empty_form_says_what_is_missing(db: None) -> None:
    assert sorted(sign_in("", "").context["form"].errors) == ["email", "password"]


def test_the_eleventh_wrong_password_has_to_wait(minji: Person) -> None:
    for _attempt in range(10):
        assert sign_in(minji.user.email, "아니야").status_code == 400
    refused = sign_in(minji.user.email)
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 0
    assert refused.context["form"].non_field_errors()


def test_the_page_needs_its_own_form(minji: Person) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post("/login", {"email": minji.user.email, "password": PASSWORD}).status_code == 403


def test_the_demo_people_are_offered_only_while_the_demo_is_on(minji: Person, settings: Any) -> None:
    assert Client().get("/login").context["demo_people"] == []
    settings.DREAMSEED_DEMO = True
    minji.user.email = "student1@example.com"
    minji.user.save()
    offered = Client().get("/login", headers={"accept-language": "ko"}).context["demo_people"]
    assert [(name, email) for name, email, _role in offered] == [("최민지", "student1@example.com")]


def test_signing_out_ends_the_session_and_needs_a_click(minji: Person) -> None:
    browser = minji.browser
    assert browser.get("/logout").status_code == 405
    assert browser.post("/logout")["Location"] == "/login"
    assert Session.objects.get().revoked_at is not None
    assert browser.get("/profile")["Location"] == "/login?next=/profile"
    assert browser.post("/logout").status_code == 302, "twice does no harm"


def test_signing_in_as_another_ends_the_first_ones_session(minji: Person, seojun: Person) -> None:
    browser = minji.browser
    browser.post("/login", {"email": seojun.user.email, "password": PASSWORD})
    assert Session.objects.live().get().user == seojun.user


def test_a_deactivated_persons_open_page_is_signed_out(minji: Person) -> None:
    browser = minji.browser
    actions.deactivate(user=minji.user)
    assert browser.get("/profile").status_code == 302


def test_the_administration_is_entered_through_the_same_page(administrator: Person, teacher: Person) -> None:
    to_login = Client().get("/admin/", follow=True)
    assert to_login.redirect_chain[-1][0] == "/login?next=%2Fadmin%2F"
    assert administrator.browser.get("/admin/").status_code == 200
    assert teacher.browser.get("/admin/", follow=True).status_code == 403


def test_pages_speak_the_browsers_language_or_the_persons_own(minji: Person) -> None:
    browser = minji.browser
    assert browser.get("/profile", headers={"accept-language": "en"})["Content-Language"] == "en"
    assert browser.get("/profile", headers={"accept-language": "fr"})["Content-Language"] == "ko"
    actions.update_profile(user=minji.user, language="ko")
    assert browser.get("/profile", headers={"accept-language": "en"})["Content-Language"] == "ko"


@pytest.mark.parametrize("cookie", ['"aaaaaaaaaaaa\\000"', "\x00aaaaaaaaaaaa", "aaaaaaaaaaaa"])
def test_a_cookie_that_is_no_key_of_ours_is_asked_to_sign_in(db: None, cookie: str) -> None:
    answer = Client(headers={"cookie": f"sessionid={cookie}"}).get("/messenger")
    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/login")
