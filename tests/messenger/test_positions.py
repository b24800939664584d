"""Catching up on how far others have read: all of it, and nothing of those who keep it to themselves."""

from threading import Event, Thread
from typing import Any

import pytest
from django.db import connection, transaction

from messenger import actions, positions
from messenger.models import Conversation
from tests.messenger.steps import ask, begin, say, stored, where
from tests.people import Person
from tests.sockets import Lines


def told(person: Person, number: int) -> Any:
    return ask(person, "post", "sync", {"conversations": {}, "reads": number}, 200)["reads"]


def read(person: Person, conversation: Conversation, seq: int) -> None:
    ask(person, "post", where(conversation, "/read"), {"seq": seq}, 200)


def show_reads(person: Person, shown: bool) -> None:
    ask(person, "patch", "settings", {"read_receipts": shown}, 200)


@pytest.fixture
def talk(algebra: Conversation, teacher: Person, minji: Person, seojun: Person) -> Conversation:
    """A group of three of a class, with four messages."""
    group = stored(begin(minji, "group", teacher, seojun))
    for text in ("하나", "둘", "셋", "넷"):
        say(teacher, group, text)
    return group


@pytest.mark.django_db(transaction=True)
def test_what_others_have_read_since_is_told(
    teacher: Person, minji: Person, seojun: Person, talk: Conversation
) -> None:
    start = positions.head()
    read(minji, talk, 2)
    read(minji, talk, 3)
    read(seojun, talk, 1)
    read(teacher, talk, 4)
    answer = told(teacher, start)
    assert answer["positions"] == {str(talk.pk): {str(minji.id): 3, str(seojun.id): 1}}
    assert not answer["more"]
    assert "reads" not in ask(teacher, "post", "sync", {"conversations": {}}, 200)


def test_who_keeps_it_to_themselves_is_not_told_of(
    teacher: Person, minji: Person, seojun: Person, talk: Conversation
) -> None:
    read(minji, talk, 2)
    show_reads(minji, False)
    read(minji, talk, 4)
    ask(seojun, "put", "presence", {"status": "invisible"}, 200)
    read(seojun, talk, 3)
    assert told(teacher, 0)["positions"][str(talk.pk)] == {str(minji.id): None}
    show_reads(minji, True)
    assert told(teacher, 0)["positions"][str(talk.pk)] == {str(minji.id): 2}


def test_strangers_and_the_removed_are_told_nothing(
    teacher: Person, minji: Person, seojun: Person, stranger: Person, talk: Conversation
) -> None:
    read(teacher, talk, 4)
    ask(minji, "delete", where(talk, f"/participants/{seojun.id}"), status=204)
    read(minji, talk, 4)
    for person in (seojun, stranger):
        assert told(person, 0)["positions"] == {}
    ask(minji, "delete", where(talk), status=204)
    assert told(teacher, 0)["positions"] == {}


@pytest.mark.django_db(transaction=True)
def test_a_read_that_is_committed_late_is_not_missed(
    teacher: Person, minji: Person, seojun: Person, talk: Conversation
) -> None:
    written, asked = Event(), Event()

    def read_slowly() -> None:
        with transaction.atomic():
            actions.mark_read(user=minji.user, conversation_id=talk.pk, seq=2)
            written.set()
            asked.wait(10)
        connection.close()

    start = positions.head()
    slow = Thread(target=read_slowly)
    slow.start()
    assert written.wait(10)
    read(seojun, talk, 4)
    answer = told(teacher, start)
    asked.set()
    slow.join()
    assert answer["positions"] == {str(talk.pk): {str(seojun.id): 4}}
    assert told(teacher, answer["head"])["positions"][str(talk.pk)][str(minji.id)] == 2


ROWS: list[positions.Row] = [(5, "c", 1, 10), (6, "c", 2, 10), (6, "c", 3, 10), (8, "c", 4, 10)]


@pytest.mark.parametrize(
    ("most", "now", "count", "head", "more"),
    [
        (4, 9, 4, 9, False),
        (1, 9, 1, 6, True),
        (2, 9, 3, 7, True),  # what one transaction wrote is not parted
        (3, 6, 4, 6, False),  # nor what others may still be writing beside
    ],
)
def test_very_many_come_in_parts(
    most: int, now: int, count: int, head: int, more: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(positions, "MOST", most)
    assert positions.part(ROWS, now) == (ROWS[:count], head, more)


@pytest.mark.parametrize("number", [-1, None, "x", 1.5, []])
def test_a_bad_number_is_refused(number: Any, minji: Person) -> None:
    answer = ask(minji, "post", "sync", {"conversations": {}, "reads": number}, 400)
    assert list(answer["fields"]) == ["reads"]


async def test_a_number_of_another_database_tells_everything(
    teacher: Person, minji: Person, algebra: Conversation, lines: Lines
) -> None:
    desk, phone = await lines.of(teacher), await lines.of(minji)
    await desk.says("message.send", conversation_id=algebra.pk, content="읽었나요")
    await phone.says("message.read", conversation_id=algebra.pk, seq=1)
    for number in (0, 10**30, -(10**30), desk.ready["reads"]):
        answer = await desk.says("sync.request", conversations={}, reads=number)
        assert answer["reads"]["positions"] == {str(algebra.pk): {str(minji.id): 1}}
