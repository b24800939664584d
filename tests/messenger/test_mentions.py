"""Who is named in a message."""

import pytest

from messenger.actions import noticing
from messenger.mentions import mentioned
from messenger.models import Conversation
from notifications.models import Notification
from tests.messenger.steps import ask, say
from tests.people import Person
from tests.sockets import Lines

NAMES = {1: "민지", 2: "민지수", 3: "Ann", 4: "Anna Bell", 5: "민지"}


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("@민지야 안녕", {1, 5}),
        ("@민지수야 안녕", {2}),
        ("(@Ann) and @Anna Bell", {3, 4}),
        ("@Anna", set()),
        ("@Ann_", set()),
        ("mail@Ann", set()),
        ("민지야", set()),
        ("@", set()),
        ("@@Ann", {3}),
        ("@" * 20_000, set()),
    ],
)
def test_names_after_the_sign(content: str, named: set[int]) -> None:
    assert mentioned(content, NAMES) == named


def test_they_are_stored_with_the_message_by_id(
    teacher: Person, minji: Person, algebra: Conversation
) -> None:
    sent = say(teacher, algebra, "@최민지 발표해 주세요")
    assert (sent["mentions"], sent["mentions_all"]) == ([minji.id], False)
    minji.user.name = "최다른"
    minji.user.save()
    assert ask(teacher, "get", f"messages/{sent['id']}", status=200)["mentions"] == [minji.id]


def test_new_words_name_others(teacher: Person, minji: Person, seojun: Person, algebra: Conversation) -> None:
    sent = say(teacher, algebra, "@최민지 발표해 주세요")
    edited = ask(teacher, "put", f"messages/{sent['id']}", {"content": "@이서준 @all"}, 200)
    assert (edited["mentions"], edited["mentions_all"]) == ([seojun.id], True)
    ask(teacher, "delete", f"messages/{sent['id']}", status=204)
    gone = ask(teacher, "get", f"messages/{sent['id']}", status=200)
    assert (gone["mentions"], gone["mentions_all"]) == ([], False)


@pytest.mark.parametrize("content", ["@all", "@모두 책을 펴세요", "@Everyone!", "여러분 @전체"])
def test_teachers_call_everybody(content: str, teacher: Person, minji: Person, algebra: Conversation) -> None:
    assert say(teacher, algebra, content)["mentions_all"]
    assert not say(minji, algebra, content)["mentions_all"]


@pytest.mark.parametrize("content", ["all", "a@all.kr", "@allison", "@al"])
def test_what_calls_nobody(content: str, teacher: Person, algebra: Conversation) -> None:
    assert not say(teacher, algebra, content)["mentions_all"]


def test_everybody_called_is_told_so(
    teacher: Person, minji: Person, seojun: Person, algebra: Conversation
) -> None:
    say(teacher, algebra, "@모두 내일은 쉬어요")
    noticing.tell_conversation(algebra.pk)
    told = Notification.objects.filter(kind="message_mention").values_list("user_id", flat=True)
    assert set(told) == {minji.id, seojun.id}


def test_who_is_not_there_is_not_named(teacher: Person, stranger: Person, algebra: Conversation) -> None:
    assert say(teacher, algebra, f"@{stranger.name}")["mentions"] == []


async def test_over_the_socket_too(
    teacher: Person, minji: Person, algebra: Conversation, lines: Lines
) -> None:
    desk, phone = await lines.of(teacher), await lines.of(minji)
    await desk.says("message.send", conversation_id=algebra.pk, content="@최민지 @all")
    message = (await phone.hears("message.created"))["message"]
    assert (message["mentions"], message["mentions_all"]) == ([minji.id], True)
