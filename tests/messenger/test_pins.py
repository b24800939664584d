"""Pinned messages: by teachers in a class, by everybody elsewhere; found again by all."""

from typing import Any

from messenger import actions
from messenger.models import Conversation
from tests.messenger.steps import ask, ask_async, begin, catch_up, look, say, stored, where
from tests.people import Person
from tests.sockets import Lines


def pin(person: Person, message: Any, status: int = 200) -> Any:
    return ask(person, "post", f"messages/{message['id']}/pin", status=status)


def unpin(person: Person, message: Any, status: int = 204) -> Any:
    return ask(person, "delete", f"messages/{message['id']}/pin", status=status)


def pinned(person: Person, conversation: Conversation, status: int = 200) -> Any:
    return ask(person, "get", where(conversation, "/pins"), status=status)


def test_last_pinned_comes_first(teacher: Person, minji: Person, algebra: Conversation) -> None:
    first, second = say(minji, algebra, "하나"), say(teacher, algebra, "둘")
    assert pin(teacher, second)["pinned"]
    pin(teacher, first)
    assert [one["content"] for one in pinned(minji, algebra)] == ["하나", "둘"]
    unpin(teacher, first)
    unpin(teacher, first)
    assert [one["content"] for one in pinned(minji, algebra)] == ["둘"]


def test_twice_changes_nothing(teacher: Person, algebra: Conversation) -> None:
    sent = say(teacher, algebra)
    assert pin(teacher, sent) == pin(teacher, sent)
    assert look(teacher, algebra)["change"] == sent["change"] + 1


def test_in_a_class_only_teachers(teacher: Person, minji: Person, algebra: Conversation) -> None:
    sent = say(minji, algebra)
    pin(minji, sent, 403)
    pin(teacher, sent)
    unpin(minji, sent, 403)
    assert (look(minji, algebra)["rules"]["pin"], look(teacher, algebra)["rules"]["pin"]) == (False, True)


def test_elsewhere_everybody(minji: Person, seojun: Person, algebra: Conversation) -> None:
    group = stored(begin(minji, "group", seojun))
    pin(seojun, say(minji, group))
    pin(seojun, say(minji, stored(begin(minji, "direct", seojun))))


def test_a_deleted_message_is_pinned_no_more(teacher: Person, minji: Person, algebra: Conversation) -> None:
    sent = say(minji, algebra)
    pin(teacher, sent)
    ask(minji, "delete", f"messages/{sent['id']}", status=204)
    assert pinned(teacher, algebra) == []
    assert pin(teacher, sent, 409)["code"] == "deleted"


def test_at_most_fifty(teacher: Person, algebra: Conversation) -> None:
    rows = [actions.post_system_message(algebra, "x", {}) for _number in range(50)]
    algebra.messages.update(pinned_at=rows[0].created_at)
    assert pin(teacher, say(teacher, algebra), 409)["code"] == "too_many_pinned"


def test_late_joiners_do_not_see_what_came_before_them(
    minji: Person, seojun: Person, algebra: Conversation
) -> None:
    group = stored(begin(minji, "group"))
    pin(minji, say(minji, group))
    ask(minji, "post", where(group, "/participants"), {"user_ids": [seojun.id]}, 201)
    assert pinned(seojun, group) == []


def test_strangers_and_the_removed_find_nothing(
    teacher: Person, minji: Person, stranger: Person, algebra: Conversation
) -> None:
    sent = say(teacher, algebra)
    ask(teacher, "delete", where(algebra, f"/participants/{minji.id}"), status=204)
    for person in (stranger, minji):
        pin(person, sent, 404)
        unpin(person, sent, 404)
        pinned(person, algebra, 404)


async def test_everybody_hears_it_and_sync_carries_it(
    teacher: Person, minji: Person, algebra: Conversation, lines: Lines
) -> None:
    desk, phone = await lines.of(teacher), await lines.of(minji)
    sent = await desk.says("message.send", conversation_id=algebra.pk, content="시험 범위")
    await ask_async(teacher, "post", f"messages/{sent['id']}/pin", status=200)
    event = await phone.hears("message.updated")
    assert (event["message"]["pinned"], event["message"]["change"]) == (True, sent["change"] + 1)
    answer = await phone.says("sync.request", conversations={str(algebra.pk): sent["change"]})
    assert [one["pinned"] for one in answer["conversations"][str(algebra.pk)]["messages"]] == [True]


def test_sync_carries_the_unpinning(teacher: Person, minji: Person, algebra: Conversation) -> None:
    sent = say(teacher, algebra)
    pin(teacher, sent)
    unpin(teacher, sent)
    told = catch_up(minji, {algebra: sent["change"] + 1})["conversations"][str(algebra.pk)]["messages"]
    assert [one["pinned"] for one in told] == [False]
