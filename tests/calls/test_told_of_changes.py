"""A planned lesson that is moved or called off tells its people, once, and takes its reminder back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from calls import actions
from messenger.models import Conversation
from notifications import delivering
from notifications.models import Delivery, Notification
from tests.calls.steps import ROOT, do
from tests.calls.test_lessons import plan, soon, timetable
from tests.notifications.steps import ask, listed
from tests.people import Person

pytestmark = pytest.mark.django_db


def told(person: Person) -> list[Any]:
    return [one for one in listed(person) if one["kind"].startswith("lesson")]


def kinds(person: Person) -> list[str]:
    return [one["kind"] for one in told(person)]


def change(person: Person, lesson: Any, **fields: Any) -> None:
    answer = person.rest.patch(f"{ROOT}/lessons/{lesson['id']}", fields, format="json")
    assert answer.status_code == 200, answer.content


def call_off(person: Person, lesson: Any, on: str = "") -> None:
    ending = f"?on={on}" if on else ""
    assert person.rest.delete(f"{ROOT}/lessons/{lesson['id']}{ending}").status_code == 204


def words(when: str) -> str:
    """11월 30일 오전 9:00, where everybody here lives."""
    return f"{timezone.localtime(datetime.fromisoformat(when)).day}일"


def test_a_lesson_that_is_moved_tells_its_people_its_new_time(
    teacher: Person, minji: Person, stranger: Person, algebra: Conversation
) -> None:
    lesson = plan(teacher, algebra)
    new = soon(50).isoformat()
    change(teacher, lesson, starts_at=new)
    [line] = told(minji)
    assert (line["kind"], line["link"]) == ("lesson_moved", "/lessons")
    assert line["title"] == "시간이 바뀌었어요: 분수의 나눗셈"
    assert line["body"].startswith("이제 ")
    assert line["body"].endswith(" · 수학 10반")
    assert words(new) in line["body"]
    assert told(teacher) == told(stranger) == []


def test_a_lesson_that_is_called_off_tells_its_people(
    teacher: Person, minji: Person, stranger: Person, algebra: Conversation
) -> None:
    call_off(teacher, plan(teacher, algebra))
    [line] = told(minji)
    assert (line["kind"], line["link"]) == ("lesson_called_off", "/lessons")
    assert line["title"] == "수업이 취소되었어요: 분수의 나눗셈"
    assert told(teacher) == told(stranger) == []


def test_the_page_tells_too(teacher: Person, minji: Person, algebra: Conversation) -> None:
    lesson = plan(teacher, algebra)
    teacher.browser.post(f"/lessons/{lesson['id']}/cancel")
    assert kinds(minji) == ["lesson_called_off"]


def test_of_a_series_one_is_told_once(teacher: Person, minji: Person, algebra: Conversation) -> None:
    lesson = plan(teacher, algebra, repeat="weekly")
    change(teacher, lesson, starts_at=soon(3).isoformat())
    [line] = told(minji)
    assert line["body"].endswith("부터 매주 · 수학 10반")
    call_off(teacher, lesson)
    [line] = told(minji)
    assert line["kind"] == "lesson_called_off"
    assert line["body"].endswith("부터 모두 · 수학 10반")


def test_one_day_of_a_series_is_called_off_by_its_date(
    teacher: Person, minji: Person, algebra: Conversation
) -> None:
    lesson = plan(teacher, algebra, repeat="weekly")
    second = timetable(minji)[1]
    call_off(teacher, lesson, second["on"])
    [line] = told(minji)
    assert line["kind"] == "lesson_called_off"
    assert words(second["starts_at"]) in line["body"]
    assert "부터 모두" not in line["body"]


def test_a_series_that_ends_sooner_is_called_off_from_there(
    teacher: Person, minji: Person, algebra: Conversation
) -> None:
    lesson = plan(teacher, algebra, repeat="weekly")
    first, second = timetable(minji)[:2]
    change(teacher, lesson, repeat_until=first["on"])
    [line] = told(minji)
    assert line["kind"] == "lesson_called_off"
    assert words(second["starts_at"]) in line["body"]


@pytest.mark.parametrize("fields", [{"title": "기하"}, {"repeat": "weekly"}, {"minutes": 50}])
def test_what_moves_no_meeting_is_no_news(
    teacher: Person, minji: Person, algebra: Conversation, fields: dict[str, Any]
) -> None:
    change(teacher, plan(teacher, algebra), **fields)
    assert told(minji) == []


@pytest.mark.parametrize("minutes", [40, 60])
def test_a_longer_or_shorter_lesson_at_its_hour_is_no_news_and_its_reminder_stays(
    teacher: Person, minji: Person, algebra: Conversation, minutes: int
) -> None:
    lesson = plan(teacher, algebra, starts_at=soon(0.1).isoformat())
    actions.remind_of_lessons()
    change(teacher, lesson, minutes=minutes)
    assert kinds(minji) == ["lesson_soon"]


def test_moved_twice_only_the_last_time_is_told(
    teacher: Person, minji: Person, algebra: Conversation
) -> None:
    lesson = plan(teacher, algebra)
    for hours in (20, 50):
        change(teacher, lesson, starts_at=soon(hours).isoformat())
    [line] = told(minji)
    assert (line["kind"], line["count"]) == ("lesson_moved", 1)


def test_the_reminder_is_taken_back(teacher: Person, minji: Person, algebra: Conversation) -> None:
    lesson = plan(teacher, algebra, starts_at=soon(0.1).isoformat())
    actions.remind_of_lessons()
    assert kinds(minji) == ["lesson_soon"]
    change(teacher, lesson, starts_at=soon(20).isoformat())
    assert kinds(minji) == ["lesson_moved"]


def test_the_reminder_of_todays_meeting_outlives_other_days_and_other_words(
    teacher: Person, minji: Person, algebra: Conversation
) -> None:
    lesson = plan(teacher, algebra, starts_at=soon(0.1).isoformat(), repeat="weekly")
    actions.remind_of_lessons()
    call_off(teacher, lesson, timetable(minji)[1]["on"])
    change(teacher, lesson, title="기하")
    assert sorted(kinds(minji)) == ["lesson_called_off", "lesson_soon"]


def test_what_was_held_is_not_called_off(teacher: Person, minji: Person, algebra: Conversation) -> None:
    lesson = plan(teacher, algebra, starts_at=timezone.now().isoformat())
    call = teacher.rest.post(f"{ROOT}/lessons/{lesson['id']}/start").json()
    do(teacher, call, "end")
    call_off(teacher, lesson)
    assert kinds(minji) == []


def tried(person: Person, conversation: Conversation, **fields: Any) -> Any:
    """Opened before its hour and closed again."""
    lesson = plan(person, conversation, starts_at=soon(0.2).isoformat(), **fields)
    do(person, person.rest.post(f"{ROOT}/lessons/{lesson['id']}/start").json(), "end")
    return lesson


def test_what_was_only_tried_before_its_hour_may_still_move(
    teacher: Person, minji: Person, algebra: Conversation
) -> None:
    change(teacher, tried(teacher, algebra), starts_at=soon(72).isoformat())
    assert kinds(minji) == ["lesson_moved"]


def test_what_was_only_tried_before_its_hour_may_move_alone(
    teacher: Person, minji: Person, algebra: Conversation
) -> None:
    lesson = tried(teacher, algebra, repeat="weekly")
    address, fields = f"{ROOT}/lessons/{lesson['id']}?on={lesson['on']}", {"starts_at": soon(72).isoformat()}
    assert teacher.rest.patch(address, fields, format="json").status_code == 200
    assert kinds(minji) == ["lesson_moved"]


@pytest.mark.parametrize("repeat", ["", "weekly"])
def test_what_was_only_tried_before_its_hour_may_be_called_off(
    teacher: Person, minji: Person, algebra: Conversation, repeat: str
) -> None:
    lesson = tried(teacher, algebra, repeat=repeat)
    call_off(teacher, lesson, lesson["on"])
    assert kinds(minji) == ["lesson_called_off"]


def test_what_runs_before_its_hour_is_not_called_off(
    teacher: Person, minji: Person, algebra: Conversation
) -> None:
    lesson = plan(teacher, algebra, starts_at=soon(0.2).isoformat())
    teacher.rest.post(f"{ROOT}/lessons/{lesson['id']}/start")
    call_off(teacher, lesson)
    assert kinds(minji) == []


def test_a_lesson_one_waits_for_in_vain_is_called_off(
    teacher: Person, minji: Person, algebra: Conversation
) -> None:
    lesson = plan(teacher, algebra, starts_at=(timezone.now() - timedelta(minutes=10)).isoformat())
    call_off(teacher, lesson)
    assert kinds(minji) == ["lesson_called_off"]


def test_a_refused_change_tells_nobody(teacher: Person, minji: Person, algebra: Conversation) -> None:
    lesson = plan(teacher, algebra)
    for person, fields in ((minji, {"starts_at": soon(9).isoformat()}), (teacher, {"minutes": 1})):
        person.rest.patch(f"{ROOT}/lessons/{lesson['id']}", fields, format="json")
    assert not Notification.objects.filter(kind="lesson_moved").exists()


def test_who_does_not_want_to_be_told_is_not(teacher: Person, minji: Person, algebra: Conversation) -> None:
    none = {"in_app": False, "push": False, "email": False}
    ask(minji, "put", "/settings", {"kinds": {"lesson_moved": none, "lesson_called_off": none}})
    lesson = plan(teacher, algebra)
    change(teacher, lesson, starts_at=soon(20).isoformat())
    call_off(teacher, lesson)
    assert not Notification.objects.filter(user=minji.user).exists()


def test_after_the_quiet_hours_a_lesson_that_is_over_is_no_news(
    teacher: Person, minji: Person, algebra: Conversation
) -> None:
    hours = {"quiet_from": f"{soon(9):%H:%M}", "quiet_until": f"{soon(8.97):%H:%M}"}
    ask(minji, "put", "/settings", {**hours, "kinds": {"lesson_called_off": {"email": True}}})
    call_off(teacher, plan(teacher, algebra))
    mail = Delivery.objects.get(notification__user=minji.user)
    Notification.objects.update(data={"title": "분수의 나눗셈", "starts_at": soon(-5).isoformat()})
    ask(minji, "put", "/settings", {"quiet_from": None, "quiet_until": None})
    delivering.deliver([mail.notification_id])
    mail.refresh_from_db()
    assert (mail.state, mail.reason) == ("dropped", "too_late")
