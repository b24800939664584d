"""What a grader writes before there are points is kept, and is nobody's but the graders'."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import Classroom
from notifications.models import Notification
from tests.assignments.steps import RUBRIC, ask, give_back, grade, hand_in, release, set_work
from tests.people import Person

pytestmark = pytest.mark.django_db


def seen_by_grader(person: Person, submission_id: int) -> Any:
    return ask(person, "get", f"/submissions/{submission_id}")


def history(person: Person, submission_id: int) -> Any:
    return ask(person, "get", f"/submissions/{submission_id}/versions")["grade_changes"]


def test_words_without_points_are_kept_and_are_no_grade(
    teacher: Person, minji: Person, algebra_class: Classroom
) -> None:
    work = set_work(teacher, algebra_class, rubric=RUBRIC)
    first, second = (one["id"] for one in work["rubric"])
    key = hand_in(minji, work)["submission_id"]
    marks = [
        {"criterion": first, "points": None, "comment": "부호를 다시"},
        {"criterion": second, "points": 2},
    ]

    kept = grade(teacher, key, feedback="거의 다 됐어요", rubric_scores=marks)

    assert (kept["status"], kept["score"], kept["version"]) == ("submitted", None, 2)
    assert kept["feedback"] == "거의 다 됐어요"
    assert kept["rubric_scores"] == [
        {"criterion": first, "level": None, "points": None, "comment": "부호를 다시"},
        {"criterion": second, "level": None, "points": 2, "comment": ""},
    ]
    page = teacher.browser.get(f"/assignments/{work['id']}/grade?student={minji.id}").content.decode()
    assert "부호를 다시" in page


def test_the_student_sees_and_hears_nothing_of_them(
    teacher: Person, minji: Person, algebra_class: Classroom
) -> None:
    work = set_work(teacher, algebra_class)
    key = hand_in(minji, work)["submission_id"]
    before = ask(minji, "get", f"/{work['id']}/my-submission")
    told = Notification.objects.filter(user=minji.user).count()

    grade(teacher, key, feedback="아직 보는 중")
    release(teacher, work)

    assert ask(minji, "get", f"/{work['id']}/my-submission") == before
    assert "아직 보는 중" not in minji.browser.get(f"/assignments/{work['id']}").content.decode()
    assert Notification.objects.filter(user=minji.user).count() == told


def test_notes_become_a_grade_once_there_are_points(
    teacher: Person, minji: Person, algebra_class: Classroom
) -> None:
    work = set_work(teacher, algebra_class, rubric=RUBRIC)
    first, second = (one["id"] for one in work["rubric"])
    key = hand_in(minji, work)["submission_id"]
    grade(teacher, key, rubric_scores=[{"criterion": first, "comment": "부호"}])

    whole = [{"criterion": first, "points": 5, "comment": "부호"}, {"criterion": second, "points": 3}]
    graded = grade(teacher, key, rubric_scores=whole)

    assert (graded["status"], graded["score"]) == ("graded", 8)


def test_a_score_of_its_own_needs_no_points_of_the_rubric(
    teacher: Person, minji: Person, algebra_class: Classroom
) -> None:
    work = set_work(teacher, algebra_class, rubric=RUBRIC)
    first, second = (one["id"] for one in work["rubric"])
    key = hand_in(minji, work)["submission_id"]

    marks = [{"criterion": first, "comment": "좋아요"}, {"criterion": second}]
    graded = grade(teacher, key, score=9, rubric_scores=marks)

    assert (graded["status"], graded["score"]) == ("graded", 9)
    assert [one["comment"] for one in graded["rubric_scores"]] == ["좋아요"], "what says nothing is not kept"
    release(teacher, work)
    assert "좋아요" in minji.browser.get(f"/assignments/{work['id']}").content.decode()


def test_notes_are_taken_back_by_empty_ones(teacher: Person, minji: Person, algebra_class: Classroom) -> None:
    key = hand_in(minji, set_work(teacher, algebra_class))["submission_id"]
    grade(teacher, key, feedback="잘못 쓴 말")

    assert grade(teacher, key, feedback="")["feedback"] == ""
    assert "score" in grade(teacher, key, feedback="", status=400)["fields"]


def test_graded_and_returned_work_is_not_graded_without_points(
    teacher: Person, minji: Person, algebra_class: Classroom
) -> None:
    key = hand_in(minji, set_work(teacher, algebra_class))["submission_id"]
    grade(teacher, key, score=7, feedback="좋아요")

    assert "score" in grade(teacher, key, feedback="아주 좋아요", status=400)["fields"]
    give_back(teacher, key, "고쳐 보세요")
    assert "score" in grade(teacher, key, feedback="아주 좋아요", status=400)["fields"]
    assert seen_by_grader(teacher, key)["feedback"] == "고쳐 보세요"


def test_the_second_grader_reads_the_notes_of_the_first(
    teacher: Person, administrator: Person, minji: Person, algebra_class: Classroom
) -> None:
    key = hand_in(minji, set_work(teacher, algebra_class))["submission_id"]
    grade(administrator, key, feedback="제가 보고 있어요")

    refusal = grade(teacher, key, version=1, score=3, status=409)

    assert (refusal["score"], refusal["feedback"]) == (None, "제가 보고 있어요")
    assert refusal["graded_by"]["id"] == administrator.id


def test_a_new_version_puts_the_notes_into_the_history(
    teacher: Person, minji: Person, algebra_class: Classroom
) -> None:
    work = set_work(teacher, algebra_class, rubric=RUBRIC)
    first = work["rubric"][0]["id"]
    key = hand_in(minji, work)["submission_id"]
    grade(teacher, key, feedback="첫인상", rubric_scores=[{"criterion": first, "comment": "부호"}])

    hand_in(minji, work, "x = 4")
    hand_in(minji, work, "x = 5")

    now = seen_by_grader(teacher, key)
    assert (now["feedback"], now["rubric_scores"], now["graded_by"]) == ("", [], None)
    [past] = history(teacher, key)
    assert (past["kind"], past["work_version"], past["feedback"]) == ("reset", 1, "첫인상")
    assert [one["comment"] for one in past["rubric_scores"]] == ["부호"]
    page = teacher.browser.get(f"/assignments/{work['id']}/grade?student={minji.id}").content.decode()
    assert "첫인상" in page
    assert "부호" in page


def test_work_that_is_returned_keeps_its_comments_in_the_history(
    teacher: Person, minji: Person, algebra_class: Classroom
) -> None:
    work = set_work(teacher, algebra_class, rubric=RUBRIC)
    first = work["rubric"][0]["id"]
    key = hand_in(minji, work)["submission_id"]
    grade(teacher, key, rubric_scores=[{"criterion": first, "comment": "부호"}])

    give_back(teacher, key)
    hand_in(minji, work, "x = 4")

    [past] = history(teacher, key)
    assert (past["kind"], past["rubric_scores"][0]["comment"]) == ("returned", "부호")
