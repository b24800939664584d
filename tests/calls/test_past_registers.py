"""A register is of its day: what is planned, and who leads, may change afterwards."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.actions import enroll, unenroll
from accounts.models import Classroom, Organization, User
from calls.models import Call, CallEvent, Lesson
from messenger.models import Conversation
from tests.calls.steps import ROOT, do, join, start
from tests.calls.test_attendance import correct, register
from tests.calls.test_lessons import plan
from tests.people import Person, make_person

pytestmark = pytest.mark.django_db


def statuses(teacher: Person, call: Any) -> dict[str, str]:
    return {line["user"]["name"]: line["status"] for line in register(teacher, call)}


def change(teacher: Person, lesson: Any, **fields: Any) -> None:
    answer = teacher.rest.patch(f"{ROOT}/lessons/{lesson['id']}", fields, format="json")
    assert answer.status_code == 200, answer.content


@pytest.fixture
def weekly(teacher: Person, algebra: Conversation) -> Any:
    return plan(teacher, algebra, starts_at=timezone.now().isoformat(), repeat="weekly")


@pytest.fixture
def held(teacher: Person, minji: Person, weekly: Any) -> Any:
    """A meeting whose room the teacher opened ten minutes early; minji came at the hour."""
    call = teacher.rest.post(f"{ROOT}/lessons/{weekly['id']}/start").json()
    join(teacher, call)
    join(minji, call)
    early = timezone.now() - timedelta(minutes=10)
    Call.objects.update(created_at=early, started_at=early)
    return do(teacher, call, "end")


@pytest.fixture
def lesson(teacher: Person, minji: Person, algebra: Conversation) -> Any:
    """Without a plan; it is over. 이서준 did not come."""
    call = start(teacher, algebra)
    join(teacher, call)
    join(minji, call)
    return do(teacher, call, "end")


@pytest.mark.parametrize(
    "how",
    [
        {"starts_at": (timezone.now() + timedelta(days=3)).isoformat()},
        {"starts_at": (timezone.now() - timedelta(minutes=12)).isoformat()},
        {"repeat": ""},
    ],
)
def test_a_series_that_is_moved_leaves_the_past_as_it_was(
    teacher: Person, weekly: Any, held: Any, how: dict[str, str]
) -> None:
    before = register(teacher, held)
    change(teacher, weekly, **how)
    assert register(teacher, held) == before
    assert statuses(teacher, held)["최민지"] == "present"


def test_nor_does_another_length_make_anybody_leave_early(
    teacher: Person, minji: Person, weekly: Any, held: Any
) -> None:
    """The teacher let them go after twelve minutes of a lesson of fifty, then plans longer ones."""
    change(teacher, weekly, minutes=5)
    Call.objects.update(ended_at=timezone.now() + timedelta(minutes=12))
    CallEvent.objects.filter(kind="left").update(at=timezone.now() + timedelta(minutes=4))
    assert statuses(teacher, held)["최민지"] == "left_early"


def test_a_call_that_becomes_the_lesson_keeps_its_plan_too(
    teacher: Person, minji: Person, weekly: Any, algebra: Conversation
) -> None:
    call = start(teacher, algebra)
    join(teacher, call)
    join(minji, call)
    teacher.rest.post(f"{ROOT}/lessons/{weekly['id']}/start")
    kept = Call.objects.get()
    change(teacher, weekly, minutes=20)
    assert (kept.planned_at, kept.planned_minutes) == (Lesson.objects.get().starts_at, 50)


def test_a_lesson_called_off_later_stands_in_its_register(teacher: Person, weekly: Any, held: Any) -> None:
    assert teacher.rest.delete(f"{ROOT}/lessons/{weekly['id']}").status_code == 204
    assert statuses(teacher, held)["최민지"] == "present"


def set_role(by: Person, conversation: Conversation, whom: Person, role: str) -> None:
    path = f"{ROOT}/conversations/{conversation.pk}/participants/{whom.id}"
    answer = by.rest.patch(path, {"role": role}, format="json")
    assert answer.status_code == 200, answer.content


def test_a_pupil_who_leads_later_stays_in_the_register(
    teacher: Person, minji: Person, lesson: Any, algebra: Conversation
) -> None:
    set_role(teacher, algebra, minji, "admin")
    assert statuses(teacher, lesson) == {"이서준": "absent", "최민지": "present"}
    assert correct(teacher, lesson, minji).status_code == 200


def test_a_pupil_who_is_made_to_lead_meanwhile_was_one(
    teacher: Person, minji: Person, seojun: Person, algebra: Conversation
) -> None:
    call = start(teacher, algebra)
    join(teacher, call)
    join(minji, call)
    set_role(teacher, algebra, minji, "admin")
    assert "최민지" in statuses(teacher, call)
    do(teacher, call, "end")
    assert "최민지" in statuses(teacher, call)


@pytest.mark.parametrize("what", ["demoted", "gone"])
def test_a_teacher_who_leads_no_longer_is_no_pupil_of_the_past(
    teacher: Person, minji: Person, lesson: Any, algebra: Conversation, algebra_class: Classroom, what: str
) -> None:
    set_role(teacher, algebra, minji, "admin")
    if what == "demoted":
        set_role(minji, algebra, teacher, "member")
    else:
        unenroll(classroom=algebra_class, user=teacher.user)
    assert statuses(minji, lesson) == {"이서준": "absent", "최민지": "present"}


def test_a_teacher_who_comes_into_the_class_meanwhile_leads(
    school: Organization, teacher: Person, minji: Person, algebra: Conversation, algebra_class: Classroom
) -> None:
    call = start(teacher, algebra)
    join(teacher, call)
    join(minji, call)
    colleague = make_person("colleague@school.example", "박지훈", User.Role.TEACHER, school)
    enroll(classroom=algebra_class, user=colleague.user, role="teacher")
    join(colleague, call)
    assert statuses(teacher, call).keys() == {"이서준", "최민지"}
    do(teacher, call, "end")
    assert statuses(teacher, call).keys() == {"이서준", "최민지"}
