"""Planned lessons: who plans them, who sees them, and the click that starts one."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pytest
from channels.db import database_sync_to_async as in_database
from django.utils import timezone

from calls.models import Call, Lesson
from messenger.models import Conversation
from tests.calls.steps import ROOT, do, join
from tests.people import Person
from tests.sockets import Lines

SEOUL = ZoneInfo("Asia/Seoul")


def soon(hours: float = 1) -> datetime:
    return timezone.now() + timedelta(hours=hours)


def plan(person: Person, conversation: Conversation, status: int = 201, **fields: Any) -> Any:
    body = {"title": "분수의 나눗셈", "starts_at": soon().isoformat(), "minutes": 50, **fields}
    response = person.rest.post(f"{ROOT}/conversations/{conversation.pk}/lessons", body, format="json")
    assert response.status_code == status, response.content
    return response.json()


def timetable(person: Person, **query: Any) -> Any:
    return person.rest.get(f"{ROOT}/lessons", query).json()


def test_a_planned_lesson_stands_in_everybodys_timetable(
    teacher: Person, minji: Person, stranger: Person, algebra: Conversation
) -> None:
    lesson = plan(teacher, algebra)
    assert [one["id"] for one in timetable(minji)] == [lesson["id"]]
    assert timetable(minji)[0]["title"] == "분수의 나눗셈"
    assert timetable(stranger) == []
    assert stranger.rest.get(f"{ROOT}/lessons/{lesson['id']}").status_code == 404


def test_only_teachers_plan_change_and_call_off(
    teacher: Person, minji: Person, stranger: Person, algebra: Conversation, announcements: Conversation
) -> None:
    plan(minji, algebra, status=403)
    plan(stranger, algebra, status=404)
    plan(teacher, announcements, status=403)
    lesson = plan(teacher, algebra)
    for person, status in ((minji, 403), (stranger, 404)):
        address = f"{ROOT}/lessons/{lesson['id']}"
        assert person.rest.patch(address, {"title": "x"}, format="json").status_code == status
        assert person.rest.delete(address).status_code == status
        assert person.browser.get(f"/lessons/{lesson['id']}/change").status_code == status
        assert person.browser.post(f"/lessons/{lesson['id']}/cancel").status_code == status
    assert minji.browser.get("/lessons/plan").status_code == 403
    assert timetable(minji)[0]["title"] == "분수의 나눗셈"


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"title": " "}, "title"),
        ({"title": "\u200b\u3164"}, "title"),
        ({"title": "x" * 121}, "title"),
        ({"minutes": 4}, "minutes"),
        ({"minutes": 481}, "minutes"),
        ({"starts_at": "gestern"}, "starts_at"),
        ({"starts_at": "2020-03-02T09:00:00Z"}, "starts_at"),
        ({"repeat": "daily"}, "repeat"),
        ({"repeat": "weekly", "repeat_until": "2099-01-01"}, "repeat_until"),
        ({"repeat": "weekly", "repeat_until": "2020-03-02"}, "repeat_until"),
    ],
)
def test_a_lesson_that_cannot_be_is_refused(
    teacher: Person, algebra: Conversation, fields: dict[str, Any], wrong: str
) -> None:
    assert list(plan(teacher, algebra, status=400, **fields)["fields"]) == [wrong]
    assert not Lesson.objects.exists()


def test_an_end_without_a_series_is_refused(teacher: Person, algebra: Conversation) -> None:
    answer = plan(teacher, algebra, status=400, repeat_until=soon(200).date().isoformat())
    assert "repeat_until" in answer["fields"]


@pytest.mark.parametrize(
    ("days", "sentence"),
    [(-1, "첫 수업 날보다 빨라요."), (1, "그날까지 남은 수업이 없어요.")],
)
def test_a_series_does_not_end_before_its_next_meeting(
    teacher: Person, algebra: Conversation, days: int, sentence: str
) -> None:
    lesson = plan(teacher, algebra, repeat="weekly")
    begun = timezone.now() - timedelta(days=5)
    Lesson.objects.update(starts_at=begun)
    last = (timezone.localtime(begun, SEOUL) + timedelta(days=days)).date().isoformat()
    answer = teacher.rest.patch(f"{ROOT}/lessons/{lesson['id']}", {"repeat_until": last}, format="json")
    assert (answer.status_code, answer.json()["fields"]) == (400, {"repeat_until": [sentence]})
    assert Lesson.objects.get().repeat_until is None


def test_a_class_is_not_in_two_lessons_at_once(teacher: Person, algebra: Conversation) -> None:
    plan(teacher, algebra, repeat="weekly")
    later = soon(1.5 + 7 * 24).isoformat()
    answer = plan(teacher, algebra, status=409, title="기하", starts_at=later)
    assert (answer["code"], answer["title"]) == ("lessons_overlap", "분수의 나눗셈")
    plan(teacher, algebra, title="기하", starts_at=soon(2).isoformat())


def test_one_meeting_or_all_of_a_series_is_called_off(
    teacher: Person, minji: Person, algebra: Conversation
) -> None:
    lesson = plan(teacher, algebra, repeat="weekly")
    first, second = timetable(minji)[:2]
    address = f"{ROOT}/lessons/{lesson['id']}"
    assert teacher.rest.delete(f"{address}?on={first['on']}").status_code == 204
    assert timetable(minji)[0]["on"] == second["on"]
    assert teacher.rest.delete(f"{address}?on={first['on']}").status_code == 400
    assert teacher.rest.delete(address).status_code == 204
    assert timetable(minji) == []
    assert teacher.rest.get(address).status_code == 404


def test_a_lesson_without_a_series_is_not_called_off_by_another_day(
    teacher: Person, algebra: Conversation
) -> None:
    lesson = plan(teacher, algebra)
    address = f"{ROOT}/lessons/{lesson['id']}"
    assert teacher.rest.delete(f"{address}?on={soon(100).date()}").status_code == 400
    assert teacher.rest.delete(f"{address}?on={lesson['on']}").status_code == 204
    assert timetable(teacher) == []


@pytest.mark.parametrize("on", ["", "x", "2026-13-45", "20260302T", "0001-01-01", " "])
def test_a_date_that_is_none_calls_off_nothing(
    teacher: Person, minji: Person, algebra: Conversation, on: str
) -> None:
    lesson = plan(teacher, algebra, repeat="weekly")
    before = timetable(minji)

    answer = teacher.rest.delete(f"{ROOT}/lessons/{lesson['id']}", QUERY_STRING=urlencode({"on": on}))
    page = teacher.browser.post(f"/lessons/{lesson['id']}/cancel", {"on": on}, follow=True)

    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["on"])
    assert "그날에는 이 수업이 없어요." in page.content.decode()
    assert timetable(minji) == before


def test_a_changed_lesson_is_changed_for_all(teacher: Person, minji: Person, algebra: Conversation) -> None:
    lesson = plan(teacher, algebra)
    response = teacher.rest.patch(f"{ROOT}/lessons/{lesson['id']}", {"title": "기하"}, format="json")
    assert response.json()["title"] == timetable(minji)[0]["title"] == "기하"


def test_the_teachers_click_starts_and_the_students_joins(
    teacher: Person, minji: Person, stranger: Person, algebra: Conversation
) -> None:
    lesson = plan(teacher, algebra, starts_at=soon(0.2).isoformat())
    address = f"{ROOT}/lessons/{lesson['id']}/start"
    assert minji.rest.post(address).status_code == 403
    assert stranger.rest.post(address).status_code == 404
    call = teacher.rest.post(address).json()
    assert call["lesson"] == {"id": lesson["id"], "title": "분수의 나눗셈"}
    assert minji.rest.post(address).json()["id"] == call["id"] == teacher.rest.post(address).json()["id"]
    assert Call.objects.count() == 1


def test_the_pages_of_planning(teacher: Person, minji: Person, algebra: Conversation) -> None:
    day = timezone.localtime(soon(30))
    typed = {"conversation_id": str(algebra.pk), "title": "", "date": f"{day:%Y-%m-%d}", "time": "09:00"}
    wrong = teacher.browser.post("/lessons/plan", {**typed, "minutes": "fifty"})
    assert wrong.status_code == 400
    assert set(wrong.context["form"].errors) == {"title", "minutes"}
    teacher.browser.post("/lessons/plan", {**typed, "title": "분수", "minutes": 50, "weekly": "on"})
    clash = teacher.browser.post("/lessons/plan", {**typed, "title": "기하", "minutes": 50})
    assert "분수" in clash.context["form"].non_field_errors()[0]
    (lesson,) = Lesson.objects.all()
    assert (lesson.repeat, lesson.time_zone) == ("weekly", "Asia/Seoul")
    assert timezone.localtime(lesson.starts_at, SEOUL).hour == 9
    assert "분수" in minji.browser.get("/lessons").content.decode()
    assert "분수" in minji.browser.get(f"/conversations/{algebra.pk}/next-lesson").content.decode()
    teacher.browser.post(f"/lessons/{lesson.pk}/change", {**typed, "title": "소수", "minutes": 45})
    assert "소수" in minji.browser.get("/lessons").content.decode()
    teacher.browser.post(f"/lessons/{lesson.pk}/cancel")
    assert "소수" not in minji.browser.get("/lessons").content.decode()


def test_one_click_on_the_page_leads_into_the_call(
    teacher: Person, minji: Person, algebra: Conversation
) -> None:
    lesson = plan(teacher, algebra, starts_at=soon(0.2).isoformat())
    early = minji.browser.post(f"/lessons/{lesson['id']}/start")
    assert early["Location"] == "/lessons"
    into = teacher.browser.post(f"/lessons/{lesson['id']}/start")["Location"]
    assert into == f"/calls/{Call.objects.get().pk}"
    assert minji.browser.post(f"/lessons/{lesson['id']}/start")["Location"] == into


def test_the_card_is_not_for_strangers(stranger: Person, teacher: Person, algebra: Conversation) -> None:
    plan(teacher, algebra)
    assert stranger.browser.get(f"/conversations/{algebra.pk}/next-lesson").status_code == 404


def test_who_comes_at_the_planned_time_is_not_late(
    teacher: Person, minji: Person, algebra: Conversation
) -> None:
    """The teacher opened the room early."""
    lesson = plan(teacher, algebra, starts_at=timezone.now().isoformat())
    call = teacher.rest.post(f"{ROOT}/lessons/{lesson['id']}/start").json()
    join(teacher, call)
    join(minji, call)
    Call.objects.update(started_at=timezone.now() - timedelta(minutes=10))
    do(teacher, call, "end")
    (line, *_rest) = [
        one
        for one in teacher.rest.get(f"{ROOT}/calls/{call['id']}/attendance").json()
        if one["user"]["id"] == minji.id
    ]
    assert line["status"] == "present"


def test_many_lessons_cost_no_more_queries_than_one(
    teacher: Person, algebra: Conversation, django_assert_max_num_queries: Any
) -> None:
    for number in range(5):
        plan(teacher, algebra, starts_at=soon(2 + number).isoformat())
    with django_assert_max_num_queries(6):
        assert len(timetable(teacher)) == 5


def test_lessons_of_the_past_leave_room_for_new_ones(teacher: Person, algebra: Conversation) -> None:
    Lesson.objects.bulk_create(
        Lesson(
            conversation=algebra,
            title="수학",
            starts_at=soon(-24 * days),
            minutes=50,
            time_zone="Asia/Seoul",
            created_by=teacher.user,
        )
        for days in range(2, 102)
    )
    plan(teacher, algebra)


def test_a_series_called_off_day_by_day_still_has_a_shape(teacher: Person, algebra: Conversation) -> None:
    until = timezone.localtime(soon(7 * 24 + 1), SEOUL).date().isoformat()
    address = f"{ROOT}/lessons/{plan(teacher, algebra, repeat='weekly', repeat_until=until)['id']}"
    for one in timetable(teacher):
        assert teacher.rest.delete(f"{address}?on={one['on']}").status_code == 204
    assert teacher.rest.get(address).status_code == 200


def test_a_timetable_of_the_year_9999_is_refused(teacher: Person) -> None:
    assert "start" in timetable(teacher, start="9999-12-30T00:00:00Z")["fields"]


def test_a_timetable_that_ends_before_it_begins_is_refused(teacher: Person) -> None:
    sentence = timetable(teacher, end="2020-03-02T00:00:00Z")["fields"]["end"]
    assert sentence == ["끝이 시작보다 빨라요."]
    assert "100일" in timetable(teacher, end=soon(24 * 101).isoformat())["fields"]["end"][0]


def test_who_looks_while_the_lesson_runs_is_asked_in(
    teacher: Person, minji: Person, algebra: Conversation
) -> None:
    lesson = plan(teacher, algebra, starts_at=timezone.now().isoformat())
    assert "join-lesson" not in minji.browser.get("/lessons").content.decode()
    teacher.rest.post(f"{ROOT}/lessons/{lesson['id']}/start")
    assert "join-lesson" in minji.browser.get("/lessons").content.decode()


async def test_everybodys_pages_hear_of_a_new_lesson(
    lines: Lines, teacher: Person, minji: Person, algebra: Conversation
) -> None:
    line = await lines.of(minji)
    await in_database(plan)(teacher, algebra)
    await line.hears("lessons.changed", conversation_id=str(algebra.pk))
