"""Dates that nobody means: of the first years of the calendar and of its last."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from calls import actions
from calls.models import Lesson
from messenger.models import Conversation
from tests.calls.steps import ROOT
from tests.calls.test_lesson_hours import reminded
from tests.calls.test_lessons import plan, soon, timetable
from tests.people import Person

pytestmark = pytest.mark.django_db

NEVER = [
    "0001-01-01T00:00:00",
    "0001-01-01T08:00:00Z",
    "0001-01-01T00:00:00+14:00",
    "1999-12-31T00:00:00Z",
    "2101-06-01T00:00:00Z",
    "9999-12-31T23:59:00Z",
    "9999-12-31T23:59:59-12:00",
]


@pytest.mark.parametrize("repeat", ["", "weekly"])
@pytest.mark.parametrize("moment", NEVER)
def test_a_lesson_is_not_planned_at_the_ends_of_the_calendar(
    teacher: Person, algebra: Conversation, moment: str, repeat: str
) -> None:
    assert "starts_at" in plan(teacher, algebra, status=400, starts_at=moment, repeat=repeat)["fields"]
    assert not Lesson.objects.exists()


@pytest.mark.parametrize("moment", NEVER)
def test_nor_moved_there(teacher: Person, algebra: Conversation, moment: str) -> None:
    lesson = plan(teacher, algebra, repeat="weekly")

    answer = teacher.rest.patch(f"{ROOT}/lessons/{lesson['id']}", {"starts_at": moment}, format="json")

    assert answer.status_code == 400
    assert timetable(teacher)[0]["starts_at"] == lesson["starts_at"]


@pytest.mark.parametrize("weekly", [{}, {"weekly": "on"}])
@pytest.mark.parametrize("day", ["0001-01-01", "0001-01-02", "1999-12-31", "2101-01-01", "9999-12-31"])
def test_the_page_says_so_at_the_date(
    teacher: Person, minji: Person, algebra: Conversation, day: str, weekly: dict[str, str]
) -> None:
    typed = {"conversation_id": str(algebra.pk), "title": "분수", "minutes": "50"}

    answer = teacher.browser.post("/lessons/plan", {**typed, **weekly, "date": day, "time": "00:00"})

    assert answer.status_code == 400
    assert "date" in answer.context["form"].errors
    assert minji.browser.get("/lessons").status_code == 200


@pytest.mark.parametrize("until", ["0001-01-01", "9999-12-31"])
def test_a_series_does_not_run_out_there(teacher: Person, algebra: Conversation, until: str) -> None:
    plan(teacher, algebra, status=400, repeat="weekly", repeat_until=until)


@pytest.mark.parametrize("on", ["0001-01-01", "9999-12-31"])
def test_nor_is_one_meeting_called_off_there(teacher: Person, algebra: Conversation, on: str) -> None:
    lesson = plan(teacher, algebra, repeat="weekly")
    assert teacher.rest.delete(f"{ROOT}/lessons/{lesson['id']}?on={on}").status_code == 400
    assert timetable(teacher)[0]["on"] == lesson["on"]


@pytest.mark.parametrize("moment", NEVER)
def test_the_timetable_is_not_asked_for_there(teacher: Person, moment: str) -> None:
    near = timezone.now().isoformat()
    for query in ({"start": moment}, {"end": moment}, {"start": moment, "end": near}):
        assert teacher.rest.get(f"{ROOT}/lessons", query).status_code in (200, 400)


@pytest.mark.parametrize("repeat", ["", "weekly"])
def test_a_lesson_that_has_just_ended_is_not_planned(
    teacher: Person, algebra: Conversation, repeat: str
) -> None:
    ended = timezone.now() - timedelta(minutes=55)
    answer = plan(teacher, algebra, status=400, starts_at=ended.isoformat(), minutes=50, repeat=repeat)
    assert "starts_at" in answer["fields"]


def test_one_that_has_just_begun_is(teacher: Person, algebra: Conversation) -> None:
    plan(teacher, algebra, starts_at=soon(-0.1).isoformat())


def test_a_series_that_began_long_ago_can_still_be_changed(teacher: Person, algebra: Conversation) -> None:
    lesson = plan(teacher, algebra, repeat="weekly")
    began = timezone.now() - timedelta(days=70, hours=3)
    Lesson.objects.update(starts_at=began)
    later = {"title": "기하", "starts_at": (began + timedelta(minutes=10)).isoformat()}

    answer = teacher.rest.patch(f"{ROOT}/lessons/{lesson['id']}", later, format="json")

    assert answer.status_code == 200, answer.content
    assert Lesson.objects.get().title == "기하"


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00Z", "9998-01-01T00:00:00Z"])
def test_the_database_keeps_no_such_lesson(teacher: Person, algebra: Conversation, moment: str) -> None:
    plan(teacher, algebra)
    with pytest.raises(IntegrityError), transaction.atomic():
        Lesson.objects.update(starts_at=moment)


def test_a_lesson_that_cannot_be_read_keeps_no_other_class_from_being_reminded(
    teacher: Person, minji: Person, algebra: Conversation, study_group: Any
) -> None:
    plan(teacher, algebra, starts_at=soon(0.1).isoformat())
    Lesson.objects.update(time_zone="Nowhere/Never")
    plan(minji, study_group, title="모임", starts_at=soon(0.1).isoformat())

    assert actions.remind_of_lessons() == 1
    assert reminded(minji) == ["모임"]
