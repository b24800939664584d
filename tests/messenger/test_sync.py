"""Catching up: exactly what changed above the client's number, and nothing of others."""

from typing import Any
from uuid import uuid4

import pytest

from accounts import actions as people
from accounts.models import Classroom
from messenger.actions import NewMessage, send_messages
from messenger.models import Conversation
from tests.messenger.steps import ask, begin, catch_up, look, say, stored, where
from tests.people import Person
from tests.sockets import Lines


def changed(person: Person, conversation: Conversation, change: int) -> Any:
    return catch_up(person, {conversation: change}, 200)["conversations"].get(str(conversation.pk))


def storm(person: Person, conversation: Conversation, count: int, content: str = "!") -> None:
    new = NewMessage
    for start in range(0, count, 100):
        send_messages(
            [
                new(sender_id=person.id, conversation_id=conversation.pk, content=content)
                for _one in range(min(100, count - start))
            ]
        )


def everything(person: Person, conversation: Conversation, change: int) -> list[Any]:
    """As a client does it: again while there is more."""
    rows: list[Any] = []
    while (answer := changed(person, conversation, change)) is not None:
        rows += answer["messages"]
        change = answer["head"]
        if not answer["more"]:
            break
    return rows


def test_nothing_new_is_nothing(minji: Person, algebra: Conversation) -> None:
    head = look(minji, algebra)["change"]
    assert catch_up(minji, {algebra: head}) == {"conversations": {}, "removed": []}
    assert catch_up(minji, {}) == {"conversations": {}, "removed": []}


def test_exactly_what_changed_is_told(teacher: Person, minji: Person, algebra: Conversation) -> None:
    old, kept, gone = say(teacher, algebra, "하나"), say(teacher, algebra, "둘"), say(teacher, algebra, "셋")
    head = look(minji, algebra)["change"]
    new = say(teacher, algebra, "넷")
    ask(teacher, "put", f"messages/{old['id']}", {"content": "하나!"}, 200)
    ask(teacher, "delete", f"messages/{gone['id']}", status=204)
    answer = changed(minji, algebra, head)
    assert [(one["id"], one["content"], bool(one["deleted_at"])) for one in answer["messages"]] == [
        (new["id"], "넷", False),
        (old["id"], "하나!", False),
        (gone["id"], "", True),
    ]
    assert kept["id"] not in [one["id"] for one in answer["messages"]]
    assert [one["change"] for one in answer["messages"]] == [head + 1, head + 2, head + 3]
    assert (answer["head"], answer["more"], answer["participants"]) == (head + 3, False, [])


def test_a_new_title_and_new_people_are_told(minji: Person, seojun: Person, algebra: Conversation) -> None:
    group = stored(begin(minji, "group"))
    head = look(minji, group)["change"]
    ask(minji, "post", where(group, "/participants"), {"user_ids": [seojun.id]}, 201)
    ask(minji, "patch", where(group), {"title": "새 이름"}, 200)
    answer = changed(minji, group, head)
    assert [row["user"]["name"] for row in answer["participants"]] == ["이서준"]
    assert (answer["conversation"]["title"], answer["head"]) == ("새 이름", head + 3)


def test_more_than_a_page_comes_in_parts_without_loss(
    teacher: Person, minji: Person, algebra: Conversation
) -> None:
    storm(teacher, algebra, 1205)
    answer = changed(minji, algebra, 0)
    assert answer["more"]
    assert len(answer["messages"]) == 500
    assert answer["head"] == answer["messages"][-1]["change"]
    assert [one["seq"] for one in everything(minji, algebra, 0)] == list(range(1, 1206))


def test_long_texts_come_in_smaller_parts_without_loss(
    teacher: Person, minji: Person, algebra: Conversation
) -> None:
    storm(teacher, algebra, 120, "가" * 20_000)
    answer = changed(minji, algebra, 0)
    assert answer["more"]
    assert len(answer["messages"]) <= 16
    assert [one["seq"] for one in everything(minji, algebra, 0)] == list(range(1, 121))


