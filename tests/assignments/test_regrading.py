"""A grade that changes: its student hears of it, and graders hear of each other and of newer work."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import Classroom
from notifications.models import Delivery
from tests.assignments.steps import RUBRIC, ask, grade, hand_in, release, set_work
from tests.people import Person

pytestmark = pytest.mark.django_db


def told_grades(person: Person) -> list[str]:
    listed = person.rest.get("/api/v1/notifications").json()["results"]
    return [one["body"] for one in listed if one["kind"] == "assignment_graded"]


def released(teacher: Person, student: Person, classroom: Classroom) -> int:
    """A grade that is out: 6 of 10."""
    work = set_work(teacher, classroom)
    key: int = hand_in(student, work)["submission_id"]
    grade(teacher, key, score=6)
    release(teacher, work)
    return key


def test_a_corrected_grade_takes_the_place_of_what_was_told(
    teacher: Person, minji: Person, algebra_class: Classroom
) -> None:
    key = released(teacher, minji, algebra_class)

    grade(teacher, key, score=9)

    assert told_grades(minji) == ["9 / 10"]
    mails = Delivery.objects.filter(notification__kind="assignment_graded", channel="email")
    told = [(one.notification.data["grade"], one.state) for one in mails.order_by("pk")]
    assert told == [("6 / 10", "dropped"), ("9 / 10", "pending")]


def test_what_was_read_is_told_again(teacher: Person, minji: Person, algebra_class: Classroom) -> None:
    key = released(teacher, minji, algebra_class)
    minji.rest.post("/api/v1/notifications/read-all")

    grade(teacher, key, score=9)

    assert told_grades(minji) == ["9 / 10", "6 / 10"]


def test_the_same_grade_once_more_is_told_nobody(
    teacher: Person, minji: Person, algebra_class: Classroom
) -> None:
    key = released(teacher, minji, algebra_class)
    minji.rest.post("/api/v1/notifications/read-all")

    grade(teacher, key, score=6)

    assert told_grades(minji) == ["6 / 10"]


def test_who_writes_about_an_older_version_hears_that_there_is_a_newer_one(
    teacher: Person, minji: Person, algebra_class: Classroom
) -> None:
    work = set_work(teacher, algebra_class)
    key = hand_in(minji, work)["submission_id"]
    seen = grade(teacher, key, score=4, grade="C")
    hand_in(minji, work, "x = 4")

    refusal = grade(teacher, key, version=seen["version"], score=5, status=409)

    assert refusal["code"] == "changed_meanwhile"
    assert (refusal["versions_count"], refusal["status"], refusal["grade"]) == (2, "submitted", "")


def test_a_rubric_of_which_a_criterion_is_left_out_has_no_sum(
    teacher: Person, minji: Person, algebra_class: Classroom
) -> None:
    work = set_work(teacher, algebra_class, rubric=RUBRIC)
    key = hand_in(minji, work)["submission_id"]
    marks: list[dict[str, Any]] = [{"criterion": work["rubric"][1]["id"], "points": 2}]

    noted = grade(teacher, key, rubric_scores=marks)
    assert (noted["status"], noted["score"]) == ("submitted", None)
    assert [one["points"] for one in noted["rubric_scores"]] == [2]

    graded = grade(teacher, key, rubric_scores=marks, score=5)
    assert (graded["status"], graded["score"]) == ("graded", 5)
    assert ask(teacher, "get", f"/submissions/{key}")["score"] == 5
