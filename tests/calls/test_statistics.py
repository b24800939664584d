"""Lessons in numbers: for those who teach, of their classes, renewed by the clock."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from calls.models import Call, CallParticipant
from calls.tasks import refresh_statistics
from messenger.models import Conversation
from tests.calls.steps import ROOT, do, join, start
from tests.calls.test_pages import count_queries
from tests.people import Person


def hour(teacher: Person, conversation: Conversation, *came: Person) -> Any:
    """A lesson of an hour that has just ended."""
    call = start(teacher, conversation)
    for person in (teacher, *came):
        join(person, call)
    Call.objects.filter(pk=call["id"]).update(started_at=timezone.now() - timedelta(hours=1))
    return do(teacher, call, "end")


def numbers(person: Person, conversation: Conversation, status: int = 200) -> Any:
    response = person.rest.get(f"{ROOT}/conversations/{conversation.pk}/calls/statistics")
    assert response.status_code == status, response.content
    return response.json()


def test_lessons_are_counted_when_the_clock_renews_the_view(
    teacher: Person, minji: Person, algebra: Conversation
) -> None:
    assert numbers(teacher, algebra)["total_calls"] == 0
    hour(teacher, algebra, minji)
    refresh_statistics()
    found = numbers(teacher, algebra)
    assert (found["total_calls"], round(found["total_duration"] / 60)) == (1, 60)
    assert round(found["avg_duration"] / 60) == 60
    assert (found["participants"], found["attendance_rate"], found["missed_rings"]) == (2, 50, 1)


def test_the_rate_follows_the_teachers_corrections(
    teacher: Person, minji: Person, seojun: Person, algebra: Conversation
) -> None:
    call = hour(teacher, algebra, minji)
    register = f"{ROOT}/calls/{call['id']}/attendance"

    def rate_after(person: Person, status: str) -> Any:
        teacher.rest.put(f"{register}/{person.id}", {"status": status, "reason": "확인함"}, format="json")
        return numbers(teacher, algebra)["attendance_rate"]

    assert rate_after(seojun, "late") == 100
    assert rate_after(minji, "absent") == 50
    assert rate_after(seojun, "excused") == 0  # of minji alone


@pytest.mark.parametrize(
    ("came", "went", "rate"),
    [(-28, -14, 0), (64, 75, 0), (-28, 20, 50), (40, 75, 50)],
)
def test_who_was_in_only_before_or_after_a_planned_lesson_did_not_come(
    teacher: Person, minji: Person, algebra: Conversation, came: int, went: int, rate: int
) -> None:
    """Planned for fifty minutes; the room was open half an hour before and after. Seojun never came."""
    call = hour(teacher, algebra, minji)
    planned = timezone.now() - timedelta(minutes=80)
    opened = planned - timedelta(minutes=30)
    Call.objects.update(planned_at=planned, planned_minutes=50, created_at=opened, started_at=opened)
    times = {"joined_at": planned + timedelta(minutes=came), "left_at": planned + timedelta(minutes=went)}
    CallParticipant.objects.filter(call=call["id"], user=minji.user).update(**times)
    assert numbers(teacher, algebra)["attendance_rate"] == rate


def test_a_call_nobody_answered_is_no_lesson(teacher: Person, algebra: Conversation) -> None:
    call = start(teacher, algebra)
    join(teacher, call)
    do(teacher, call, "end")
    refresh_statistics()
    assert numbers(teacher, algebra)["total_calls"] == 0


def test_students_and_strangers_see_no_numbers(
    minji: Person, stranger: Person, algebra: Conversation, client: Any
) -> None:
    numbers(minji, algebra, status=403)
    numbers(stranger, algebra, status=404)
    assert minji.browser.get("/statistics").status_code == 403
    assert stranger.browser.get("/statistics").status_code == 403
    assert client.get("/statistics").status_code == 302


def test_a_student_who_made_a_group_is_no_teacher(minji: Person, study_group: Conversation) -> None:
    numbers(minji, study_group, status=403)


def test_teachers_see_their_classes_and_the_office_all_of_its_school(
    teacher: Person, minji: Person, administrator: Person, algebra: Conversation, study_group: Conversation
) -> None:
    hour(teacher, algebra, minji)
    refresh_statistics()
    page = teacher.browser.get("/statistics")
    assert [one.pk for one, _numbers in page.context["classes"]] == [algebra.pk]
    assert (page.context["total"].lessons, page.context["total"].minutes) == (1, 60)
    assert page.context["bars"][-1]["week"].minutes + page.context["bars"][-2]["week"].minutes == 60
    assert administrator.browser.get("/statistics").context["total"].lessons == 1
    assert numbers(administrator, algebra)["total_calls"] == 1


@pytest.mark.django_db
def test_another_school_is_not_counted(
    teacher: Person, minji: Person, stranger: Person, algebra: Conversation
) -> None:
    stranger.user.role = "administrator"
    stranger.user.save()
    hour(teacher, algebra, minji)
    refresh_statistics()
    assert stranger.browser.get("/statistics").context["classes"] == []
    numbers(stranger, algebra, status=404)


def test_many_lessons_and_classes_cost_no_more_queries_than_one(
    teacher: Person, minji: Person, seojun: Person, algebra: Conversation, crowd: Any
) -> None:
    hour(teacher, algebra, minji)
    refresh_statistics()
    teacher.browser.get("/statistics")
    one = count_queries(lambda: teacher.browser.get("/statistics"))
    for _more in range(2):
        hour(teacher, algebra, minji, seojun)
        hour(teacher, crowd[0], *crowd[1][:2])
    refresh_statistics()
    assert count_queries(lambda: teacher.browser.get("/statistics")) == one


@pytest.mark.parametrize("model", ["callevent", "attendancecorrection", "lesson", "callstatistics"])
def test_the_administration_looks_up_lessons(
    administrator: Person, teacher: Person, minji: Person, algebra: Conversation, model: str
) -> None:
    hour(teacher, algebra, minji)
    refresh_statistics()
    address = f"/admin/calls/{model}/?q={minji.name}"
    assert administrator.browser.get(address).status_code == 200
    one = count_queries(lambda: administrator.browser.get(address))
    for _more in range(3):
        hour(teacher, algebra, minji)
    assert count_queries(lambda: administrator.browser.get(address)) == one
