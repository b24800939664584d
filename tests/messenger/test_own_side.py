"""One's own side: settings of a conversation, drafts, read receipts; equal on all devices."""

from typing import Any

import pytest

from messenger.models import Conversation
from tests.messenger.steps import ask, ask_async, begin, catch_up, look, say, where
from tests.people import Person
from tests.sockets import Lines


def settle(person: Person, conversation: Conversation, status: int = 200, **fields: Any) -> Any:
    return ask(person, "patch", where(conversation, "/settings"), fields, status)


def keep(person: Person, conversation: Conversation, content: str, status: int = 200, **fields: Any) -> Any:
    body = {"content": content, **fields}
    return ask(person, "put", where(conversation, "/draft"), body, status)


def own(person: Person, number: int) -> Any:
    return ask(person, "post", "sync", {"conversations": {}, "own": number}, 200)["own"]


def test_who_comes_back_begins_anew(teacher: Person, minji: Person, algebra: Conversation) -> None:
    group = begin(teacher, "group", minji)
    beginning = look(minji, group["id"])["my"]
    mine = {"muted_until": "2099-01-01T00:00:00Z", "pinned": True, "archived": True}
    ask(minji, "patch", where(group["id"], "/settings"), mine, 200)
    ask(teacher, "delete", where(group["id"], f"/participants/{minji.id}"), status=204)
    ask(teacher, "post", where(group["id"], "/participants"), {"user_ids": [minji.id]}, 201)
    again = look(minji, group["id"])["my"]
    kept = ("muted_until", "pinned", "archived")
    assert [again[name] for name in kept] == [beginning[name] for name in kept]


def test_pinned_and_put_away_is_for_oneself(teacher: Person, minji: Person, algebra: Conversation) -> None:
    answer = settle(minji, algebra, pinned=True)
    assert answer == {"muted_until": None, "pinned": True, "archived": False}
    assert settle(minji, algebra, archived=True) == {**answer, "archived": True}
    mine = look(minji, algebra)["my"]
    assert (mine["pinned"], mine["archived"]) == (True, True)
    assert look(teacher, algebra)["my"]["pinned"] is False
    assert settle(minji, algebra, pinned=False, archived=False) == {**answer, "pinned": False}


def test_what_is_put_away_is_listed_apart_and_not_in_the_total(
    teacher: Person, minji: Person, algebra: Conversation, announcements: Conversation
) -> None:
    settle(minji, algebra, archived=True)
    say(teacher, algebra)
    away = ask(minji, "get", "conversations?archived=true", status=200)["results"]
    others = ask(minji, "get", "conversations?archived=false", status=200)["results"]
    assert [one["id"] for one in away] == [str(algebra.pk)]
    assert [one["id"] for one in others] == [str(announcements.pk)]
    unread = ask(minji, "get", "unread")
    assert (unread["total"], unread["conversations"]) == (0, {str(algebra.pk): 1})


@pytest.mark.parametrize("wrong", [{}, {"pinned": "x"}, {"archived": None}, {"muted_until": "morgen"}])
def test_bad_settings_are_refused(wrong: dict[str, Any], minji: Person, algebra: Conversation) -> None:
    assert settle(minji, algebra, 400, **wrong)["code"] == "invalid"


def test_a_draft_is_kept_replaced_and_done(minji: Person, algebra: Conversation) -> None:
    keep(minji, algebra, "선생님,")
    keep(minji, algebra, "선생님, 질문이")
    assert [one["content"] for one in ask(minji, "get", "drafts", status=200)] == ["선생님, 질문이"]
    keep(minji, algebra, "")
    assert ask(minji, "get", "drafts") == []


def test_a_thread_has_a_draft_of_its_own(teacher: Person, minji: Person, algebra: Conversation) -> None:
    root = say(teacher, algebra)
    keep(minji, algebra, "여기")
    kept = keep(minji, algebra, "저기", thread_id=root["id"], reply_to_id=root["id"])
    assert (kept["thread_id"], kept["reply_to_id"]) == (root["id"], root["id"])
    assert {one["thread_id"]: one["content"] for one in ask(minji, "get", "drafts")} == {
        None: "여기",
        root["id"]: "저기",
    }


