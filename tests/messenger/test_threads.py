"""Threads: replies beside the conversation, counted at their first message, with an own unread."""

from typing import Any

import pytest

from messenger.models import Conversation
from tests.messenger.steps import ask, begin, catch_up, look, read_page, say, stored, texts
from tests.people import Person
from tests.sockets import Lines


def thread(person: Person, root: Any, query: str = "", status: int = 200) -> Any:
    return ask(person, "get", f"messages/{root['id']}/thread{query}", status=status)


def reply(
    person: Person, conversation: Conversation, root: Any, content: str = "답이에요", **fields: Any
) -> Any:
    return say(person, conversation, content, thread_id=root["id"], **fields)


def root_of(person: Person, root: Any) -> Any:
    return ask(person, "get", f"messages/{root['id']}", status=200)["thread"]


def test_replies_are_read_in_order_beside_the_conversation(
    teacher: Person, minji: Person, algebra: Conversation
) -> None:
    root = say(teacher, algebra, "질문 있어요?")
    first, second = reply(minji, algebra, root, "네"), reply(teacher, algebra, root, "뭔가요?")
    page = thread(minji, root)
    assert [one["id"] for one in page["results"]] == [first["id"], second["id"]]
    assert page["root"]["id"] == root["id"]
    assert texts(read_page(minji, algebra)) == ["질문 있어요?"]


def test_the_first_message_counts_them(teacher: Person, minji: Person, algebra: Conversation) -> None:
    root = say(teacher, algebra)
    assert root["thread"] is None
    reply(minji, algebra, root)
    last = reply(minji, algebra, root)
    assert root_of(teacher, root) == {
        "count": 2,
        "last_reply_at": last["created_at"],
        "last_reply_by": minji.id,
    }
    assert look(teacher, algebra)["change"] == root["change"] + 4  # two replies, counted twice


def test_a_deleted_reply_is_not_counted(teacher: Person, minji: Person, algebra: Conversation) -> None:
    root = say(teacher, algebra)
    kept, gone = reply(teacher, algebra, root), reply(minji, algebra, root)
    ask(minji, "delete", f"messages/{gone['id']}", status=204)
    assert root_of(minji, root) == {
        "count": 1,
        "last_reply_at": kept["created_at"],
        "last_reply_by": teacher.id,
    }
    ask(teacher, "delete", f"messages/{kept['id']}", status=204)
    assert root_of(minji, root) is None


def test_a_repeat_is_counted_once(teacher: Person, minji: Person, algebra: Conversation) -> None:
    root = say(teacher, algebra)
    first = reply(minji, algebra, root)
    assert reply(minji, algebra, root, client_id=first["client_id"], status=200)["id"] == first["id"]
    assert root_of(teacher, root)["count"] == 1


def test_pages_of_a_long_thread(teacher: Person, minji: Person, algebra: Conversation) -> None:
    root = say(teacher, algebra)
    for number in range(5):
        reply((teacher, minji)[number % 2], algebra, root, str(number))
    page = thread(minji, root, "?page_size=2")
    assert ([one["content"] for one in page["results"]], page["previous"]) == (["0", "1"], None)
    query = page["next"].partition("?")[2]
    page = thread(minji, root, f"?{query}")
    assert [one["content"] for one in page["results"]] == ["2", "3"]
    assert page["previous"]
    page = thread(minji, root, f"?page_size=2&before={root['seq'] + 6}")
    assert ([one["content"] for one in page["results"]], page["next"]) == (["3", "4"], None)


def test_who_takes_part_has_an_own_unread(
    teacher: Person, minji: Person, seojun: Person, algebra: Conversation
) -> None:
    root = say(teacher, algebra)
    ask(minji, "post", f"conversations/{algebra.pk}/read", {"seq": root["seq"]}, 200)
    reply(minji, algebra, root)
    last = reply(teacher, algebra, root)
    assert ask(minji, "get", "unread")["threads"] == {root["id"]: 1}
    assert ask(teacher, "get", "unread")["threads"] == {}
    assert ask(seojun, "get", "unread")["threads"] == {}
    assert ask(minji, "get", "unread")["total"] == 0  # what is in threads is not new in the conversation
    assert thread(minji, root)["my"] == {"following": True, "last_read_seq": last["seq"] - 1, "unread": 1}
    read = ask(minji, "post", f"messages/{root['id']}/thread/read", {"seq": 10**9}, 200)
    assert read == {"seq": last["seq"]}
    assert ask(minji, "get", "unread")["threads"] == {}
    assert ask(minji, "post", f"messages/{root['id']}/thread/read", {"seq": 1}, 200) == read


