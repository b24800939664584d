"""Pages of a conversation's messages: newest first, onward by `next` and `previous`."""

from typing import Any
from uuid import uuid4

import pytest

from messenger.actions import NewMessage, send_messages
from messenger.models import Conversation
from tests.messenger.steps import ask, begin, read_page, say, stored, texts
from tests.people import Person


@pytest.fixture
def hundred(teacher: Person, algebra: Conversation) -> list[str]:
    """Ids of a hundred messages, "1" to "100"."""
    answers = send_messages(
        [
            NewMessage(sender_id=teacher.id, conversation_id=algebra.pk, content=str(number))
            for number in range(1, 101)
        ]
    )
    return [answer.message["id"] for answer in answers]  # type: ignore[union-attr]


def numbers(page: Any) -> list[int]:
    return [int(text) for text in texts(page)]


def test_the_newest_page_comes_first(minji: Person, algebra: Conversation, hundred: list[str]) -> None:
    page = read_page(minji, algebra)
    assert numbers(page) == list(range(51, 101))
    assert page["previous"] is None


def test_onward_to_the_beginning(minji: Person, algebra: Conversation, hundred: list[str]) -> None:
    address, seen = f"/api/v1/messenger/conversations/{algebra.pk}/messages?page_size=30", []
    while address:
        page = minji.rest.get(address).json()
        seen.append(numbers(page))
        address = page["next"]
    assert seen == [list(range(71, 101)), list(range(41, 71)), list(range(11, 41)), list(range(1, 11))]


def test_and_back_to_the_end(minji: Person, algebra: Conversation, hundred: list[str]) -> None:
    address = f"/api/v1/messenger/conversations/{algebra.pk}/messages?after=40&page_size=25"
    seen = []
    while address:
        page = minji.rest.get(address).json()
        seen.append(numbers(page))
        address = page["previous"]
    assert seen == [list(range(41, 66)), list(range(66, 91)), list(range(91, 101))]


def test_before_and_after_a_number(minji: Person, algebra: Conversation, hundred: list[str]) -> None:
    assert numbers(read_page(minji, algebra, "?before=4")) == [1, 2, 3]
    assert numbers(read_page(minji, algebra, "?after=97")) == [98, 99, 100]
    assert read_page(minji, algebra, "?before=1")["results"] == []
    assert read_page(minji, algebra, "?after=100")["results"] == []


def test_around_a_message(minji: Person, algebra: Conversation, hundred: list[str]) -> None:
    page = read_page(minji, algebra, f"?around={hundred[49]}&page_size=10")
    assert numbers(page) == list(range(46, 56))
    assert page["next"]
    assert page["previous"]
    assert numbers(read_page(minji, algebra, f"?around={hundred[99]}&page_size=4")) == [97, 98, 99, 100]
    assert numbers(read_page(minji, algebra, f"?around={hundred[0]}&page_size=4")) == [1, 2, 3]


def test_around_a_message_of_elsewhere_is_not_found(
    teacher: Person, minji: Person, stranger: Person, algebra: Conversation
) -> None:
    direct = stored(begin(teacher, "direct", minji))
    elsewhere = say(teacher, direct)
    for message in (elsewhere["id"], uuid4(), "x"):
        assert read_page(minji, algebra, f"?around={message}", status=404)["code"] == "not_found"


@pytest.mark.parametrize("name", ["before", "after", "page_size"])
@pytest.mark.parametrize(
    "value", ["x", "-1", "1.5", "", "1" * 30, "%00", "１２３４５６７８９０１２３４５６７８９"]
)
def test_a_bad_number_is_named(name: str, value: str, minji: Person, algebra: Conversation) -> None:
    answer = read_page(minji, algebra, f"?{name}={value}", status=400)
    assert (answer["code"], list(answer["fields"])) == ("invalid", [name])


def test_a_page_holds_at_most_two_hundred(teacher: Person, minji: Person, algebra: Conversation) -> None:
    for _batch in range(3):
        new = NewMessage
        send_messages(
            [new(sender_id=teacher.id, conversation_id=algebra.pk, content="!") for _one in range(100)]
        )
    assert len(read_page(minji, algebra, "?page_size=100000")["results"]) == 200
    assert len(read_page(minji, algebra, "?page_size=0")["results"]) == 50


def test_an_empty_conversation_has_an_empty_page(minji: Person, algebra: Conversation) -> None:
    assert read_page(minji, algebra) == {"next": None, "previous": None, "results": []}


def test_replies_in_a_thread_are_not_on_the_page(
    teacher: Person, minji: Person, algebra: Conversation
) -> None:
    root = say(teacher, algebra, "질문?")
    reply = say(minji, algebra, "답", thread_id=root["id"])
    assert (reply["thread_id"], reply["seq"]) == (root["id"], 2)
    assert texts(read_page(minji, algebra)) == ["질문?"]
    assert ask(minji, "get", f"messages/{reply['id']}", status=200)["content"] == "답"


def test_a_quote_carries_who_and_an_excerpt(teacher: Person, minji: Person, algebra: Conversation) -> None:
    asked = say(teacher, algebra, "가" * 200)
    reply = say(minji, algebra, "네", reply_to_id=asked["id"])
    assert reply["reply_to"] == {
        "id": asked["id"],
        "seq": 1,
        "sender": {"id": teacher.id, "name": "김서연"},
        "excerpt": "가" * 140,
    }
    assert read_page(teacher, algebra)["results"][0]["reply_to"] == reply["reply_to"]
