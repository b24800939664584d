"""Searching: Korean without its particles, English by its stem, and only what one may see."""

import unicodedata
from typing import Any
from urllib.parse import quote
from uuid import UUID

import pytest

from accounts import actions as people
from accounts.models import Classroom
from messenger.actions import indexing
from messenger.models import Conversation
from tests.files.steps import send_file
from tests.messenger.steps import ask, begin, say, stored, where
from tests.people import Person


def search(person: Person, text: str, rest: str = "", status: int = 200) -> Any:
    return ask(person, "get", f"search?q={quote(text)}{rest}", status=status)


def found(person: Person, text: str, rest: str = "") -> list[str]:
    return [one["message"]["content"] for one in search(person, text, rest)["results"]]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("수학숙제를 냈어요", "수학"),
        ("수학숙제를 냈어요", "숙제"),
        ("수학숙제를 냈어요", "수학숙제"),
        ("수학숙제를 냈어요", "냈 숙제"),
        ("책", "책"),
        ("오늘은 3학년 체육", "3학년"),
        ("He was running home", "run"),
        ("Two studies", "study"),
        ("Homework!", "homew"),
        ("HOMEWORK", "homework"),
        ("To be, or not to be", "the to be"[4:]),
        ("café au lait", "CAFÉ"),
        ("宿題をしました", "宿題"),
        (unicodedata.normalize("NFD", "수학숙제"), "수학숙제"),
        ("%_\\'\" 따옴표", "따옴표'"),
        ("수학 10반은 강당으로", "10반"),
        ("오늘 PDF파일 봤어요?", "pdf파일"),
    ],
)
def test_what_is_said_is_found(content: str, text: str, minji: Person, algebra: Conversation) -> None:
    say(minji, algebra, content)
    assert found(minji, text) == [content]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("학교수학 학교", "수학교"),
        ("수학", "과학"),
        ("home", "work"),
        ("수학", "수학 과학"),
        ("100점 받은 우리 반", "10반"),
    ],
)
def test_what_is_not_said_is_not(content: str, text: str, minji: Person, algebra: Conversation) -> None:
    say(minji, algebra, content)
    assert found(minji, text) == []


def test_hits_are_marked(teacher: Person, algebra: Conversation) -> None:
    say(teacher, algebra, "내일까지 수학숙제를\n내세요. Homework!")
    [hit] = search(teacher, "수학 homeworks")["results"]
    assert hit["excerpt"] == [
        {"text": "내일까지 ", "hit": False},
        {"text": "수학", "hit": True},
        {"text": "숙제를 내세요. ", "hit": False},
        {"text": "Homework", "hit": True},
        {"text": "!", "hit": False},
    ]
    assert hit["conversation"] == {"id": str(algebra.pk), "type": "group", "title": "수학 10반"}


def test_a_long_text_is_shown_around_its_hit(minji: Person, algebra: Conversation) -> None:
    say(minji, algebra, "가" * 5000 + " 숙제 " + "나" * 5000)
    [hit] = search(minji, "숙제")["results"]
    parts = hit["excerpt"]
    assert sum(len(one["text"]) for one in parts) <= 162
    assert [one["text"] for one in parts if one["hit"]] == ["숙제"]


def test_files_are_found_by_name(teacher: Person, minji: Person, algebra: Conversation) -> None:
    file = send_file(teacher, name="체험학습 동의서.pdf")
    say(teacher, algebra, "", attachment_ids=[file["id"]])
    say(teacher, algebra, "동의서를 내세요")
    [text, with_file] = search(minji, "동의서")["results"]
    assert with_file["files"][0]["id"] == file["id"]
    assert {"text": "동의서", "hit": True} in with_file["files"][0]["name"]
    assert text["files"] == []
    assert [one["message"]["id"] for one in search(minji, "동의서 has:file")["results"]] == [
        with_file["message"]["id"]
    ]
    assert len(search(minji, "has:file")["results"]) == 1


