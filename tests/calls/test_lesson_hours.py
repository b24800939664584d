"""A lesson is begun at its hour, and its people are told shortly before."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from calls import actions
from calls.models import Call, Lesson
from messenger.models import Conversation
from notifications import delivering
from notifications.models import Delivery, Notification
from tests.calls.steps import ROOT, do, start
from tests.calls.test_lessons import plan, soon
from tests.people import Person

pytestmark = pytest.mark.django_db


def begin(person: Person, lesson: Any, status: int = 200) -> Any:
    answer = person.rest.post(f"{ROOT}/lessons/{lesson['id']}/start")
    assert answer.status_code == status, answer.content
    return answer.json()


def reminded(person: Person) -> list[str]:
    rows = Notification.objects.filter(user=person.user, kind="lesson_soon", retracted_at=None)
    return [row.data["title"] for row in rows]


def test_a_lesson_is_not_begun_an_hour_early(teacher: Person, algebra: Conversation) -> None:
    lesson = plan(teacher, algebra)

    refusal = begin(teacher, lesson, status=409)

    assert (refusal["code"], refusal["starts_at"]) == ("not_time", lesson["starts_at"])
    assert "start-lesson" not in teacher.browser.get("/lessons").content.decode()
    card = teacher.browser.get(f"/conversations/{algebra.pk}/next-lesson").content.decode()
    assert "분수의 나눗셈" in card
    assert "start-lesson" not in card


def test_a_quarter_of_an_hour_before_it_is(teacher: Person, algebra: Conversation) -> None:
    lesson = plan(teacher, algebra, starts_at=soon(0.24).isoformat())

    assert "start-lesson" in teacher.browser.get("/lessons").content.decode()
    assert begin(teacher, lesson)["lesson"]["id"] == lesson["id"]


def test_a_lesson_that_is_over_is_not_begun_any_more(teacher: Person, algebra: Conversation) -> None:
    lesson = plan(teacher, algebra, starts_at=timezone.now().isoformat())
    Lesson.objects.update(starts_at=timezone.now() - timedelta(minutes=51))

    assert begin(teacher, lesson, status=409)["starts_at"] is None


def test_a_call_begun_without_a_plan_becomes_the_lesson(
    teacher: Person, minji: Person, algebra: Conversation
) -> None:
    call = start(teacher, algebra)
    lesson = plan(teacher, algebra, starts_at=timezone.now().isoformat())

    assert begin(minji, lesson)["lesson"] is None
    assert begin(teacher, lesson)["id"] == call["id"]
    assert Call.objects.get().lesson_id == Lesson.objects.get().pk


def test_while_another_lesson_runs_the_next_one_waits(teacher: Person, algebra: Conversation) -> None:
    first = plan(teacher, algebra, starts_at=timezone.now().isoformat(), minutes=5)
    call = begin(teacher, first)
    following = plan(teacher, algebra, title="기하", starts_at=soon(0.1).isoformat())

    refusal = begin(teacher, following, status=409)

    assert (refusal["code"], refusal["title"]) == ("other_lesson", "분수의 나눗셈")
    do(teacher, call, "end")
    begin(teacher, following)


def test_shortly_before_everybody_is_told_once(
    teacher: Person, minji: Person, stranger: Person, algebra: Conversation
) -> None:
    plan(teacher, algebra, starts_at=soon(0.1).isoformat(), repeat="weekly")
    plan(teacher, algebra, title="나중", starts_at=soon(3).isoformat())

    assert [actions.remind_of_lessons(), actions.remind_of_lessons()] == [1, 0]

    assert reminded(teacher) == reminded(minji) == ["분수의 나눗셈"]
    assert reminded(stranger) == []


@pytest.mark.parametrize("what", ["begun", "called off", "moved"])
def test_a_reminder_is_taken_back_when_the_lesson_is(
    teacher: Person, minji: Person, algebra: Conversation, what: str
) -> None:
    lesson = plan(teacher, algebra, starts_at=soon(0.1).isoformat())
    actions.remind_of_lessons()
    address = f"{ROOT}/lessons/{lesson['id']}"

    if what == "begun":
        begin(teacher, lesson)
    elif what == "called off":
        teacher.rest.delete(address)
    else:
        teacher.rest.patch(address, {"starts_at": soon(0.15).isoformat()}, format="json")

    assert reminded(minji) == []
    assert actions.remind_of_lessons() == (what == "moved")


def test_a_lesson_that_runs_already_needs_no_reminder(
    teacher: Person, minji: Person, algebra: Conversation
) -> None:
    lesson = plan(teacher, algebra, starts_at=soon(0.1).isoformat())
    begin(teacher, lesson)

    actions.remind_of_lessons()

    assert reminded(minji) == []


def test_a_lesson_that_was_over_before_the_quiet_hours_were_is_told_nobody(
    teacher: Person, minji: Person, algebra: Conversation
) -> None:
    hours = {"quiet_from": f"{soon(9):%H:%M}", "quiet_until": f"{soon(8.97):%H:%M}"}
    chosen = {**hours, "kinds": {"lesson_soon": {"email": True}}}
    minji.rest.put("/api/v1/notifications/settings", chosen, format="json")
    plan(teacher, algebra, starts_at=soon(0.1).isoformat())
    actions.remind_of_lessons()
    mail = Delivery.objects.get(notification__user=minji.user)
    assert mail.state == "held"

    Lesson.objects.update(starts_at=soon(-5))
    Notification.objects.update(data={"title": "분수의 나눗셈", "starts_at": soon(-5).isoformat()})
    none = {"quiet_from": None, "quiet_until": None}
    minji.rest.put("/api/v1/notifications/settings", none, format="json")
    delivering.deliver([mail.notification_id])

    mail.refresh_from_db()
    assert (mail.state, mail.reason) == ("dropped", "too_late")
