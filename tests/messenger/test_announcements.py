"""Announcements confirmed: "12 of 27", and a word to the rest."""

from typing import Any

from accounts.actions import deactivate, enroll, reactivate, unenroll
from accounts.models import Classroom
from messenger.models import Conversation
from tests.messenger.steps import ask, ask_async, begin, look, say
from tests.notifications.steps import listed
from tests.people import Person
from tests.sockets import Lines


def confirm(person: Person, message: Any, status: int = 201) -> Any:
    return ask(person, "post", f"messages/{message['id']}/acknowledgements", status=status)


def confirmed(person: Person, message: Any, status: int = 200) -> Any:
    return ask(person, "get", f"messages/{message['id']}/acknowledgements", status=status)


def remind(person: Person, message: Any, status: int = 200) -> Any:
    return ask(person, "post", f"messages/{message['id']}/acknowledgements/remind", status=status)


def test_so_many_of_so_many(
    teacher: Person, minji: Person, seojun: Person, announcements: Conversation
) -> None:
    sent = say(teacher, announcements, "내일은 체험 학습이에요")
    assert confirm(minji, sent)["acknowledged"] == {"count": 1, "mine": True}
    answer = confirmed(teacher, sent)
    assert (answer["count"], answer["of"]) == (1, 2)
    assert [one["user"]["name"] for one in answer["acknowledged"]] == ["최민지"]
    assert [one["name"] for one in answer["waiting"]] == ["이서준"]
    assert look(seojun, announcements)["member_count"] == 2
    assert look(seojun, announcements)["last_message"]["acknowledged"] == {"count": 1, "mine": False}


def test_a_second_time_changes_nothing(teacher: Person, minji: Person, announcements: Conversation) -> None:
    sent = say(teacher, announcements)
    first = confirm(minji, sent)
    assert confirm(minji, sent, 200) == first


def test_the_rest_is_reminded_once(
    teacher: Person, minji: Person, seojun: Person, announcements: Conversation
) -> None:
    sent = say(teacher, announcements, "내일은 체험 학습이에요")
    confirm(minji, sent)
    assert remind(teacher, sent) == {"reminded": 1}
    once = listed(seojun)
    remind(teacher, sent)
    [note], [before] = listed(seojun), once
    assert (note["title"], note["body"], note["count"]) == (before["title"], before["body"], 1)
    assert note["link"] == f"/messenger/{announcements.pk}?message={sent['id']}"
    assert listed(minji) == []


def test_who_confirms_is_reminded_no_longer(
    teacher: Person, minji: Person, seojun: Person, announcements: Conversation
) -> None:
    sent = say(teacher, announcements)
    remind(teacher, sent)
    confirm(minji, sent)
    assert listed(minji, "?unread=1") == []
    assert len(listed(seojun, "?unread=1")) == 1


def test_only_those_who_are_there_count(
    teacher: Person, minji: Person, seojun: Person, announcements: Conversation, algebra_class: Classroom
) -> None:
    sent = say(teacher, announcements)
    confirm(minji, sent)
    unenroll(classroom=algebra_class, user=minji.user)
    shown = look(seojun, announcements)
    assert (shown["last_message"]["acknowledged"]["count"], shown["member_count"]) == (0, 1)
    assert confirm(seojun, sent)["acknowledged"]["count"] == 1
    enroll(classroom=algebra_class, user=minji.user, role="student")
    shown = look(minji, announcements)
    assert shown["last_message"]["acknowledged"] == {"count": 2, "mine": True}
    assert shown["member_count"] == 2


def test_who_is_switched_off_is_neither_asked_nor_counted(
    teacher: Person, minji: Person, seojun: Person, announcements: Conversation
) -> None:
    sent = say(teacher, announcements)
    confirm(minji, sent)
    deactivate(user=seojun.user)
    answer = confirmed(teacher, sent)
    assert (answer["count"], answer["of"], answer["waiting"]) == (1, 1, [])
    assert look(teacher, announcements)["member_count"] == 1
    assert remind(teacher, sent) == {"reminded": 0}
    deactivate(user=minji.user)
    assert look(teacher, announcements)["last_message"]["acknowledged"]["count"] == 0
    people = ask(teacher, "get", f"conversations/{announcements.pk}/participants", status=200)
    assert [one["user"]["name"] for one in people] == ["김서연"]
    reactivate(user=minji.user)
    assert look(teacher, announcements)["last_message"]["acknowledged"]["count"] == 1


