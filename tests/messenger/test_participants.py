"""Who is in a conversation: adding, removing, leaving, roles, and what newcomers see."""

from typing import Any

import pytest

from accounts import actions as people
from accounts.models import Classroom, Organization, User
from messenger.models import Conversation
from tests.messenger.steps import ask, begin, catch_up, look, read_page, say, stored, texts, where
from tests.people import Person, make_person

pytestmark = pytest.mark.usefixtures("algebra_class")


@pytest.fixture
def group(minji: Person, teacher: Person) -> Conversation:
    """minji's group with the teacher."""
    return stored(begin(minji, "group", teacher))


@pytest.fixture
def newcomer(algebra_class: Classroom, school: Organization) -> Person:
    """Somebody of the class who is in none of its conversations but those of the class."""
    person = make_person("late@school.example", "한지각", User.Role.STUDENT, school)
    people.enroll(classroom=algebra_class, user=person.user, role="student")
    return person


def add(person: Person, conversation: Conversation, *others: Person, status: int = 201) -> Any:
    body = {"user_ids": [one.id for one in others]}
    return ask(person, "post", where(conversation, "/participants"), body, status)


def remove(person: Person, conversation: Conversation, other: Person, status: int = 204) -> Any:
    return ask(person, "delete", where(conversation, f"/participants/{other.id}"), status=status)


def give(person: Person, conversation: Conversation, other: Person, role: str, status: int = 200) -> Any:
    return ask(person, "patch", where(conversation, f"/participants/{other.id}"), {"role": role}, status)


def roles(person: Person, conversation: Conversation) -> dict[str, str]:
    rows = ask(person, "get", where(conversation, "/participants"), status=200)
    return {row["user"]["name"]: row["role"] for row in rows}


def test_an_administrator_brings_people_in(minji: Person, seojun: Person, group: Conversation) -> None:
    [row] = add(minji, group, seojun)
    assert (row["user"]["name"], row["role"], row["left_at"]) == ("이서준", "member", None)
    assert roles(seojun, group) == {"최민지": "admin", "김서연": "member", "이서준": "member"}


def test_those_who_are_in_stay_as_they_are(minji: Person, teacher: Person, group: Conversation) -> None:
    give(minji, group, teacher, "admin")
    before = look(minji, group)["change"]
    assert add(minji, group, teacher) == []
    assert roles(minji, group)["김서연"] == "admin"
    assert look(minji, group)["change"] == before


def test_members_bring_nobody_in(teacher: Person, seojun: Person, group: Conversation) -> None:
    add(teacher, group, seojun, status=403)
    remove(teacher, group, seojun, status=403)
    give(teacher, group, teacher, "admin", status=403)


def test_nobody_of_another_school_is_brought_in(minji: Person, stranger: Person, group: Conversation) -> None:
    assert list(add(minji, group, stranger, status=400)["fields"]) == ["user_ids"]
    assert "나그네" not in roles(minji, group)


@pytest.mark.parametrize("user_ids", [[], None, "x", ["x"], [10**30], list(range(600))])
def test_a_wrong_list_of_people_is_named(user_ids: Any, minji: Person, group: Conversation) -> None:
    answer = ask(minji, "post", where(group, "/participants"), {"user_ids": user_ids}, 400)
    assert [name.partition(".")[0] for name in answer["fields"]] == ["user_ids"]


# --- history


def test_late_joiners_of_a_group_see_it_from_their_joining_on(
    minji: Person, seojun: Person, group: Conversation
) -> None:
    before = say(minji, group, "서준이는 못 봐요")
    add(minji, group, seojun)
    assert look(seojun, group)["last_message"]["content"]["kind"] == "joined"
    say(minji, group, "안녕 서준")
    assert texts(read_page(seojun, group)) == ["안녕 서준"]
    assert read_page(seojun, group)["next"] is None
    told = catch_up(seojun, {group: 0})["conversations"][str(group.pk)]["messages"]
    assert [one["content"] for one in told if one["message_type"] == "text"] == ["안녕 서준"]
    for method, path in (("get", ""), ("delete", ""), ("get", "/receipts")):
        ask(seojun, method, f"messages/{before['id']}{path}", status=404)
    read_page(seojun, group, f"?around={before['id']}", status=404)
    assert "reply_to_id" in say(seojun, group, status=400, reply_to_id=before["id"])["fields"]
    assert "thread_id" in say(seojun, group, status=400, thread_id=before["id"])["fields"]


