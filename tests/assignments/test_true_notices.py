"""What people were told of homework, and the mark that work is late, follow what is true now."""

from __future__ import annotations

import pytest

from accounts import actions as people
from accounts.models import Classroom, Organization, User
from assignments.models import SubmissionVersion
from notifications.models import Notification
from tests.assignments.steps import ask, grade, hand_in, hours_pass, in_hours, release, set_work
from tests.people import Person, make_person

pytestmark = pytest.mark.django_db


def told_of(person: Person) -> list[str]:
    rows = Notification.objects.filter(user=person.user, retracted_at=None)
    return sorted(row.kind for row in rows)


def test_a_grade_that_was_taken_back_is_not_told_any_more(
    teacher: Person, minji: Person, algebra_class: Classroom
) -> None:
    work = set_work(teacher, algebra_class)
    key = hand_in(minji, work)["submission_id"]
    version = grade(teacher, key, score=4)["version"]
    release(teacher, work)
    assert "assignment_graded" in told_of(minji)

    body = {"version": version + 1, "feedback": "다시 풀어 보세요."}
    ask(teacher, "post", f"/submissions/{key}/return", body)

    assert told_of(minji) == ["assignment_assigned", "assignment_returned"]


def test_who_need_not_do_it_any_more_is_not_told_of_it(
    teacher: Person, minji: Person, seojun: Person, algebra_class: Classroom
) -> None:
    work = set_work(teacher, algebra_class)

    ask(teacher, "put", f"/{work['id']}", {"student_ids": [seojun.id]})

    assert (told_of(minji), told_of(seojun)) == ([], ["assignment_assigned"])


def test_who_leaves_the_class_loses_what_was_for_them_alone(
    teacher: Person, minji: Person, algebra_class: Classroom
) -> None:
    set_work(teacher, algebra_class, student_ids=[minji.id])
    assert told_of(minji) == ["assignment_assigned"]

    people.unenroll(classroom=algebra_class, user=minji.user)

    assert told_of(minji) == []


def test_more_time_afterwards_takes_the_mark_of_lateness_away(
    teacher: Person, minji: Person, algebra_class: Classroom
) -> None:
    work = set_work(teacher, algebra_class, late_policy="accept")
    hours_pass(48)
    assert hand_in(minji, work)["is_late"] is True

    body = {"student_id": minji.id, "until": in_hours(2).isoformat()}
    ask(teacher, "post", f"/{work['id']}/extensions", body, status=201)

    assert ask(minji, "get", f"/{work['id']}/my-submission")["is_late"] is False
    assert not SubmissionVersion.objects.get().is_late


def test_who_does_not_teach_there_any_more_is_not_told_of_what_is_handed_in(
    teacher: Person, minji: Person, seojun: Person, school: Organization, algebra_class: Classroom
) -> None:
    successor = make_person("hyunwoo@school.example", "박현우", User.Role.TEACHER, school)
    work = set_work(teacher, algebra_class)
    people.enroll(classroom=algebra_class, user=successor.user, role="teacher")
    hand_in(minji, work)
    assert (told_of(teacher), told_of(successor)) == (["assignment_submitted"], [])

    people.unenroll(classroom=algebra_class, user=teacher.user)
    hand_in(seojun, work)

    assert told_of(teacher) == ["assignment_submitted"]
    assert told_of(successor) == ["assignment_submitted"]
