"""Excused is neither missing nor zero: one student need not do an assignment."""

from __future__ import annotations

import csv
from io import StringIO

import pytest

from accounts.models import Classroom
from assignments import actions, refreshing
from assignments.models import AssignmentStatistics
from notifications.models import Notification
from tests.assignments.steps import ROOT, ask, grade, hand_in, hours_pass, release, set_work
from tests.people import Person

pytestmark = pytest.mark.django_db


def excuse(person: Person, work: dict[str, int], student: Person, *, status: int = 201) -> None:
    body = {"student_id": student.id, "reason": "수학 경시대회"}
    ask(person, "post", f"/{work['id']}/excuses", body, status=status)


def test_who_is_excused_is_not_missing_and_in_no_average(
    teacher: Person, minji: Person, seojun: Person, algebra_class: Classroom
) -> None:
    work = set_work(teacher, algebra_class)
    grade(teacher, hand_in(minji, work)["submission_id"], score=8)
    grade(teacher, hand_in(seojun, work)["submission_id"], score=2)

    excuse(teacher, work, seojun)

    hours_pass(48)
    everybody = {one["student"]["id"]: one for one in ask(teacher, "get", f"/{work['id']}/submissions")}
    assert everybody[seojun.id]["standing"] == "excused"
    assert everybody[seojun.id]["excuse"]["reason"] == "수학 경시대회"
    numbers = ask(teacher, "get", f"/{work['id']}/statistics")
    assert (numbers["students"], numbers["excused"], numbers["missing"]) == (1, 1, 0)
    assert (numbers["submission_rate"], numbers["average_score"], numbers["graded"]) == (1, 8, 1)
    refreshing.refresh()
    kept = AssignmentStatistics.objects.get(assignment=work["id"])
    assert (kept.students, kept.submitted, kept.graded, kept.avg_score) == (1, 1, 1, 8)


def test_the_gradebook_says_excused(
    teacher: Person, minji: Person, seojun: Person, algebra_class: Classroom
) -> None:
    work = set_work(teacher, algebra_class)
    grade(teacher, hand_in(seojun, work)["submission_id"], score=2)
    excuse(teacher, work, seojun)
    excuse(teacher, work, minji)

    book = ask(teacher, "get", f"/classes/{algebra_class.pk}/gradebook")

    assert [row["cells"][0]["standing"] for row in book["students"]] == ["excused", "excused"]
    assert [(row["most"], row["percent"]) for row in book["students"]] == [(0, None), (0, None)]
    text = teacher.browser.get(f"{ROOT}/classes/{algebra_class.pk}/gradebook?as=csv").content.decode()
    assert [row[2] for row in csv.reader(StringIO(text))][1:] == ["면제", "면제"]


def test_the_student_sees_it_and_is_not_asked_for_work(
    teacher: Person, minji: Person, algebra_class: Classroom
) -> None:
    work = set_work(teacher, algebra_class)
    hours_pass(20)
    actions.remind_due_soon()
    excuse(teacher, work, minji)

    [listed] = ask(minji, "get", "/student/my-assignments")["results"]
    assert listed["excused"] is True
    assert hand_in(minji, work, status=409)["code"] == "excused"
    reminders = Notification.objects.filter(kind="assignment_due_soon", user=minji.user)
    assert reminders.filter(retracted_at=None).count() == 0
    page = minji.browser.get(f"/assignments/{work['id']}").content.decode()
    assert 'data-testid="excused"' in page
    assert 'data-part="work"' not in page
    assert "면제" in minji.browser.get("/assignments").content.decode()


def test_who_is_excused_is_not_reminded_and_no_grade_of_theirs_goes_out(
    teacher: Person, minji: Person, algebra_class: Classroom
) -> None:
    work = set_work(teacher, algebra_class)
    grade(teacher, hand_in(minji, work)["submission_id"], score=8)
    excuse(teacher, work, minji)

    hours_pass(20)
    actions.remind_due_soon()

    assert release(teacher, work) == {"released": 0}
    kinds = Notification.objects.filter(user=minji.user).values_list("kind", flat=True)
    assert list(kinds) == ["assignment_assigned"]


def test_a_lifted_excuse_brings_everything_back(
    teacher: Person, minji: Person, algebra_class: Classroom
) -> None:
    work = set_work(teacher, algebra_class)
    grade(teacher, hand_in(minji, work)["submission_id"], score=8)
    excuse(teacher, work, minji)
    for _twice in range(2):
        ask(teacher, "delete", f"/{work['id']}/excuses/{minji.id}", status=204)

    assert ask(teacher, "get", f"/{work['id']}/statistics")["average_score"] == 8
    assert release(teacher, work) == {"released": 1}


def test_only_who_teaches_excuses_and_only_who_it_is_for(
    teacher: Person, minji: Person, seojun: Person, stranger: Person, algebra_class: Classroom
) -> None:
    work = set_work(teacher, algebra_class, student_ids=[minji.id])

    excuse(minji, work, minji, status=403)
    excuse(stranger, work, minji, status=404)
    ask(minji, "delete", f"/{work['id']}/excuses/{minji.id}", status=403)
    ask(stranger, "delete", f"/{work['id']}/excuses/{minji.id}", status=404)
    excuse(teacher, work, seojun, status=400)
    excuse(teacher, work, stranger, status=400)
    draft = set_work(teacher, algebra_class, out=False)
    excuse(teacher, draft, minji, status=409)


def test_a_teacher_excuses_and_expects_again_on_the_page(
    teacher: Person, minji: Person, algebra_class: Classroom
) -> None:
    work = set_work(teacher, algebra_class)
    mine = f"/assignments/{work['id']}"

    wrong = teacher.browser.post(f"{mine}/excuse", {"student_id": minji.id, "reason": ""})
    assert wrong.status_code == 400
    right = teacher.browser.post(f"{mine}/excuse", {"student_id": minji.id, "reason": "감기"})
    assert right.status_code == 302

    page = teacher.browser.get(f"{mine}?show=excused").content.decode()
    assert page.count('data-state="excused"') == 1
    assert "감기" in page
    assert "감기" in teacher.browser.get(f"{mine}/grade?student={minji.id}").content.decode()
    teacher.browser.post(f"{mine}/lift-excuse", {"student_id": minji.id})
    assert 'data-state="excused"' not in teacher.browser.get(mine).content.decode()
