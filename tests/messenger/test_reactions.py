"""Reactions: one emoji of a person once, counted for everybody, carried by sync."""

from typing import Any
from urllib.parse import quote

import pytest

from messenger import actions
from messenger.models import Conversation, Reaction
from tests.messenger.steps import ask, catch_up, look, read_page, say
from tests.people import Person
from tests.sockets import Lines, Refusal


def react(person: Person, message: Any, emoji: str, status: int = 200) -> Any:
    return ask(person, "post", f"messages/{message['id']}/reactions", {"emoji": emoji}, status)


def take_back(person: Person, message: Any, emoji: str, status: int = 204) -> Any:
    return ask(person, "delete", f"messages/{message['id']}/reactions/{quote(emoji)}", status=status)


def shown(person: Person, conversation: Conversation) -> Any:
    return read_page(person, conversation)["results"][0]["reactions"]


def test_they_are_counted_and_say_whether_they_are_mine(
    teacher: Person, minji: Person, seojun: Person, algebra: Conversation
) -> None:
    sent = say(teacher, algebra)
    react(minji, sent, "👍")
    react(seojun, sent, "👍")
    react(seojun, sent, "🎉")
    assert shown(minji, algebra) == [
        {"emoji": "👍", "count": 2, "user_ids": [minji.id, seojun.id], "mine": True},
        {"emoji": "🎉", "count": 1, "user_ids": [seojun.id], "mine": False},
    ]
    who = ask(teacher, "get", f"messages/{sent['id']}/reactions", status=200)
    assert [(one["emoji"], [user["name"] for user in one["users"]]) for one in who] == [
        ("👍", ["최민지", "이서준"]),
        ("🎉", ["이서준"]),
    ]


def test_twice_is_once_and_changes_nothing(teacher: Person, minji: Person, algebra: Conversation) -> None:
    sent = say(teacher, algebra)
    first = react(minji, sent, "👍")
    assert first["change"] == sent["change"] + 1
    assert react(minji, sent, "👍") == first
    assert Reaction.objects.count() == 1


def test_taken_back_it_is_gone(teacher: Person, minji: Person, algebra: Conversation) -> None:
    sent = say(teacher, algebra)
    react(minji, sent, "👍")
    take_back(minji, sent, "👍")
    take_back(minji, sent, "👍")
    assert shown(teacher, algebra) == []
    assert look(teacher, algebra)["change"] == sent["change"] + 2


def test_nobody_takes_back_what_others_gave(teacher: Person, minji: Person, algebra: Conversation) -> None:
    sent = say(teacher, algebra)
    react(minji, sent, "👍")
    take_back(teacher, sent, "👍")
    assert [one["count"] for one in shown(teacher, algebra)] == [1]


@pytest.mark.parametrize("emoji", ["👍🏽", "👨‍👩‍👧‍👦", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🇰🇷", "❤️", "1️⃣", "☺️", "🫡"])
def test_every_emoji_is_taken(emoji: str, minji: Person, algebra: Conversation) -> None:
    sent = say(minji, algebra)
    assert react(minji, sent, emoji)["reactions"][0]["emoji"] == emoji
    take_back(minji, sent, emoji)
    assert shown(minji, algebra) == []


def test_two_spellings_of_one_emoji_are_one(teacher: Person, minji: Person, algebra: Conversation) -> None:
    sent = say(teacher, algebra)
    react(minji, sent, "❤")
    assert [one["count"] for one in react(teacher, sent, "❤️")["reactions"]] == [2]


@pytest.mark.parametrize(
    "emoji",
    ["a", "수", "", " ", "👍👍", "👍 ", "<b>", ":+1:", "🏽", "\u200d", "👍" * 60, "1", "\x00", "\ud83d"],
)
def test_what_is_no_emoji_is_refused(emoji: str, minji: Person, algebra: Conversation) -> None:
    sent = say(minji, algebra)
    assert react(minji, sent, emoji, 400)["code"] in ("invalid", "parse_error")
    assert shown(minji, algebra) == []


def test_at_most_twenty_different_ones(minji: Person, seojun: Person, algebra: Conversation) -> None:
    sent = say(minji, algebra)
    for number in range(20):
        actions.add_reaction(user=minji.user, message_id=sent["id"], emoji=chr(0x1F600 + number))
    assert react(seojun, sent, "🎉", 409)["code"] == "too_many_reactions"
    assert react(seojun, sent, "😀")["reactions"][0]["count"] == 2


def test_not_at_deleted_or_system_messages(minji: Person, algebra: Conversation) -> None:
    sent = say(minji, algebra)
    react(minji, sent, "👍")
    ask(minji, "delete", f"messages/{sent['id']}", status=204)
    assert react(minji, sent, "🎉", 409)["code"] == "deleted"
    assert shown(minji, algebra) == []
    line = actions.post_system_message(algebra, "call_ended", {})
    react(minji, {"id": line.pk}, "👍", 403)


def test_strangers_and_the_removed_find_nothing(
    teacher: Person, minji: Person, stranger: Person, algebra: Conversation
) -> None:
    sent = say(teacher, algebra)
    ask(teacher, "delete", f"conversations/{algebra.pk}/participants/{minji.id}", status=204)
    for person in (stranger, minji):
        react(person, sent, "👍", 404)
        take_back(person, sent, "👍", 404)
        ask(person, "get", f"messages/{sent['id']}/reactions", status=404)


def test_sync_carries_them(teacher: Person, minji: Person, algebra: Conversation) -> None:
    sent = say(teacher, algebra)
    react(minji, sent, "👍")
    [told] = catch_up(minji, {algebra: sent["change"]})["conversations"][str(algebra.pk)]["messages"]
    assert told["reactions"] == [{"emoji": "👍", "count": 1, "user_ids": [minji.id], "mine": True}]


async def test_over_the_socket_the_others_hear_the_whole_message(
    teacher: Person, minji: Person, algebra: Conversation, lines: Lines
) -> None:
    desk, phone = await lines.of(teacher), await lines.of(minji)
    sent = await desk.says("message.send", conversation_id=algebra.pk, content="책을 펴세요")
    answer = await phone.says("reaction.add", message_id=sent["id"], emoji="👍")
    assert answer["reactions"] == [{"emoji": "👍", "count": 1, "user_ids": [minji.id], "mine": True}]
    event = await desk.hears("reaction.added")
    assert (event["emoji"], event["user_id"], event["change"]) == ("👍", minji.id, sent["change"] + 1)
    assert event["message"]["reactions"] == [{"emoji": "👍", "count": 1, "user_ids": [minji.id]}]
    await phone.says("reaction.remove", message_id=sent["id"], emoji="👍")
    event = await desk.hears("reaction.removed")
    assert event["message"]["reactions"] == []
    with pytest.raises(Refusal) as refused:
        await phone.says("reaction.add", message_id=sent["id"], emoji="아니요")
    assert refused.value.code == "invalid"
    assert not [frame for frame in await phone.heard() if frame["type"].startswith("reaction")]