def test_many_conversations_share_one_page(teacher: Person, minji: Person, algebra: Conversation) -> None:
    groups = [stored(begin(teacher, "group", minji, title=f"모임 {number}")) for number in range(4)]
    for group in groups:
        storm(teacher, group, 200)
    known = {str(group.pk): 0 for group in groups}
    rows: dict[str, list[int]] = {}
    for _round in range(10):
        answer = catch_up(minji, known)["conversations"]
        assert sum(len(one["messages"]) for one in answer.values()) <= 500
        for key, one in answer.items():
            known[key] = one["head"]
            rows.setdefault(key, []).extend(message["seq"] for message in one["messages"])
        if not any(one["more"] for one in answer.values()):
            break
    assert rows.keys() == known.keys()
    assert all(sorted(seqs) == list(range(1, 201)) for seqs in rows.values())


def test_removed_archived_foreign_and_unknown_all_look_the_same(
    minji: Person, seojun: Person, stranger: Person, algebra: Conversation
) -> None:
    archived, left = stored(begin(minji, "group", seojun)), stored(begin(minji, "group", seojun))
    ask(minji, "delete", where(archived), status=204)
    ask(seojun, "delete", where(left, f"/participants/{seojun.id}"), status=204)
    nowhere = uuid4()
    answer = catch_up(seojun, {archived: 0, left: 0, nowhere: 0})
    assert answer["conversations"] == {}
    assert set(answer["removed"]) == {str(archived.pk), str(left.pk), str(nowhere)}
    assert catch_up(stranger, {algebra: 0}) == {"conversations": {}, "removed": [str(algebra.pk)]}


def test_unenrolling_removes_it(minji: Person, algebra: Conversation, algebra_class: Classroom) -> None:
    people.unenroll(classroom=algebra_class, user=minji.user)
    assert catch_up(minji, {algebra: 0})["removed"] == [str(algebra.pk)]


@pytest.mark.parametrize(
    ("conversations", "status"),
    [
        (None, 400),
        ([], 400),
        ("x", 400),
        ({"x": 0}, 404),
        ({str(uuid4()): -1}, 400),
        ({str(uuid4()): "x"}, 400),
    ],
)
def test_a_bad_question_is_refused(conversations: Any, status: int, minji: Person) -> None:
    assert ask(minji, "post", "sync", {"conversations": conversations}, status)["code"] in (
        "invalid",
        "not_found",
    )


def test_at_most_five_hundred_at_once(minji: Person) -> None:
    known = {str(uuid4()): 0 for _one in range(501)}
    assert list(ask(minji, "post", "sync", {"conversations": known}, 400)["fields"]) == ["conversations"]


def test_a_number_from_the_future_is_harmless(minji: Person, algebra: Conversation) -> None:
    assert catch_up(minji, {algebra: 10**30}) == {"conversations": {}, "removed": []}


async def test_the_socket_answers_the_same(
    teacher: Person, minji: Person, algebra: Conversation, lines: Lines
) -> None:
    desk, line = await lines.of(teacher), await lines.of(minji)
    head = line.ready["heads"][str(algebra.pk)]
    sent = await desk.says("message.send", conversation_id=algebra.pk, content="책을 펴세요")
    answer = await line.says("sync.request", conversations={str(algebra.pk): head, str(uuid4()): -(10**30)})
    told = answer["conversations"][str(algebra.pk)]
    assert [one["id"] for one in told["messages"]] == [sent["id"]]
    assert told["head"] == sent["change"] == head + 1
    assert len(answer["removed"]) == 1


async def test_ready_names_every_conversation_with_its_number(
    minji: Person, algebra: Conversation, announcements: Conversation, lines: Lines
) -> None:
    line = await lines.of(minji)
    assert line.ready["heads"].keys() == {str(algebra.pk), str(announcements.pk)}
    assert (line.ready["user_id"], line.ready["protocol"]) == (minji.id, "dreamseed.v1")
