"""One meeting of a series is moved, the others stay: it becomes a lesson of its own."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from calls import actions
from calls.lessons import WEEK
from calls.models import Lesson
from messenger.models import Conversation
from tests.calls.steps import ROOT, do
from tests.calls.test_lessons import SEOUL, plan, soon, timetable
from tests.calls.test_told_of_changes import kinds, told, words
from tests.calls.test_two_at_once import typed
from tests.people import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def weekly(teacher: Person, algebra: Conversation) -> Any:
    return plan(teacher, algebra, starts_at=soon().replace(microsecond=0).isoformat(), repeat="weekly")


def move(person: Person, lesson: Any, on: str, status: int = 200, **fields: Any) -> Any:
    answer = person.rest.patch(f"{ROOT}/lessons/{lesson['id']}?on={on}", fields, format="json")
    assert answer.status_code == status, answer.content
    return answer.json()


def hours(person: Person) -> list[str]:
    return [one["starts_at"] for one in timetable(person)]


def test_one_meeting_moves_and_the_others_stay(teacher: Person, minji: Person, weekly: Any) -> None:
    first, second = hours(minji)
    new = soon(50).replace(microsecond=0).isoformat()
    moved = move(teacher, weekly, weekly["on"], starts_at=new, minutes=30)
    assert hours(minji) == [moved["starts_at"], second]
    assert moved["starts_at"] != first
    assert (moved["title"], moved["minutes"], moved["repeat"]) == ("분수의 나눗셈", 30, "")
    assert moved["id"] != weekly["id"]


def test_its_people_are_told_of_that_day_once(
    teacher: Person, minji: Person, stranger: Person, weekly: Any
) -> None:
    new = soon(50).isoformat()
    move(teacher, weekly, weekly["on"], starts_at=new)
    [line] = told(minji)
    assert (line["kind"], "매주" in line["body"]) == ("lesson_moved", False)
    assert words(new) in line["body"]
    assert told(teacher) == told(stranger) == []


def test_another_title_of_one_day_is_no_news(teacher: Person, minji: Person, weekly: Any) -> None:
    move(teacher, weekly, weekly["on"], title="시험")
    assert [one["title"] for one in timetable(minji)] == ["시험", "분수의 나눗셈"]
    assert told(minji) == []


@pytest.mark.parametrize("fields", [(), ("title", "minutes", "starts_at")])
def test_a_day_that_is_sent_as_it_was_stays_in_its_series(
    teacher: Person, minji: Person, weekly: Any, fields: tuple[str, ...]
) -> None:
    before = timetable(minji)
    second = before[1]
    same = move(teacher, weekly, second["on"], **{name: second[name] for name in fields})
    assert {name: same[name] for name in second} == second
    assert timetable(minji) == before
    assert Lesson.objects.count() == 1


def test_a_page_of_one_day_that_is_saved_as_it_was_changes_nothing(
    teacher: Person, minji: Person, algebra: Conversation
) -> None:
    start = soon().replace(second=0, microsecond=0)
    weekly = plan(teacher, algebra, starts_at=start.isoformat(), repeat="weekly", minutes=40)
    before = timetable(minji)
    address = f"/lessons/{weekly['id']}/change?on={before[1]['on']}"
    unchanged = {**typed(algebra, start + WEEK), "title": weekly["title"], "minutes": 40}
    assert teacher.browser.post(address, unchanged)["Location"] == "/lessons"
    assert timetable(minji) == before


def test_the_reminder_of_that_day_is_taken_back(
    teacher: Person, minji: Person, algebra: Conversation
) -> None:
    lesson = plan(teacher, algebra, starts_at=soon(0.1).isoformat(), repeat="weekly")
    actions.remind_of_lessons()
    move(teacher, lesson, lesson["on"], starts_at=soon(9).isoformat())
    assert kinds(minji) == ["lesson_moved"]


def test_a_series_whose_only_day_was_moved_out_may_still_have_another_title(
    teacher: Person, minji: Person, algebra: Conversation
) -> None:
    start = soon()
    until = timezone.localtime(start, SEOUL).date().isoformat()
    lesson = plan(teacher, algebra, starts_at=start.isoformat(), repeat="weekly", repeat_until=until)
    move(teacher, lesson, lesson["on"], starts_at=soon(50).isoformat())
    address = f"{ROOT}/lessons/{lesson['id']}"
    answer = teacher.rest.patch(address, {"title": "기하"}, format="json")
    assert (answer.status_code, answer.json()["title"]) == (200, "기하")
    assert [one["title"] for one in timetable(minji)] == ["분수의 나눗셈"]


def test_a_lesson_that_is_no_series_is_changed_itself(teacher: Person, algebra: Conversation) -> None:
    lesson = plan(teacher, algebra)
    assert move(teacher, lesson, lesson["on"], starts_at=soon(9).isoformat())["id"] == lesson["id"]


@pytest.mark.parametrize(
    ("on", "fields", "wrong"),
    [
        ("2026-13-45", {}, "on"),
        ("", {}, "on"),
        ("2020-03-02", {}, "on"),
        (None, {"repeat": "weekly"}, "repeat"),
        (None, {"repeat_until": "2030-01-01"}, "repeat"),
        (None, {"starts_at": "2020-03-02T09:00:00Z"}, "starts_at"),
        (None, {"minutes": 1}, "minutes"),
    ],
)
def test_what_cannot_be_leaves_the_series_as_it_was(
    teacher: Person, minji: Person, weekly: Any, on: str | None, fields: dict[str, Any], wrong: str
) -> None:
    before = timetable(minji)
    answer = move(teacher, weekly, weekly["on"] if on is None else on, status=400, **fields)
    assert list(answer["fields"]) == [wrong]
    assert timetable(minji) == before


def test_not_onto_another_week_of_the_same_series(teacher: Person, minji: Person, weekly: Any) -> None:
    before = timetable(minji)
    refused = move(teacher, weekly, weekly["on"], status=409, starts_at=before[1]["starts_at"])
    assert refused["code"] == "lessons_overlap"
    assert timetable(minji) == before


def test_what_has_begun_moves_no_more(teacher: Person, algebra: Conversation) -> None:
    lesson = plan(teacher, algebra, starts_at=timezone.now().isoformat(), repeat="weekly")
    call = teacher.rest.post(f"{ROOT}/lessons/{lesson['id']}/start").json()
    move(teacher, lesson, lesson["on"], status=400, starts_at=soon(9).isoformat())
    do(teacher, call, "end")
    assert Lesson.objects.count() == 1


def test_only_who_plans_there_moves(minji: Person, stranger: Person, weekly: Any) -> None:
    for person, status in ((minji, 403), (stranger, 404)):
        move(person, weekly, weekly["on"], status=status, title="x")
        address = f"/lessons/{weekly['id']}/change?on={weekly['on']}"
        assert person.browser.get(address).status_code == status
    assert Lesson.objects.get().skipped_on == []


def test_the_page_moves_one_day(teacher: Person, minji: Person, algebra: Conversation, weekly: Any) -> None:
    second = timetable(minji)[1]
    address = f"/lessons/{weekly['id']}/change?on={second['on']}"
    assert address.replace("&", "&amp;") in teacher.browser.get("/lessons").content.decode()
    page = teacher.browser.get(address)
    assert page.context["form"].initial["date"].isoformat() == second["on"]
    assert 'name="weekly"' not in page.content.decode()
    assert teacher.browser.post(address, typed(algebra, soon(50)))["Location"] == "/lessons"
    assert [one["title"] for one in timetable(minji)] == ["분수의 나눗셈", "기하"]
    assert teacher.browser.get(address).status_code == 404
    assert teacher.browser.get(f"/lessons/{weekly['id']}/change?on=x").status_code == 404