def test_from_whom_and_where(teacher: Person, minji: Person, seojun: Person, algebra: Conversation) -> None:
    say(teacher, algebra, "숙제 하나")
    say(minji, algebra, "숙제 둘")
    direct = stored(begin(minji, "direct", seojun))
    say(minji, direct, "숙제 셋")
    assert found(minji, "숙제 from:김서연") == ["숙제 하나"]
    assert found(minji, "from:me 숙제") == ["숙제 셋", "숙제 둘"]
    assert found(minji, "from:나 in:이서준") == ["숙제 셋"]
    assert found(minji, '숙제 in:"수학 10반"') == ["숙제 둘", "숙제 하나"]
    assert found(minji, "숙제", f"&conversation_id={algebra.pk}") == ["숙제 둘", "숙제 하나"]
    assert found(minji, "숙제 from:나그네") == []


def test_newest_first_page_by_page(teacher: Person, minji: Person, algebra: Conversation) -> None:
    for number in range(5):
        say((teacher, minji)[number % 2], algebra, f"숙제 {number}")
    page = search(minji, "숙제", "&page_size=2")
    seen = [one["message"]["content"] for one in page["results"]]
    while page["next"]:
        page = minji.rest.get(page["next"]).json()
        seen += [one["message"]["content"] for one in page["results"]]
    assert seen == [f"숙제 {number}" for number in (4, 3, 2, 1, 0)]


def test_new_words_are_found_and_old_ones_not(minji: Person, algebra: Conversation) -> None:
    sent = say(minji, algebra, "수학숙제")
    assert found(minji, "수학")
    ask(minji, "put", f"messages/{sent['id']}", {"content": "과학숙제"}, 200)
    assert (found(minji, "수학"), found(minji, "과학")) == ([], ["과학숙제"])
    ask(minji, "delete", f"messages/{sent['id']}", status=204)
    assert found(minji, "과학") == []


def test_an_edit_before_anybody_looked(minji: Person, algebra: Conversation) -> None:
    sent = say(minji, algebra, "수학숙제")
    ask(minji, "put", f"messages/{sent['id']}", {"content": "과학숙제"}, 200)
    indexing.index_conversation(algebra.pk)
    assert (found(minji, "수학"), found(minji, "과학")) == ([], ["과학숙제"])


def test_replies_in_threads_are_found(teacher: Person, minji: Person, algebra: Conversation) -> None:
    root = say(teacher, algebra, "질문?")
    say(minji, algebra, "수학숙제", thread_id=root["id"])
    assert found(teacher, "숙제") == ["수학숙제"]


def test_strangers_the_removed_and_late_joiners_find_nothing(
    teacher: Person,
    minji: Person,
    seojun: Person,
    stranger: Person,
    algebra_class: Classroom,
    algebra: Conversation,
) -> None:
    group = stored(begin(minji, "group"))
    say(minji, group, "숙제 비밀")
    ask(minji, "post", where(group, "/participants"), {"user_ids": [seojun.id]}, 201)
    say(teacher, algebra, "숙제")
    assert found(seojun, "숙제") == ["숙제"]
    assert found(stranger, "숙제") == []
    search(stranger, "숙제", f"&conversation_id={algebra.pk}", 404)
    people.unenroll(classroom=algebra_class, user=seojun.user)
    assert found(seojun, "숙제") == []
    search(seojun, "숙제", f"&conversation_id={algebra.pk}", 404)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("", ""),
        ("   ", ""),
        ("!?", ""),
        ("가" * 10_000, ""),
        ("has:money", ""),
        ('from:""', ""),
        ('in:""', ""),
        ('숙제 in:"  "', ""),
        ("🎉", ""),
        ("from:me 🎉", ""),
        ("숙제", "&page_size=x"),
        ("숙제", "&before=gestern"),
        ("숙제", "&before=2026-01-01T00:00:00,x"),
        ("숙제", f"&before=0001-01-01T00:00:00%2B23:59,{UUID(int=1)}"),
        ("숙제", f"&before=9999-12-31T23:59:59-23:59,{UUID(int=1)}"),
    ],
)
def test_bad_questions(text: str, rest: str, minji: Person, algebra: Conversation) -> None:
    assert search(minji, text, rest, 400)["code"] == "invalid"


@pytest.mark.parametrize("text", ["a & b | !c", "'); --", ":*", "\x00숙제", "(숙제", "<b>숙제", "🎉숙제"])
def test_signs_mean_nothing(text: str, minji: Person, algebra: Conversation) -> None:
    ask(minji, "get", f"search?q={quote(text)}")