def test_who_only_reads_it_does_not_follow_it(
    teacher: Person, minji: Person, seojun: Person, algebra: Conversation
) -> None:
    root = say(teacher, algebra)
    first = reply(minji, algebra, root)
    assert ask(seojun, "post", f"messages/{root['id']}/thread/read", {"seq": first["seq"]}, 200) == {"seq": 0}
    reply(minji, algebra, root)
    assert thread(seojun, root)["my"] == {"following": False, "last_read_seq": 0, "unread": 0}
    assert ask(seojun, "get", "unread")["threads"] == {}


def test_whose_message_is_answered_takes_part(teacher: Person, minji: Person, algebra: Conversation) -> None:
    root = say(minji, algebra)
    reply(teacher, algebra, root)
    assert ask(minji, "get", "unread")["threads"] == {root["id"]: 1}


def test_a_reply_has_no_thread_of_its_own(teacher: Person, algebra: Conversation) -> None:
    root = say(teacher, algebra)
    inner = reply(teacher, algebra, root)
    thread(teacher, inner, status=404)
    reply(teacher, algebra, inner, status=400)


def test_not_of_another_conversation_and_not_under_a_deleted_message(
    teacher: Person, minji: Person, algebra: Conversation
) -> None:
    elsewhere = say(minji, stored(begin(minji, "group", teacher)))
    assert list(reply(teacher, algebra, elsewhere, status=400)["fields"]) == ["thread_id"]
    root = say(minji, algebra)
    ask(minji, "delete", f"messages/{root['id']}", status=204)
    reply(teacher, algebra, root, status=400)


def test_strangers_and_the_removed_find_nothing(
    teacher: Person, minji: Person, stranger: Person, algebra: Conversation
) -> None:
    root = say(teacher, algebra)
    reply(minji, algebra, root)
    reply(teacher, algebra, root)
    ask(teacher, "delete", f"conversations/{algebra.pk}/participants/{minji.id}", status=204)
    for person in (stranger, minji):
        thread(person, root, status=404)
        ask(person, "post", f"messages/{root['id']}/thread/read", {"seq": 1}, 404)
        assert ask(person, "get", "unread")["threads"] == {}


def test_sync_carries_replies_and_their_first_message(
    teacher: Person, minji: Person, algebra: Conversation
) -> None:
    root = say(teacher, algebra)
    answer = reply(minji, algebra, root)
    told = catch_up(teacher, {algebra: root["change"]})["conversations"][str(algebra.pk)]
    assert [(one["id"], one["change"]) for one in told["messages"]] == [
        (answer["id"], root["change"] + 1),
        (root["id"], root["change"] + 2),
    ]
    assert told["messages"][1]["thread"]["count"] == 1


async def test_the_others_hear_the_reply_and_the_count(
    teacher: Person, minji: Person, algebra: Conversation, lines: Lines
) -> None:
    desk, phone, pad = await lines.of(teacher), await lines.of(minji), await lines.of(minji)
    root = await desk.says("message.send", conversation_id=algebra.pk, content="질문?")
    sent = await phone.says("message.send", conversation_id=algebra.pk, content="네", thread_id=root["id"])
    assert (await desk.hears("message.created"))["message"]["thread_id"] == root["id"]
    event = await desk.hears("message.updated")
    assert event["message"]["id"] == root["id"]
    assert (event["message"]["thread"]["count"], event["message"]["change"]) == (1, sent["change"] + 1)
    await desk.says("message.send", conversation_id=algebra.pk, content="뭐죠?", thread_id=root["id"])
    await phone.says("thread.read", message_id=root["id"], seq=sent["seq"] + 1)
    assert (await pad.hears("thread.read"))["seq"] == sent["seq"] + 1
    assert not [frame for frame in await desk.heard() if frame["type"] == "thread.read"]


@pytest.mark.parametrize("query", ["?after=x", "?before=-1", "?page_size=" + "9" * 30])
def test_bad_pages(query: str, teacher: Person, algebra: Conversation) -> None:
    thread(teacher, say(teacher, algebra), query, 400)
