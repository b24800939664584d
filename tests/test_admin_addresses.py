"""Whatever is written into an address or a form of the administration, it is no failure of the site."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.urls import reverse

from tests.people import Person

DAYS: list[dict[str, str]] = [
    {"year": "9999"},
    {"year": "9999", "month": "12"},
    {"year": "9999", "month": "12", "day": "31"},
    {"year": "1"},
    {"year": "0"},
    {"year": "2026", "month": "2", "day": "30"},
    {"year": "2026", "month": "13"},
    {"month": "13"},
    {"year": "올해", "month": "", "day": "\0"},
    {"day": "9" * 30},
]
LIMITS = ("9999-12-31 23:59:59+00:00", "0001-01-01 00:00:00+00:00")
VALUES = ("garbage", "\0", "9" * 30, "-1")
EVERYWHERE = ("q", "p", "o", "all", "e")
everywhere = pytest.mark.parametrize(
    "pages", admin.site._registry.values(), ids=lambda one: one.opts.label_lower
)
pytestmark = pytest.mark.django_db


def list_of(pages: Any) -> str:
    return reverse(f"admin:{pages.opts.app_label}_{pages.opts.model_name}_changelist")


def odd_queries(pages: Any, filters: list[Any]) -> Iterator[dict[str, str]]:
    """That nobody's click leads to."""
    if day_of := pages.date_hierarchy:
        yield from ({f"{day_of}__{part}": value for part, value in day.items()} for day in DAYS)
    for name in (*EVERYWHERE, *(name for one in filters for name in one.expected_parameters())):
        yield from ({name: value} for value in (*VALUES, *LIMITS))


@everywhere
def test_a_list_opens_whatever_its_address_asks_for(administrator: Person, pages: Any) -> None:
    where, browser = list_of(pages), administrator.browser
    browser.raise_request_exception = False
    filters = browser.get(where).context["cl"].filter_specs
    for query in odd_queries(pages, filters):
        assert browser.get(where, query, follow=True).status_code == 200, query


def filtered_by(pages: Any) -> set[str]:
    return {one if isinstance(one, str) else one[0] for one in pages.list_filter} | {pages.date_hierarchy}


def secret_questions(pages: Any) -> Iterator[str]:
    """About columns by which a list is not filtered, its own and those of rows it is tied to."""
    for field in pages.opts.get_fields():
        if field.name not in filtered_by(pages):
            yield from (field.name, f"{field.name}__isnull", f"{field.name}__startswith")
        if field.is_relation:
            further = (there for there in field.related_model._meta.get_fields() if there.concrete)
            paths = (f"{field.name}__{there.name}" for there in further if not there.primary_key)
            yield from (f"{path}__gt" for path in paths if path not in filtered_by(pages))


@everywhere
def test_a_list_answers_nothing_but_its_filters(administrator: Person, pages: Any) -> None:
    where, browser = list_of(pages), administrator.browser
    questions = list(secret_questions(pages))
    assert questions
    assert [one for one in questions if browser.get(where, {one: "1"}).status_code != 400] == []


def test_nobody_guesses_the_cookie_of_a_sign_in(administrator: Person, minji: Person) -> None:
    cookie = minji.browser.cookies["sessionid"].value
    for guess in (cookie[:2], "-"):
        answer = administrator.browser.get("/admin/accounts/session/", {"page_key__startswith": guess})
        assert answer.status_code == 400
        assert minji.name not in answer.content.decode()


@everywhere
def test_an_action_on_rows_that_cannot_be_does_not_fail(administrator: Person, pages: Any) -> None:
    where, browser = list_of(pages), administrator.browser
    actions = pages.get_actions(browser.get(where).wsgi_request)
    for action in actions:
        for key in VALUES:
            answer = browser.post(where, {"action": action, "_selected_action": key})
            assert answer.status_code < 500, (action, key)


@everywhere
def test_a_picker_finds_nothing_by_what_no_name_holds(administrator: Person, pages: Any) -> None:
    model = {"app_label": pages.opts.app_label, "model_name": pages.opts.model_name}
    for field in pages.autocomplete_fields:
        answer = administrator.browser.get(
            reverse("admin:autocomplete"), {**model, "field_name": field, "term": "\0"}
        )
        assert answer.json()["results"] == []