def test_late_joiners_of_a_class_see_all_of_it(
    teacher: Person, algebra: Conversation, announcements: Conversation, request: pytest.FixtureRequest
) -> None:
    say(teacher, algebra, "첫 시간")
    say(teacher, announcements, "환영합니다")
    newcomer = request.getfixturevalue("newcomer")
    assert texts(read_page(newcomer, algebra)) == ["첫 시간"]
    assert texts(read_page(newcomer, announcements)) == ["환영합니다"]
    assert look(newcomer, algebra)["rules"]["history"] == "all"
    assert look(newcomer, algebra)["my"]["unread"] == 0


# --- going


def test_the_removed_see_nothing_any_more(minji: Person, seojun: Person, group: Conversation) -> None:
    add(minji, group, seojun)
    mine = say(seojun, group, "제 말")
    remove(minji, group, seojun)
    look(seojun, group, status=404)
    read_page(seojun, group, status=404)
    say(seojun, group, status=404)
    say(seojun, group, status=404, client_id=mine["client_id"])
    ask(seojun, "get", f"messages/{mine['id']}", status=404)
    assert catch_up(seojun, {group: 0}) == {"conversations": {}, "removed": [str(group.pk)]}
    assert str(group.pk) not in [one["id"] for one in ask(seojun, "get", "conversations")["results"]]


def test_others_keep_a_tombstone_of_who_left(minji: Person, seojun: Person, group: Conversation) -> None:
    add(minji, group, seojun)
    head = look(minji, group)["change"]
    remove(seojun, group, seojun)
    [row] = catch_up(minji, {group: head})["conversations"][str(group.pk)]["participants"]
    assert (row["user"]["name"], row["change"]) == ("이서준", head + 1)
    assert row["left_at"]


def test_removing_nobody_is_not_found(minji: Person, seojun: Person, group: Conversation) -> None:
    remove(minji, group, seojun, status=404)
    ask(minji, "delete", where(group, f"/participants/{10**30}"), status=404)


def test_one_who_comes_back_sees_it_from_then_on(minji: Person, seojun: Person, group: Conversation) -> None:
    add(minji, group, seojun)
    say(minji, group, "처음")
    remove(minji, group, seojun)
    say(minji, group, "서준이 없을 때")
    add(minji, group, seojun)
    say(minji, group, "다시")
    assert texts(read_page(seojun, group)) == ["다시"]


def test_nobody_leaves_a_class_by_themselves(minji: Person, algebra: Conversation) -> None:
    remove(minji, algebra, minji, status=403)


# --- administrators


def test_an_administrator_makes_another(minji: Person, teacher: Person, group: Conversation) -> None:
    row = give(minji, group, teacher, "admin")
    assert (row["user"]["name"], row["role"]) == ("김서연", "admin")
    give(teacher, group, minji, "member")
    assert roles(minji, group) == {"김서연": "admin", "최민지": "member"}


def test_the_last_administrator_stays_one(minji: Person, group: Conversation) -> None:
    assert give(minji, group, minji, "member", status=409)["code"] == "last_admin"


def test_a_role_is_one_of_two(minji: Person, teacher: Person, group: Conversation) -> None:
    assert list(give(minji, group, teacher, "owner", status=400)["fields"]) == ["role"]


def test_a_stranger_gets_no_role(minji: Person, stranger: Person, group: Conversation) -> None:
    give(minji, group, stranger, "admin", status=404)


def test_when_the_last_administrator_leaves_who_is_longest_in_it_takes_over(
    minji: Person, teacher: Person, seojun: Person, group: Conversation
) -> None:
    add(minji, group, seojun)
    remove(minji, group, minji)
    assert roles(seojun, group) == {"김서연": "admin", "이서준": "member"}


def test_a_board_is_handed_to_a_teacher_alone(teacher: Person, minji: Person, school: Organization) -> None:
    colleague = make_person("colleague@school.example", "문선생", User.Role.TEACHER, school)
    board = stored(begin(teacher, "announcement", minji, colleague))
    remove(teacher, board, teacher)
    assert roles(minji, board) == {"최민지": "member", "문선생": "admin"}
    remove(colleague, board, colleague, 409)
    assert roles(minji, board) == {"최민지": "member", "문선생": "admin"}
