"""Who leads two classes may plan both at the same hour, but hears of it: in the answer, or the page asks."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Organization, User
from calls.models import Lesson
from messenger.models import Conversation
from tests.calls.steps import ROOT
from tests.calls.test_lessons import plan, soon
from tests.messenger.steps import begin, stored
from tests.people import Person, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def club(teacher: Person, minji: Person) -> Conversation:
    """수학 동아리, which the teacher leads too."""
    return stored(begin(teacher, "group", minji, title="수학 동아리"))


def typed(conversation: Conversation, when: datetime, **fields: Any) -> dict[str, Any]:
    day = timezone.localtime(when)
    body = {"conversation_id": str(conversation.pk), "title": "기하", "minutes": 50}
    return {**body, "date": f"{day:%Y-%m-%d}", "time": f"{day:%H:%M}", **fields}


def test_the_answer_says_what_else_one_leads_at_that_time(
    teacher: Person, algebra: Conversation, club: Conversation
) -> None:
    assert plan(teacher, algebra, repeat="weekly")["overlaps"] == []
    second = plan(teacher, club, title="기하", starts_at=soon(1.5).isoformat(), repeat="weekly")
    [one] = second["overlaps"]
    assert (one["title"], one["conversation_title"]) == ("분수의 나눗셈", "수학 10반")
    assert one["conversation_id"] == str(algebra.pk)
    assert one["starts_at"] < second["starts_at"] < one["ends_at"]
    later = {"starts_at": soon(30).isoformat()}
    changed = teacher.rest.patch(f"{ROOT}/lessons/{second['id']}", later, format="json")
    assert changed.json()["overlaps"] == []


def test_a_lesson_right_after_another_is_none_at_the_same_time(
    teacher: Person, algebra: Conversation, club: Conversation
) -> None:
    first = plan(teacher, algebra, starts_at=soon().replace(microsecond=0).isoformat())
    assert plan(teacher, club, starts_at=first["ends_at"])["overlaps"] == []


def test_what_others_lead_is_not_ones_own(
    school: Organization, teacher: Person, minji: Person, seojun: Person, algebra: Conversation
) -> None:
    """Minji learns in that class, the colleague is a stranger to it."""
    plan(teacher, algebra)
    colleague = make_person("colleague@school.example", "박지훈", User.Role.TEACHER, school)
    for person in (colleague, minji):
        own = stored(begin(person, "group", seojun, title="우리끼리"))
        assert plan(person, own)["overlaps"] == []


def test_the_page_asks_before_it_plans(teacher: Person, algebra: Conversation, club: Conversation) -> None:
    plan(teacher, algebra)
    form = typed(club, soon(1.5))
    asked = teacher.browser.post("/lessons/plan", form)
    assert "그 시각에는 이미 ‘분수의 나눗셈’ 수업(수학 10반)이 있어요." in asked.content.decode()
    assert Lesson.objects.count() == 1
    planned = teacher.browser.post("/lessons/plan", {**form, "anyway": "on"})
    assert planned["Location"] == "/lessons"
    assert Lesson.objects.count() == 2


def test_the_page_asks_before_it_moves_and_not_about_other_words(
    teacher: Person, algebra: Conversation, club: Conversation
) -> None:
    plan(teacher, algebra)
    free = soon(30).replace(second=0, microsecond=0)
    lesson = plan(teacher, club, title="기하", starts_at=free.isoformat())
    address = f"/lessons/{lesson['id']}/change"
    taken = typed(club, soon(1.5))
    assert "anyway" in teacher.browser.post(address, taken).content.decode()
    assert Lesson.objects.get(pk=lesson["id"]).starts_at == free
    assert teacher.browser.post(address, {**taken, "anyway": "on"})["Location"] == "/lessons"
    assert teacher.browser.post(address, {**taken, "title": "공간 도형"})["Location"] == "/lessons"