def test_drafts_are_nobody_elses(
    teacher: Person, minji: Person, stranger: Person, algebra: Conversation
) -> None:
    keep(minji, algebra, "비밀")
    assert ask(teacher, "get", "drafts") == []
    keep(stranger, algebra, "x", 404)
    ask(teacher, "delete", where(algebra, f"/participants/{minji.id}"), status=204)
    keep(minji, algebra, "x", 404)
    assert ask(minji, "get", "drafts") == []
    assert own(minji, 0)["drafts"] == []


def test_too_long_or_elsewhere_is_refused(minji: Person, algebra: Conversation, seojun: Person) -> None:
    keep(minji, algebra, "가" * 20_001, 400)
    group = ask(minji, "post", "conversations", {"type": "group", "title": "x"}, 201)
    elsewhere = ask(minji, "post", f"conversations/{group['id']}/messages", {"content": "x"}, 201)
    keep(minji, algebra, "x", 404, thread_id=elsewhere["id"])


def test_sync_tells_what_another_device_changed(
    teacher: Person, minji: Person, algebra: Conversation
) -> None:
    sent = say(teacher, algebra)
    start = own(minji, 0)["head"]
    settle(minji, algebra, pinned=True)
    keep(minji, algebra, "선생님,")
    ask(minji, "post", where(algebra, "/read"), {"seq": sent["seq"]}, 200)
    told = own(minji, start)
    [mine] = told["conversations"]
    assert (mine["my"]["pinned"], mine["my"]["unread"]) == (True, 0)
    assert [one["content"] for one in told["drafts"]] == ["선생님,"]
    assert own(minji, told["head"])["conversations"] == []
    keep(minji, algebra, "")
    assert [one["content"] for one in own(minji, told["head"])["drafts"]] == [""]
    assert "own" not in catch_up(minji, {})


async def test_the_other_devices_hear_it_and_nobody_else(
    teacher: Person, minji: Person, algebra: Conversation, lines: Lines
) -> None:
    phone, desk = await lines.of(minji), await lines.of(teacher)
    await ask_async(minji, "patch", where(algebra, "/settings"), {"archived": True}, 200)
    event = await phone.hears("conversation.settings")
    assert (event["archived"], event["change"]) == (True, phone.ready["own"] + 1)
    await ask_async(minji, "put", where(algebra, "/draft"), {"content": "선생님,"}, 200)
    assert (await phone.hears("draft.updated"))["content"] == "선생님,"
    heard = [frame["type"] for frame in await desk.heard()]
    assert not {"conversation.settings", "draft.updated"} & set(heard)


async def test_ones_other_devices_hear_of_it_and_nobody_else(
    teacher: Person, minji: Person, algebra: Conversation, lines: Lines
) -> None:
    phone, desk = await lines.of(minji), await lines.of(teacher)
    await ask_async(minji, "patch", "settings", {"read_receipts": False}, 200)
    assert (await phone.hears("preferences.changed"))["read_receipts"] is False
    assert [line.ready["read_receipts"] for line in (phone, await lines.of(minji))] == [True, False]
    assert "preferences.changed" not in [frame["type"] for frame in await desk.heard()]


async def test_without_receipts_nobody_learns_how_far_one_has_read(
    teacher: Person, minji: Person, algebra: Conversation, lines: Lines
) -> None:
    await ask_async(minji, "patch", "settings", {"read_receipts": False}, 200)
    desk, phone, pad = await lines.of(teacher), await lines.of(minji), await lines.of(minji)
    sent = await desk.says("message.send", conversation_id=algebra.pk, content="읽어 주세요")
    await phone.says("message.read", conversation_id=algebra.pk, seq=sent["seq"])
    assert (await pad.hears("message.read"))["seq"] == sent["seq"]
    assert not [frame for frame in await desk.heard() if frame["type"] == "message.read"]
    assert await ask_async(teacher, "get", f"messages/{sent['id']}/receipts") == []
    people = await ask_async(teacher, "get", where(algebra, "/participants"))
    assert {one["user"]["id"]: one["last_read_seq"] for one in people}[minji.id] is None
    people = await ask_async(minji, "get", where(algebra, "/participants"))
    assert {one["user"]["id"]: one["last_read_seq"] for one in people}[minji.id] == sent["seq"]
    assert await ask_async(minji, "get", "settings") == {"read_receipts": False}
