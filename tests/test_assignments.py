"""Homework from the draft to the grade, over REST."""

from __future__ import annotations

import hashlib
from typing import Any
from uuid import uuid4

import pytest

from accounts.models import Classroom
from assignments import refreshing
from assignments.models import AssignmentStatistics
from notifications.models import Notification
from tests.assignments.steps import RUBRIC, ask, grade, hand_in, hours_pass, in_hours, release, set_work
from tests.files.steps import PDF, send_file
from tests.people import Person

pytestmark = pytest.mark.django_db


def told(person: Person) -> list[str]:
    return list(
        Notification.objects.filter(user=person.user).order_by("created_at").values_list("kind", flat=True)
    )


def test_from_the_draft_to_the_grade(
    teacher: Person, minji: Person, seojun: Person, algebra_class: Classroom
) -> None:
    sheet = send_file(teacher, PDF, "문제.pdf")
    draft = set_work(teacher, algebra_class, out=False, rubric=RUBRIC, attachment_ids=[sheet["id"]])
    ask(minji, "get", f"/{draft['id']}", status=404)

    work = ask(teacher, "post", f"/{draft['id']}/publish")
    [listed] = ask(minji, "get", "/student/my-assignments")["results"]
    assert (listed["title"], listed["submission"], listed["deadline"]["open"]) == ("일차방정식", None, True)
    assert minji.browser.get(listed["attachments"][0]["url"]).status_code == 200
    assert told(minji) == told(seojun) == ["assignment_assigned"]

    hand_in(minji, work, "x = 2")
    photo = send_file(minji, PDF, "풀이.pdf")
    receipt = hand_in(minji, work, "x = 3", attachment_ids=[photo["id"]])
    assert (receipt["number"], receipt["is_late"], receipt["files"]) == (2, False, [photo])
    assert told(teacher) == ["assignment_submitted"]

    marks = [
        {"criterion": work["rubric"][0]["id"], "level": work["rubric"][0]["levels"][1]["id"]},
        {"criterion": work["rubric"][1]["id"], "points": 2, "comment": "조금 더 크게"},
    ]
    graded = grade(teacher, receipt["submission_id"], rubric_scores=marks, feedback="잘했어요")
    assert (graded["score"], graded["status"]) == (9, "graded")
    before = ask(minji, "get", f"/{work['id']}/my-submission")
    assert (before["status"], before["score"], before["feedback"]) == ("submitted", None, None)
    assert ask(minji, "get", f"/submissions/{graded['id']}/versions")["grade_changes"] == []

    assert release(teacher, work) == {"released": 1}
    after = ask(minji, "get", f"/{work['id']}/my-submission")
    assert (after["status"], after["score"], after["feedback"]) == ("graded", 9, "잘했어요")
    assert [mark["points"] for mark in after["rubric_scores"]] == [7, 2]
    assert told(minji) == ["assignment_assigned", "assignment_graded"]
    versions = ask(minji, "get", f"/submissions/{graded['id']}/versions")["versions"]
    assert [one["text"] for one in versions] == ["x = 3", "x = 2"]

    numbers = ask(teacher, "get", f"/{work['id']}/statistics")
    assert (numbers["students"], numbers["submission_rate"], numbers["average_score"]) == (2, 0.5, 9)
    refreshing.refresh()
    kept = AssignmentStatistics.objects.get(assignment=work["id"])
    assert (kept.submission_rate, kept.avg_score, kept.median_score) == (0.5, 9, 9)


def test_a_receipt_can_be_checked_by_anybody(
    teacher: Person, minji: Person, algebra_class: Classroom
) -> None:
    work = set_work(teacher, algebra_class)
    file = send_file(minji, PDF)

    receipt = hand_in(minji, work, "답", attachment_ids=[file["id"]])

    lines = [hashlib.sha256("답".encode()).hexdigest(), hashlib.sha256(PDF).hexdigest()]
    assert receipt["sha256"] == hashlib.sha256("\n".join(lines).encode()).hexdigest()


def test_late_is_reckoned_by_the_servers_clock(
    teacher: Person, minji: Person, seojun: Person, algebra_class: Classroom
) -> None:
    work = set_work(teacher, algebra_class, cut_off=in_hours(40).isoformat())

    hours_pass(31)
    assert hand_in(minji, work)["is_late"] is True
    hours_pass(10)
    assert hand_in(seojun, work, status=409)["code"] == "deadline_over"
    everybody = ask(teacher, "get", f"/{work['id']}/submissions")
    standing = {one["student"]["id"]: one["standing"] for one in everybody}
    assert standing == {minji.id: "to_grade", seojun.id: "missing"}


def test_more_time_for_one_student(
    teacher: Person, minji: Person, seojun: Person, algebra_class: Classroom
) -> None:
    work = set_work(teacher, algebra_class, late_policy="refuse")
    extension = {"student_id": minji.id, "until": in_hours(60).isoformat(), "reason": "감기"}

    given = ask(teacher, "post", f"/{work['id']}/extensions", extension, status=201)

    assert (given["reason"], given["granted_by"]["id"]) == ("감기", teacher.id)
    hours_pass(50)
    assert hand_in(minji, work)["is_late"] is False
    hand_in(seojun, work, status=409)
    ask(minji, "post", f"/{work['id']}/extensions", extension, status=403)


