"""Beginning, naming and archiving conversations; who may."""

from typing import Any
from uuid import uuid4

import pytest

from messenger.actions import create_conversation
from messenger.models import MAX_TITLE, Conversation, Participant
from tests.messenger.steps import ROOT, ask, begin, look, read_page, say, stored, where
from tests.people import Person
from tests.test_messenger_services import in_threads

pytestmark = pytest.mark.usefixtures("algebra_class")


# --- direct


def test_two_people_have_one_direct_conversation_whoever_begins_it(teacher: Person, minji: Person) -> None:
    first = begin(teacher, "direct", minji)
    assert begin(teacher, "direct", minji, status=200)["id"] == first["id"]
    assert begin(minji, "direct", teacher, status=200)["id"] == first["id"]
    assert Conversation.objects.filter(type="direct").count() == 1


def test_each_sees_the_other_in_it(teacher: Person, minji: Person) -> None:
    made = begin(teacher, "direct", minji, title="제목은 없다")
    assert (made["title"], made["partner"]["id"]) == ("최민지", minji.id)
    seen = look(minji, made["id"])
    assert (seen["title"], seen["partner"]["id"]) == ("김서연", teacher.id)
    assert seen["rules"] == {"post": True, "call": True, "pin": True, "manage": False, "history": "joined"}


@pytest.mark.django_db(transaction=True)
def test_both_begin_at_the_same_time(teacher: Person, minji: Person) -> None:
    pairs = [(teacher, minji), (minji, teacher)] * 2
    made = in_threads(
        lambda pair: create_conversation(user=pair[0].user, type="direct", participant_ids=[pair[1].id]),
        pairs,
    )
    assert len({conversation.pk for conversation, _created in made}) == 1
    assert [created for _conversation, created in made].count(True) == 1
    assert Participant.objects.filter(conversation=made[0][0]).count() == 2


@pytest.mark.parametrize("others", [[], ["minji", "seojun"], ["teacher"]])
def test_a_direct_conversation_has_one_other_person(
    others: list[str], teacher: Person, request: pytest.FixtureRequest
) -> None:
    people = [request.getfixturevalue(name) for name in others]
    assert "participant_ids" in begin(teacher, "direct", *people, status=400)["fields"]


def test_nobody_joins_or_leaves_a_direct_conversation(teacher: Person, minji: Person, seojun: Person) -> None:
    made = begin(teacher, "direct", minji)
    ask(teacher, "post", where(made["id"], "/participants"), {"user_ids": [seojun.id]}, 403)
    ask(teacher, "delete", where(made["id"], f"/participants/{teacher.id}"), status=403)
    ask(teacher, "delete", where(made["id"], f"/participants/{minji.id}"), status=403)
    ask(teacher, "patch", where(made["id"]), {"title": "x"}, 403)
    ask(teacher, "delete", where(made["id"]), status=403)


def test_whoever_began_it_both_find_it_again(
    administrator: Person, minji: Person, algebra: Conversation
) -> None:
    begin(minji, "direct", administrator, status=400)
    made = begin(administrator, "direct", minji)
    assert begin(minji, "direct", administrator, status=200)["id"] == made["id"]


# --- groups and announcements


def test_students_make_a_group_of_their_class(minji: Person, seojun: Person) -> None:
    made = begin(minji, "group", seojun, title="수학 스터디")
    assert (made["title"], made["my"]["role"], made["participant_count"]) == ("수학 스터디", "admin", 2)
    seen = look(seojun, made["id"])
    assert (seen["my"]["role"], seen["rules"]["manage"], seen["rules"]["post"]) == ("member", False, True)


def test_teachers_make_announcements_students_do_not(teacher: Person, minji: Person, seojun: Person) -> None:
    made = begin(teacher, "announcement", minji)
    assert look(minji, made["id"])["rules"] == {
        "post": False,
        "call": False,
        "pin": False,
        "manage": False,
        "history": "all",
    }
    assert begin(minji, "announcement", seojun, status=403)["code"] == "forbidden"


@pytest.mark.parametrize("type", ["direct", "group"])
def test_one_writes_only_to_people_of_ones_reach(type: str, minji: Person, stranger: Person) -> None:
    assert "participant_ids" in begin(minji, type, stranger, status=400)["fields"]
    assert not Conversation.objects.filter(classroom=None).exists()


def test_people_who_do_not_exist_are_refused_in_the_same_words(minji: Person, stranger: Person) -> None:
    foreign = begin(minji, "group", stranger, status=400)
    for number in (0, -1, 10**9, 10**30):
        assert begin(minji, "group", participant_ids=[number], status=400)["fields"] == foreign["fields"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("type", "secret"),
        ("type", None),
        ("participant_ids", "all"),
        ("participant_ids", [[1]]),
        ("participant_ids", list(range(1, 502))),
        ("client_id", "7"),
        ("title", {"a": 1}),
    ],
)
def test_a_wrong_field_is_named(field: str, value: Any, minji: Person, seojun: Person) -> None:
    body = {"type": "group", "title": "스터디", "participant_ids": [seojun.id], field: value}
    answer = ask(minji, "post", "conversations", body, 400)
    assert [name.partition(".")[0] for name in answer["fields"]] == [field]


