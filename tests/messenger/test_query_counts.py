"""Longer lists take no more queries."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Organization, User
from messenger.actions import NewMessage, acknowledge, create_conversation, mark_read, send_messages
from messenger.models import Conversation
from tests.messenger.steps import ask, catch_up, read_page, where
from tests.people import Person, make_person


def queries(work: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as captured:
        work()
    return len(captured)


@pytest.fixture
def ready(minji: Person, algebra: Conversation) -> Person:
    """minji, past what is asked only once (content types, a first token)."""
    ask(minji, "get", "conversations", status=200)
    return minji


def storm(person: Person, conversation: Conversation, count: int) -> None:
    new = NewMessage
    first = new(sender_id=person.id, conversation_id=conversation.pk, content="첫째")
    [answer] = send_messages([first])
    reply = {"reply_to_id": answer.message["id"]}  # type: ignore[union-attr]
    send_messages(
        [
            new(sender_id=person.id, conversation_id=conversation.pk, content="!", **reply)
            for _one in range(count - 1)
        ]
    )


def groups(teacher: Person, person: Person, count: int) -> list[Conversation]:
    made = [
        create_conversation(
            user=teacher.user, type="group", title=f"모임 {number}", participant_ids=[person.id]
        )[0]
        for number in range(count)
    ]
    for one in made:
        storm(teacher, one, 2)
    return made


def test_the_list_of_conversations(ready: Person, teacher: Person) -> None:
    groups(teacher, ready, 1)
    few = queries(lambda: ask(ready, "get", "conversations"))
    groups(teacher, ready, 30)
    assert queries(lambda: ask(ready, "get", "conversations")) == few
    assert len(ask(ready, "get", "conversations")["results"]) == 33


def test_a_page_of_messages(ready: Person, teacher: Person, algebra: Conversation) -> None:
    storm(teacher, algebra, 10)
    few = queries(lambda: read_page(ready, algebra, "?page_size=200"))
    storm(teacher, algebra, 100)
    storm(teacher, algebra, 100)
    assert queries(lambda: read_page(ready, algebra, "?page_size=200")) <= few + 1  # whether there is more
    assert len(read_page(ready, algebra, "?page_size=200")["results"]) == 200


def test_a_batch_of_messages(teacher: Person, algebra: Conversation) -> None:
    one = queries(lambda: storm(teacher, algebra, 2))
    assert queries(lambda: storm(teacher, algebra, 100)) == one


def test_participants_and_receipts(
    ready: Person, teacher: Person, school: Organization, algebra: Conversation
) -> None:
    [group] = groups(teacher, ready, 1)
    path = where(group, "/participants")
    few = queries(lambda: ask(ready, "get", path))
    crowd = [
        make_person(f"crowd{n}@school.example", f"학생{n}", User.Role.STUDENT, school) for n in range(20)
    ]
    more = queries(lambda: ask(teacher, "post", path, {"user_ids": [one.id for one in crowd]}, 201))
    assert more < 40
    assert queries(lambda: ask(ready, "get", path)) == few
    [answer] = send_messages([NewMessage(sender_id=teacher.id, conversation_id=group.pk, content="!")])
    receipts = f"messages/{answer.message['id']}/receipts"  # type: ignore[union-attr]
    few = queries(lambda: ask(teacher, "get", receipts))
    for one in crowd:
        mark_read(user=one.user, conversation_id=group.pk, seq=4)
    assert queries(lambda: ask(teacher, "get", receipts)) == few
    assert len(ask(teacher, "get", receipts)) == 20


def test_catching_up_with_two_hundred_conversations(ready: Person, teacher: Person) -> None:
    made = groups(teacher, ready, 200)
    few = queries(lambda: catch_up(ready, dict.fromkeys(made[:2], 0)))
    assert queries(lambda: catch_up(ready, dict.fromkeys(made, 0))) == few
    heads = {one: Conversation.objects.get(pk=one.pk).change for one in made}
    assert queries(lambda: catch_up(ready, heads)) < few


def test_who_confirmed_much_is_removed_as_quickly(
    teacher: Person, minji: Person, seojun: Person, school: Organization
) -> None:
    board = create_conversation(
        user=teacher.user, type="announcement", title="알림", participant_ids=[minji.id, seojun.id]
    )[0]
    storm(teacher, board, 22)
    told = list(board.messages.filter(message_type="text").order_by("seq"))
    acknowledge(user=minji.user, message_id=told[0].pk)
    for one in told:
        acknowledge(user=seojun.user, message_id=one.pk)
    few = queries(lambda: ask(teacher, "delete", where(board, f"/participants/{minji.id}"), status=204))
    path = where(board, f"/participants/{seojun.id}")
    assert queries(lambda: ask(teacher, "delete", path, status=204)) <= few
    assert set(board.messages.values_list("acknowledged_count", flat=True)) == {0}


def test_the_page(ready: Person, teacher: Person, algebra: Conversation) -> None:
    browser = ready.browser
    groups(teacher, ready, 1)
    few = queries(lambda: browser.get(f"/messenger/{algebra.pk}"))
    groups(teacher, ready, 20)
    storm(teacher, algebra, 100)
    assert queries(lambda: browser.get(f"/messenger/{algebra.pk}")) <= few + 2
