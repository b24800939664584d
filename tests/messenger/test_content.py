"""What may be said, and that it comes back exactly as it was said."""

from collections.abc import Callable
from typing import Any

import pytest

from messenger.models import Conversation, Message
from tests.messenger.steps import ask, read_page, say
from tests.people import Person

HARMLESS = [
    "<script>alert('x')</script><b>굵게</b> & &amp;",
    "\u202eabc\u202c 오른쪽에서 왼쪽 \u200f\u2067",
    "  앞뒤 공백과\n줄바꿈\t그대로  ",
    "👩‍👩‍👧‍👦 한글 ㅎㅏㄴ 日本語",
    "**굵게** `code` $x^2$ [이름](javascript:alert(1))",
    "'; DROP TABLE messages; -- %s %(name)s {0}",
    '{"kind": "call_ended"}',
]
BAD = {
    "nothing": "",
    "blanks": " \n\t\u3000",
    "what nobody sees": "\u200b",
    "a blank letter": "\u3164 \u2060",
    "too long": "가" * 20_001,
    "far too long": "가" * 21_000,
    "NUL": "a\x00b",
    "half a surrogate pair": "a\ud800b",
    "the other half": "\udfff",
}


@pytest.mark.parametrize("content", HARMLESS)
def test_text_comes_back_as_it_was_written(
    content: str, teacher: Person, minji: Person, algebra: Conversation
) -> None:
    assert say(teacher, algebra, content)["content"] == content
    [shown] = read_page(minji, algebra)["results"]
    assert shown["content"] == content


def test_twenty_thousand_characters_are_taken_whatever_their_bytes(
    minji: Person, algebra: Conversation
) -> None:
    content = "🌱" * 20_000
    assert say(minji, algebra, content)["content"] == content


def edit(person: Person, message: Any, content: Any, status: int) -> Any:
    return ask(person, "put", f"messages/{message['id']}", {"content": content}, status)


@pytest.mark.parametrize("content", BAD.values(), ids=BAD.keys())
def test_what_cannot_be_said_is_refused_by_its_field(
    content: str, minji: Person, algebra: Conversation
) -> None:
    answer = say(minji, algebra, content, status=400)
    assert (answer["code"], list(answer["fields"])) == ("invalid", ["content"])
    assert answer["fields"]["content"][0]
    assert not Message.objects.exists()


@pytest.mark.parametrize("content", BAD.values(), ids=BAD.keys())
def test_nor_can_it_be_said_by_editing(content: str, minji: Person, algebra: Conversation) -> None:
    sent = say(minji, algebra, "처음")
    answer = edit(minji, sent, content, 400)
    assert (answer["code"], list(answer["fields"])) == ("invalid", ["content"])
    assert Message.objects.get().content == "처음"


@pytest.mark.parametrize("content", [None, {"a": 1}, ["말"], True])
def test_content_is_text(content: Any, minji: Person, algebra: Conversation) -> None:
    assert list(say(minji, algebra, content, status=400)["fields"]) == ["content"]


@pytest.mark.parametrize("field", ["client_id", "thread_id", "reply_to_id"])
def test_ids_are_uuids(field: str, minji: Person, algebra: Conversation) -> None:
    answer = say(minji, algebra, status=400, **{field: "7"})
    assert list(answer["fields"]) == [field]


def test_a_body_that_is_no_object_is_refused(minji: Person, algebra: Conversation) -> None:
    address = f"/api/v1/messenger/conversations/{algebra.pk}/messages"
    post: Callable[..., Any] = minji.rest.post
    assert post(address, ["말"]).status_code == 400
    broken = post(address, '{"content": ', content_type="application/json")
    assert (broken.status_code, broken.json()["code"]) == (400, "parse_error")
    other = post(address, "<p>말</p>", content_type="text/html")
    assert (other.status_code, other.json()["code"]) == (415, "unsupported_media_type")
