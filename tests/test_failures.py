"""Where no view answers, programs get the error shape and people a page."""

import pytest
from django.test import Client

from tests.people import Person


def test_an_unknown_api_address_answers_in_the_error_shape(teacher: Person) -> None:
    answer = teacher.rest.get("/api/v1/nowhere")
    assert answer.status_code == 404
    assert answer.json()["code"] == "not_found"


def test_an_unknown_page_is_a_page(teacher: Person) -> None:
    answer = teacher.browser.get("/nowhere")
    assert answer.status_code == 404
    assert answer["Content-Type"].startswith("text/html")


def test_a_failure_of_ours_tells_programs_so_and_no_more(
    teacher: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*arguments: object) -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr("messenger.serializers.unread", breaks)
    program = Client(raise_request_exception=False, headers={"Authorization": f"Bearer {teacher.token}"})
    answer = program.get("/api/v1/messenger/unread")
    assert answer.status_code == 500
    assert answer.json()["code"] == "server_error"
    assert b"secret" not in answer.content
