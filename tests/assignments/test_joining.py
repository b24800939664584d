"""Who comes into a class later finds its open work, and is told of it."""

from __future__ import annotations

import pytest

from accounts import actions as people
from accounts.models import Classroom, Organization, User
from notifications.models import Notification
from tests.assignments.steps import ask, hours_pass, set_work
from tests.people import Person, make_person

pytestmark = pytest.mark.django_db


def told_of(person: Person) -> list[str]:
    rows = Notification.objects.filter(user=person.user, kind="assignment_assigned", retracted_at=None)
    return [row.data["title"] for row in rows]


def test_a_newcomer_gets_the_open_work_and_loses_it_on_leaving(
    teacher: Person, minji: Person, school: Organization, algebra_class: Classroom
) -> None:
    set_work(teacher, algebra_class, title="지난 숙제")
    hours_pass(48)
    set_work(teacher, algebra_class, title="이번 숙제")
    set_work(teacher, algebra_class, title="민지만", student_ids=[minji.id])
    set_work(teacher, algebra_class, title="아직", out=False)
    newcomer = make_person("new@school.example", "새 학생", User.Role.STUDENT, school)

    people.enroll(classroom=algebra_class, user=newcomer.user, role="student")

    assert told_of(newcomer) == ["이번 숙제"]
    listed = {one["title"] for one in ask(newcomer, "get", "/student/my-assignments")["results"]}
    assert listed == {"지난 숙제", "이번 숙제"}

    people.unenroll(classroom=algebra_class, user=newcomer.user)

    assert told_of(newcomer) == []
    assert ask(newcomer, "get", "/student/my-assignments")["results"] == []
