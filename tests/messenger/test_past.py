"""Who comes into a group later: what was said before is not theirs, whatever happens to it."""

from typing import Any

import pytest
from asgiref.sync import sync_to_async

from messenger.models import Conversation
from messenger.sync import backfill
from tests.messenger.steps import ask, ask_async, begin, catch_up, look, read_page, say, stored, where
from tests.people import Person
from tests.sockets import Lines

SECRET = "지난 이야기"


@pytest.fixture
def group(minji: Person, seojun: Person, algebra: Conversation) -> Conversation:
    """Minji's and Seojun's; the teacher comes in when somebody says so."""
    return stored(begin(minji, "group", seojun))


def let_in(minji: Person, group: Conversation, *newcomers: Person) -> None:
    people = {"user_ids": [one.id for one in newcomers]}
    ask(minji, "post", where(group, "/participants"), people, 201)


def change_everything(minji: Person, seojun: Person, group: Conversation, old: Any) -> None:
    """Whatever can happen to a message, but its end."""
    message = f"messages/{old['id']}"
    ask(seojun, "post", f"{message}/reactions", {"emoji": "👍"}, 200)
    ask(seojun, "delete", f"{message}/reactions/👍")
    ask(minji, "put", message, {"content": f"{SECRET}!"}, 200)
    ask(seojun, "post", f"{message}/pin")
    ask(seojun, "delete", f"{message}/pin")
    say(seojun, group, "답", thread_id=old["id"])


async def test_what_happens_to_the_past_tells_a_newcomer_numbers_alone(
    lines: Lines, teacher: Person, minji: Person, seojun: Person, group: Conversation
) -> None:
    old = await sync_to_async(say)(minji, group, SECRET)
    here = await lines.of(teacher)
    await sync_to_async(let_in)(minji, group, teacher)
    again = await lines.of(teacher)
    theirs = await lines.of(seojun)
    start = (await ask_async(teacher, "get", where(group)))["change"]
    await sync_to_async(change_everything)(minji, seojun, group, old)
    for line in (here, again):
        frames = await line.heard()
        assert SECRET not in str(frames)
        told = [one.get("change") or one["message"]["change"] for one in frames if _is_numbered(one)]
        head = (await ask_async(teacher, "get", where(group)))["change"]
        assert [one for one in told if one > start] == list(range(start + 1, head + 1))
    assert SECRET in str(await theirs.heard())


def _is_numbered(frame: dict[str, Any]) -> bool:
    return frame["type"] in ("conversation.changed", "message.created")


async def test_a_quote_of_the_past_has_no_words_for_a_newcomer(
    lines: Lines, teacher: Person, minji: Person, seojun: Person, group: Conversation
) -> None:
    old = await sync_to_async(say)(minji, group, SECRET)
    await sync_to_async(let_in)(minji, group, teacher)
    line, theirs = await lines.of(teacher), await lines.of(minji)
    quoting = await sync_to_async(say)(seojun, group, "맞아", reply_to_id=old["id"])
    heard = (await line.hears("message.created"))["message"]
    assert (heard["content"], heard["reply_to"]["excerpt"]) == ("맞아", "")
    assert (await theirs.hears("message.created"))["message"]["reply_to"]["excerpt"] == SECRET
    await ask_async(seojun, "put", f"messages/{quoting['id']}", {"content": "그래 맞아"}, 200)
    assert (await line.hears("message.updated"))["message"]["reply_to"]["excerpt"] == ""
    await ask_async(minji, "put", f"messages/{old['id']}", {"content": f"{SECRET}!"}, 200)
    assert SECRET not in str(await line.heard())


def test_nor_has_it_wherever_one_reads_it(
    teacher: Person, minji: Person, seojun: Person, group: Conversation
) -> None:
    old = say(minji, group, SECRET)
    let_in(minji, group, teacher)
    start = look(teacher, group)["change"]
    quoting = say(seojun, group, "맞아", reply_to_id=old["id"])
    message = f"messages/{quoting['id']}"
    for answer in (
        read_page(teacher, group),
        look(teacher, group),
        ask(teacher, "get", message, status=200),
        ask(teacher, "get", f"{message}/thread", status=200),
        catch_up(teacher, {group: start}),
        ask(teacher, "post", f"{message}/pin"),
        ask(teacher, "get", where(group, "/pins"), status=200),
    ):
        assert "맞아" in str(answer) or "pinned" in str(answer)
        assert SECRET not in str(answer)
    assert SECRET in str(read_page(seojun, group))


def test_what_a_process_reads_back_is_told_apart_too(
    teacher: Person, minji: Person, group: Conversation
) -> None:
    say(minji, group, SECRET)
    let_in(minji, group, teacher)
    began = look(teacher, group)["my"]["from_seq"]
    [told] = [one for one in backfill({f"conversation:{group.pk}": 0}) if SECRET in str(one.event)]
    [(place, instead)] = told.instead
    assert place <= began
    assert instead == {
        "type": "conversation.changed",
        "conversation_id": str(group.pk),
        "change": told.change,
    }


def test_a_thread_of_the_past_counts_no_answers_for_who_came_back(
    teacher: Person, minji: Person, seojun: Person, group: Conversation
) -> None:
    let_in(minji, group, teacher)
    root = say(minji, group, SECRET)
    say(teacher, group, "답", thread_id=root["id"])
    ask(minji, "delete", where(group, f"/participants/{teacher.id}"), status=204)
    let_in(minji, group, teacher)
    say(seojun, group, "또 답", thread_id=root["id"])
    assert ask(teacher, "get", "unread", status=200)["threads"] == {}
    assert ask(minji, "get", "unread", status=200)["threads"] == {root["id"]: 2}


def test_nobody_has_read_what_was_said_before_they_came(
    teacher: Person, minji: Person, seojun: Person, group: Conversation
) -> None:
    old = say(minji, group, SECRET)
    let_in(minji, group, teacher)
    new = say(minji, group, "어서 오세요")
    ask(teacher, "post", where(group, "/read"), {"seq": new["seq"]}, 200)
    assert ask(minji, "get", f"messages/{old['id']}/receipts", status=200) == []
    [reader] = ask(minji, "get", f"messages/{new['id']}/receipts", status=200)
    assert reader["user"]["name"] == "김서연"
    people = ask(minji, "get", where(group, "/participants"), status=200)
    assert {one["user"]["name"]: one["from_seq"] for one in people} == {
        "최민지": 0,
        "이서준": 0,
        "김서연": old["seq"],
    }
