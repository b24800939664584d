"""Long lists take no more questions, and a class's grades and files come as one."""

from __future__ import annotations

import csv
from collections.abc import Callable
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accounts import actions as people
from accounts.models import Classroom, Organization, User
from assignments.models import Assignment, Submission
from tests.assignments.steps import ROOT, RUBRIC, ask, grade, hand_in, hours_pass, set_work
from tests.files.steps import PDF, send_file
from tests.people import Person, make_person

pytestmark = pytest.mark.django_db


def queries(work: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as captured:
        work()
    return len(captured)


def test_two_hundred_assignments(teacher: Person, minji: Person, algebra_class: Classroom) -> None:
    def count() -> list[int]:
        return [
            queries(lambda: ask(teacher, "get", "/teacher?page_size=200")),
            queries(lambda: ask(minji, "get", "/student/my-assignments?page_size=200")),
            queries(lambda: ask(teacher, "get", f"/classes/{algebra_class.pk}/gradebook")),
        ]

    hand_in(minji, set_work(teacher, algebra_class, rubric=RUBRIC))
    count()  # past what is asked only once
    few = count()
    model = Assignment.objects.get()
    rows = [
        Assignment(
            title=f"{number}쪽", teacher=teacher.user, classroom=algebra_class, total_points=10,
            due_date=model.due_date, status="published", published_at=model.published_at,
        )
        for number in range(199)
    ]  # fmt: skip
    done = [
        Submission(assignment=one, student=minji.user, total_points=10)
        for one in Assignment.objects.bulk_create(rows)
    ]
    Submission.objects.bulk_create(done)

    assert count() == few
    assert len(ask(minji, "get", "/student/my-assignments?page_size=200")["results"]) == 200


def test_two_hundred_students(teacher: Person, school: Organization, algebra_class: Classroom) -> None:
    work = set_work(teacher, algebra_class)
    paths = (f"/{work['id']}", f"/{work['id']}/submissions", f"/{work['id']}/statistics")

    def count() -> list[int]:
        return [queries(lambda path=path: ask(teacher, "get", path)) for path in paths]  # type: ignore[misc]

    count()
    few = count()
    for number in range(200):
        person = make_person(f"many{number}@school.example", f"학생{number}", User.Role.STUDENT, school)
        people.enroll(classroom=algebra_class, user=person.user, role="student")
        Submission.objects.create(assignment_id=work["id"], student=person.user, total_points=10)

    assert count() == few
    assert len(ask(teacher, "get", paths[1])) == 202


@pytest.fixture
def graded(teacher: Person, minji: Person, seojun: Person, algebra_class: Classroom) -> Any:
    """Minji has 0 of 10 points, of Seojun nothing came, and its title would be a formula."""
    work = set_work(teacher, algebra_class, title="=SUM(A1)")
    grade(teacher, hand_in(minji, work)["submission_id"], score=0)
    hours_pass(40)
    return work


def test_missing_and_zero_are_different_in_the_gradebook(
    teacher: Person, minji: Person, seojun: Person, algebra_class: Classroom, graded: Any
) -> None:
    book = ask(teacher, "get", f"/classes/{algebra_class.pk}/gradebook")

    rows = {row["student"]["id"]: row for row in book["students"]}
    assert rows[minji.id]["cells"] == [{"standing": "graded", "score": 0, "is_late": False}]
    assert rows[seojun.id]["cells"] == [{"standing": "missing", "score": None, "is_late": False}]
    assert (rows[minji.id]["percent"], rows[seojun.id]["percent"]) == (0, None)


def test_the_gradebook_as_csv_runs_no_formula(teacher: Person, algebra_class: Classroom, graded: Any) -> None:
    answer = teacher.browser.get(f"{ROOT}/classes/{algebra_class.pk}/gradebook?as=csv")

    text = answer.content.decode()
    assert text.startswith("\ufeff")
    head, *rows = csv.reader(StringIO(text.removeprefix("\ufeff")))
    assert head[2] == "'=SUM(A1) (10)"
    assert [row[2] for row in rows] == ["미제출", "0"]
    assert "attachment" in answer["Content-Disposition"]


def test_the_gradebook_as_xlsx_runs_no_formula(
    teacher: Person, algebra_class: Classroom, graded: Any
) -> None:
    answer = teacher.rest.get(f"{ROOT}/classes/{algebra_class.pk}/gradebook?as=xlsx")

    sheet = load_workbook(BytesIO(answer.content)).active
    assert sheet is not None
    assert (sheet["C1"].value, sheet["C1"].data_type) == ("=SUM(A1) (10)", "s")
    assert [sheet["C2"].value, sheet["C3"].value] == ["미제출", 0]


def test_all_work_as_one_zip(teacher: Person, minji: Person, algebra_class: Classroom) -> None:
    work = set_work(teacher, algebra_class)
    old = send_file(minji, PDF, "옛것.pdf")
    hand_in(minji, work, attachment_ids=[old["id"]])
    same = [send_file(minji, PDF + bytes([number]), "풀이.pdf")["id"] for number in range(2)]
    hand_in(minji, work, "x = 3", attachment_ids=same)

    answer: Any = teacher.rest.get(f"{ROOT}/{work['id']}/files.zip")

    archive = ZipFile(BytesIO(b"".join(answer.streaming_content)))
    folder = f"{minji.name} {minji.id}"
    assert archive.testzip() is None
    assert archive.namelist() == [f"{folder}/{name}" for name in ("text.txt", "풀이.pdf", "풀이 (2).pdf")]
    assert archive.read(f"{folder}/풀이 (2).pdf") == PDF + b"\x01"
