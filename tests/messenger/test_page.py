"""The messenger's page: signed in, with its first data inside."""

import json
import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from messenger.models import Conversation
from tests.messenger.steps import begin, say, stored
from tests.people import Person

HOSTILE = "</script><script>alert(1)</script>\u2028 <!-- "


def data_of(html: str) -> list[Any]:
    """Every JSON block of the page."""
    found = re.findall(r'<script id="[^"]*" type="application/json">(.*?)</script>', html, re.DOTALL)
    return [json.loads(text) for text in found]


def conversations_in(block: Any) -> list[Any]:
    rows = block if isinstance(block, list) else []
    return [row for row in rows if isinstance(row, dict) and row.get("last_message")]


def test_one_signs_in_first(client: Client) -> None:
    answer = client.get("/messenger")
    assert (answer.status_code, answer["Location"]) == (302, "/login?next=/messenger")


def test_the_page_carries_ones_conversations(minji: Person, teacher: Person, algebra: Conversation) -> None:
    say(teacher, algebra, HOSTILE)
    answer = minji.browser.get("/messenger")
    assert answer.status_code == 200
    assert {one["title"] for one in answer.context["conversations"]} == {"수학 10반", "수학 10반 공지"}
    assert "<script>alert(1)" not in answer.content.decode()
    blocks = data_of(answer.content.decode())
    assert any(
        one["last_message"]["content"] == HOSTILE for block in blocks for one in conversations_in(block)
    )


def test_an_address_opens_its_conversation(minji: Person, teacher: Person, algebra: Conversation) -> None:
    say(teacher, algebra, "책을 펴세요")
    answer = minji.browser.get(f"/messenger/{algebra.pk}")
    assert answer.context["open_id"] == str(algebra.pk)
    assert [one["content"] for one in answer.context["first_page"]["results"]] == ["책을 펴세요"]
    assert 'class="toast"' not in answer.content.decode()  # nothing of it is taken for a notice


def test_strangers_get_a_404(stranger: Person, algebra: Conversation) -> None:
    assert stranger.browser.get(f"/messenger/{algebra.pk}").status_code == 404
    assert stranger.browser.get(f"/messenger/{uuid4()}").status_code == 404


@pytest.mark.parametrize(
    "query", ["before=x", "page_size=-1", "around=x", "around=00000000-0000-4000-8000-000000000000"]
)
def test_a_bad_address_is_no_error_of_ours(query: str, minji: Person, algebra: Conversation) -> None:
    assert minji.browser.get(f"/messenger/{algebra.pk}?{query}").status_code == 404


def test_a_hostile_title_stays_text(minji: Person, seojun: Person, algebra: Conversation) -> None:
    made = stored(begin(minji, "group", seojun, title='"><img src=x onerror=alert(1)>'))
    answer = seojun.browser.get(f"/messenger/{made.pk}")
    assert "<img src=x" not in answer.content.decode()
