"""Choosing a new password by a link in an e-mail."""

import re
import time
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client

from accounts import actions, tasks
from tests.people import Person

pytestmark = pytest.mark.django_db
FRESH = "봄에-심은-씨앗-열매"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Whom the worker is asked to write to; it does so at once."""
    people: list[int] = []

    def at_once(args: list[int], **_options: Any) -> None:
        people.append(args[0])
        tasks.send_new_password_letter(*args)

    monkeypatch.setattr(tasks.send_new_password_letter, "apply_async", at_once)
    return people


def link_for(person: Person) -> str:
    answer = Client().post("/password/forgotten", {"email": person.user.email.upper()})
    assert answer.status_code == 200
    assert person.user.email in answer.content.decode()
    [address] = re.findall(r"https?://[^/]+(/password/new/\S+)", str(mail.outbox[-1].body))
    return str(address)


def test_the_link_changes_the_password_and_ends_every_sign_in(minji: Person, asked: list[int]) -> None:
    browser, token = minji.browser, minji.token
    link = link_for(minji)
    letter = mail.outbox[-1]
    assert letter.to == [minji.user.email]
    assert letter.subject == "Dreamseed 새 비밀번호"
    assert "최민지님" in letter.body

    visitor = Client()
    assert "최민지님의 비밀번호예요" in visitor.get(link).content.decode()
    done = visitor.post(link, {"password": FRESH, "again": FRESH})
    assert (done.status_code, done["Location"]) == (302, "/login")
    assert browser.get("/messenger").status_code == 302
    assert token
    assert minji.rest.get("/api/v1/auth/me").status_code == 401
    assert Client().post("/login", {"email": minji.user.email, "password": FRESH}).status_code == 302
    assert visitor.get(link).status_code == 404  # once


def test_an_address_nobody_has_is_answered_the_same(minji: Person, asked: list[int]) -> None:
    actions.deactivate(user=minji.user)
    pages = [
        Client().post("/password/forgotten", {"email": address}).content.decode().replace(address, "x")
        for address in ("nobody@school.example", minji.user.email)
    ]

    assert len({re.sub(r'value="[^"]*"', "", page) for page in pages}) == 1
    assert asked == []
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"password": FRESH, "again": FRESH + "!"}, "두 비밀번호가 달라요."),
        ({"password": "12345", "again": "12345"}, "비밀번호"),
        ({"password": "", "again": ""}, "필수"),
        ({"password": "a\x00bcdefghij", "again": "a\x00bcdefghij"}, "null"),
        ({"password": "x" * 300, "again": "x" * 300}, "256"),
    ],
)
def test_a_password_that_will_not_do(
    minji: Person, asked: list[int], words: dict[str, str], sentence: str
) -> None:
    link = link_for(minji)
    refused = Client().post(link, words)

    assert refused.status_code == 400
    assert sentence in refused.content.decode()
    assert minji.browser.get("/messenger").status_code == 200


def test_a_link_that_is_old_or_made_up(minji: Person, seojun: Person, asked: list[int]) -> None:
    link = link_for(minji)
    with time_machine.travel(time.time() + 61 * 60):
        assert Client().get(link).status_code == 404
    token = link.rpartition("/")[2]
    for broken in (f"/password/new/MQ/{token}", "/password/new/!!/x", f"/password/new/{'9' * 400}/{token}"):
        assert Client().get(broken).status_code == 404
    actions.deactivate(user=minji.user)
    assert Client().get(link).status_code == 404


def test_who_asks_too_often_waits(minji: Person, asked: list[int]) -> None:
    for _try in range(5):
        link_for(minji)
    answer = Client().post("/password/forgotten", {"email": minji.user.email})

    assert answer.status_code == 429
    assert len(mail.outbox) == 5
    assert Client().post("/password/forgotten", {"email": "nonsense"}).status_code == 400