def test_two_graders_never_overwrite_each_other(
    teacher: Person, administrator: Person, minji: Person, algebra_class: Classroom
) -> None:
    work = set_work(teacher, algebra_class)
    receipt = hand_in(minji, work)
    seen = ask(teacher, "get", f"/submissions/{receipt['submission_id']}")["version"]
    grade(administrator, receipt["submission_id"], score=8, feedback="좋아요")

    refusal = grade(teacher, receipt["submission_id"], version=seen, score=3, status=409)

    assert refusal["code"] == "changed_meanwhile"
    assert (refusal["score"], refusal["feedback"]) == ("8.00", "좋아요")
    assert refusal["graded_by"]["id"] == administrator.id
    grade(teacher, receipt["submission_id"], version=refusal["version"], score=3)


def test_work_that_is_returned_may_be_mended_after_the_cut_off(
    teacher: Person, minji: Person, algebra_class: Classroom
) -> None:
    work = set_work(teacher, algebra_class, late_policy="refuse")
    receipt = hand_in(minji, work)
    hours_pass(48)
    version = ask(teacher, "get", f"/submissions/{receipt['submission_id']}")["version"]
    body = {"version": version, "feedback": "풀이를 써 주세요"}
    ask(teacher, "post", f"/submissions/{receipt['submission_id']}/return", body)

    mine = ask(minji, "get", f"/{work['id']}/my-submission")
    assert (mine["status"], mine["feedback"]) == ("returned", "풀이를 써 주세요")
    assert told(minji)[-1] == "assignment_returned"
    assert hand_in(minji, work, "2x = 6, x = 3")["number"] == 2


@pytest.mark.parametrize(
    "fields",
    [{"score": 10.5}, {"score": -1}, {"score": "NaN"}, {"score": "Infinity"}, {"score": 1.234}, {}],
)
def test_points_that_cannot_be_are_refused(
    teacher: Person, minji: Person, algebra_class: Classroom, fields: dict[str, Any]
) -> None:
    receipt = hand_in(minji, set_work(teacher, algebra_class))

    refusal = grade(teacher, receipt["submission_id"], status=400, **fields)

    assert "score" in refusal["fields"]
    assert ask(teacher, "get", f"/submissions/{receipt['submission_id']}")["status"] == "submitted"


def test_marks_by_the_rubric_of_another_assignment_are_refused(
    teacher: Person, minji: Person, algebra_class: Classroom
) -> None:
    other = set_work(teacher, algebra_class, rubric=RUBRIC)
    receipt = hand_in(minji, set_work(teacher, algebra_class, rubric=RUBRIC))
    marks = [{"criterion": other["rubric"][0]["id"], "points": 1}]

    refusal = grade(teacher, receipt["submission_id"], rubric_scores=marks, status=400)

    assert "rubric_scores" in refusal["fields"]


def test_the_same_work_sent_twice_is_kept_once(
    teacher: Person, minji: Person, algebra_class: Classroom
) -> None:
    key = str(uuid4())
    work = set_work(teacher, algebra_class, client_id=key)
    again = set_work(teacher, algebra_class, client_id=key, status=200)
    first = hand_in(minji, work, client_id=key)

    assert again["id"] == work["id"]
    assert hand_in(minji, work, client_id=key, status=200) == first


def test_a_stranger_and_another_classs_student_find_nothing(
    teacher: Person, minji: Person, stranger: Person, algebra_class: Classroom
) -> None:
    work = set_work(teacher, algebra_class)
    receipt = hand_in(minji, work)
    mine, grading = f"/{work['id']}", f"/submissions/{receipt['submission_id']}"
    doors = [
        ("get", mine), ("put", mine), ("delete", mine), ("post", f"{mine}/publish"),
        ("post", f"{mine}/close"),
        ("get", f"{mine}/statistics"), ("get", f"{mine}/submissions"), ("get", f"{mine}/files.zip"),
        ("get", f"{mine}/my-submission"), ("get", f"{mine}/draft"), ("get", grading),
        ("get", f"{grading}/versions"),
        ("get", f"/classes/{algebra_class.pk}/gradebook"),
    ]  # fmt: skip
    bodies: list[tuple[str, str, Any]] = [
        ("put", f"{mine}/draft", {"text": "x"}), ("post", f"{mine}/submit", {"submission_text": "x"}),
        ("post", f"{mine}/release", {}), ("post", f"{grading}/grade", {"version": 1, "score": 1}),
        ("post", f"{mine}/extensions", {"student_id": minji.id, "until": in_hours(90).isoformat()}),
        ("post", f"{grading}/return", {"version": 1, "feedback": "x"}),
    ]  # fmt: skip

    for method, path, body in [*((method, path, {}) for method, path in doors), *bodies]:
        assert ask(stranger, method, path, body, status=404)["code"] == "not_found"
    assert ask(stranger, "get", "/student/my-assignments")["results"] == []
    assert ask(stranger, "get", "/teacher")["results"] == []


def test_a_student_does_not_do_what_teachers_do(
    teacher: Person, minji: Person, seojun: Person, algebra_class: Classroom
) -> None:
    work = set_work(teacher, algebra_class)
    receipt = hand_in(minji, work)
    mine, grading = f"/{work['id']}", f"/submissions/{receipt['submission_id']}"

    for method, path, body in [
        ("put", mine, {"title": "없음"}), ("delete", mine, None), ("post", f"{mine}/close", {}),
        ("post", f"{mine}/release", {}), ("get", f"{mine}/statistics", None),
        ("get", f"{mine}/submissions", None),
        ("get", f"{mine}/files.zip", None), ("post", f"{grading}/grade", {"version": 1, "score": 10}),
        ("get", f"/classes/{algebra_class.pk}/gradebook", None),
    ]:  # fmt: skip
        ask(minji, method, path, body, status=403)
    ask(seojun, "get", grading, status=404)
    ask(seojun, "get", f"{grading}/versions", status=404)
    ask(teacher, "post", f"{mine}/submit", {"submission_text": "x"}, status=403)