def test_a_repeated_client_id_finds_the_first(minji: Person, seojun: Person) -> None:
    mark = str(uuid4())
    made = begin(minji, "group", seojun, client_id=mark)
    assert begin(minji, "group", seojun, title="다른 이름", client_id=mark, status=200)["id"] == made["id"]
    assert begin(seojun, "group", minji, client_id=mark)["id"] != made["id"]


def test_a_client_id_used_for_something_else_finds_what_it_made(minji: Person, seojun: Person) -> None:
    mark = str(uuid4())
    made = begin(minji, "group", seojun, client_id=mark)
    assert begin(minji, "direct", seojun, client_id=mark, status=200)["id"] == made["id"]


@pytest.mark.django_db(transaction=True)
def test_a_double_click_makes_one_group(minji: Person, seojun: Person) -> None:
    mark = uuid4()
    made = in_threads(
        lambda title: create_conversation(
            user=minji.user, type="group", title=title, participant_ids=[seojun.id], client_id=mark
        ),
        ["스터디", "스터디", "스터디"],
    )
    assert len({conversation.pk for conversation, _created in made}) == 1


# --- titles


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("  수학\n\t스터디  ", "수학 스터디"),
        ("\u202e모임\u202c\u2066", "모임"),
        ("스터\u0007디", "스터디"),
        ("<b>모임</b>", "<b>모임</b>"),
        ("가" * MAX_TITLE, "가" * MAX_TITLE),
    ],
)
def test_a_title_is_one_line_of_visible_text(given: str, kept: str, minji: Person, seojun: Person) -> None:
    made = begin(minji, "group", seojun, title=given)
    assert made["title"] == kept
    renamed = ask(minji, "patch", where(made["id"]), {"title": f"{given[:90]}2"}, 200)
    assert renamed["title"].endswith("2")
    assert "\u202e" not in renamed["title"]


@pytest.mark.parametrize(
    "title", ["", "   ", "\u202e\u200b", "\u3164", "\ufe0f", "가" * (MAX_TITLE + 1), "a\x00b", "\ud800"]
)
def test_what_is_no_title_is_refused(title: str, minji: Person, seojun: Person) -> None:
    assert list(begin(minji, "group", seojun, title=title, status=400)["fields"]) == ["title"]


def test_renaming_is_for_administrators(minji: Person, seojun: Person, stranger: Person) -> None:
    made = begin(minji, "group", seojun)
    renamed = ask(minji, "patch", where(made["id"]), {"title": "새 이름"}, 200)
    assert (renamed["title"], renamed["change"]) == ("새 이름", made["change"] + 1)
    ask(seojun, "patch", where(made["id"]), {"title": "내 이름"}, 403)
    ask(stranger, "patch", where(made["id"]), {"title": "내 이름"}, 404)
    assert stored(made).title == "새 이름"


# --- the end


def test_an_archived_group_is_gone_for_everybody(minji: Person, seojun: Person) -> None:
    made = begin(minji, "group", seojun)
    sent = say(minji, stored(made))
    ask(seojun, "delete", where(made["id"]), status=403)
    ask(minji, "delete", where(made["id"]), status=204)
    for person in (minji, seojun):
        assert look(person, made["id"], status=404)["code"] == "not_found"
        read_page(person, made["id"], status=404)
        ask(person, "get", f"messages/{sent['id']}", status=404)
        say(person, made["id"], status=404)
        assert made["id"] not in [one["id"] for one in ask(person, "get", "conversations")["results"]]
    assert say(minji, made["id"], status=404, client_id=sent["client_id"])["code"] == "not_found"


def test_a_class_keeps_its_conversation(teacher: Person, algebra: Conversation) -> None:
    ask(teacher, "delete", where(algebra), status=403)


# --- the list


def test_the_list_begins_with_what_was_said_last(
    teacher: Person, minji: Person, algebra: Conversation
) -> None:
    direct = begin(teacher, "direct", minji)
    say(teacher, algebra, "하나")
    titles = [one["title"] for one in ask(minji, "get", "conversations", status=200)["results"]]
    assert titles == ["수학 10반", "김서연", "수학 10반 공지"]
    say(teacher, direct["id"], "둘")
    first = ask(minji, "get", "conversations")["results"][0]
    assert (first["title"], first["last_message"]["content"], first["my"]["unread"]) == ("김서연", "둘", 1)


def test_the_list_comes_in_pages(minji: Person, seojun: Person) -> None:
    made = {begin(minji, "group", seojun, title=f"모임 {number}")["id"] for number in range(5)}
    address, seen = f"{ROOT}/conversations?page_size=3", []
    while address:
        page = minji.rest.get(address).json()
        seen += [one["id"] for one in page["results"]]
        address = page["next"]
    assert len(seen) == len(set(seen)) == 7
    assert made <= set(seen)


def test_nobody_comes_in_without_signing_in(algebra: Conversation) -> None:
    from rest_framework.test import APIClient

    for path in ("conversations", where(algebra), where(algebra, "/messages"), "unread", "presence"):
        answer = APIClient().get(f"{ROOT}/{path}")
        assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")