def test_an_edit_is_confirmed_anew(
    teacher: Person, minji: Person, seojun: Person, announcements: Conversation
) -> None:
    sent = say(teacher, announcements, "9시에 모여요")
    confirm(minji, sent)
    ask(teacher, "put", f"messages/{sent['id']}", {"content": "8시에 모여요"}, 200)
    confirm(seojun, sent)
    assert look(minji, announcements)["last_message"]["acknowledged"] == {"count": 1, "mine": False}
    answer = confirmed(teacher, sent)
    assert (answer["count"], answer["of"]) == (1, 2)
    assert [one["user"]["name"] for one in answer["earlier"]] == ["최민지"]
    assert [one["name"] for one in answer["waiting"]] == ["최민지"]
    assert remind(teacher, sent) == {"reminded": 1}
    assert confirm(minji, sent)["acknowledged"] == {"count": 2, "mine": True}
    answer = confirmed(teacher, sent)
    assert (answer["count"], answer["earlier"], answer["waiting"]) == (2, [], [])


def test_only_members_confirm_and_only_administrators_look(
    teacher: Person, minji: Person, stranger: Person, announcements: Conversation
) -> None:
    sent = say(teacher, announcements)
    confirm(teacher, sent, 403)
    confirmed(minji, sent, 403)
    remind(minji, sent, 403)
    ask(teacher, "delete", f"conversations/{announcements.pk}/participants/{minji.id}", status=204)
    for person in (stranger, minji):
        confirm(person, sent, 404)
        confirmed(person, sent, 404)
        remind(person, sent, 404)


def test_only_announcements(
    teacher: Person, minji: Person, algebra: Conversation, announcements: Conversation
) -> None:
    confirm(minji, say(teacher, algebra), 403)
    sent = say(teacher, announcements)
    confirm(minji, say(teacher, announcements, thread_id=sent["id"]), 403)
    ask(teacher, "delete", f"messages/{sent['id']}", status=204)
    assert confirm(minji, sent, 409)["code"] == "deleted"


async def test_the_teacher_sees_it_come(
    teacher: Person, minji: Person, announcements: Conversation, lines: Lines
) -> None:
    desk, phone = await lines.of(teacher), await lines.of(minji)
    sent = await desk.says("message.send", conversation_id=announcements.pk, content="내일은 쉬어요")
    await ask_async(minji, "post", f"messages/{sent['id']}/acknowledgements", status=201)
    event = await desk.hears("message.updated")
    assert event["message"]["acknowledged"] == {"count": 1}
    assert (await phone.hears("message.acknowledged"))["message_id"] == sent["id"]
    answer = await phone.says("sync.request", conversations={str(announcements.pk): sent["change"]})
    [told] = answer["conversations"][str(announcements.pk)]["messages"]
    assert told["acknowledged"] == {"count": 1, "mine": True}


def test_who_announces_no_longer_does_not_edit_what_they_announced(
    teacher: Person, minji: Person, announcements: Conversation
) -> None:
    role = f"conversations/{announcements.pk}/participants/{minji.id}"
    ask(teacher, "patch", role, {"role": "admin"}, 200)
    sent = say(minji, announcements, "내일 모여요")
    ask(teacher, "patch", role, {"role": "member"}, 200)
    ask(minji, "put", f"messages/{sent['id']}", {"content": "모레 모여요"}, 403)


def test_a_board_keeps_its_only_teacher(teacher: Person, minji: Person, algebra: Conversation) -> None:
    board = begin(teacher, "announcement", minji)["id"]
    leave = f"conversations/{board}/participants/{teacher.id}"
    assert ask(teacher, "delete", leave, status=409)["code"] == "last_admin"
    ask(teacher, "delete", f"conversations/{board}/participants/{minji.id}", status=204)
    ask(teacher, "delete", leave, status=204)
