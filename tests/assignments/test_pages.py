"""Pages of homework: long lists ask no more questions, and strangers come through no door."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import actions as people
from accounts.models import Classroom, Organization, User
from assignments.models import Assignment, Submission, SubmissionVersion
from tests.assignments.steps import ROOT, RUBRIC, grade, hand_in, set_work
from tests.files.steps import PDF, send_file
from tests.people import Person, make_class, make_person

pytestmark = pytest.mark.django_db


def queries(person: Person, *paths: str) -> list[int]:
    """Of each page, asked the second time: what is remembered is remembered."""
    found = []
    for path in paths:
        assert person.browser.get(path).status_code == 200, path
        with CaptureQueriesContext(connection) as captured:
            person.browser.get(path)
        found.append(len(captured))
    return found


def test_two_hundred_assignments_on_every_list(
    teacher: Person, minji: Person, algebra: Any, algebra_class: Classroom
) -> None:
    def count() -> list[int]:
        card = f"/conversations/{algebra.pk}/next-assignment"
        set_by = queries(teacher, "/assignments", "/assignments?state=to_grade", card)
        return set_by + queries(minji, "/assignments", card)

    hand_in(minji, set_work(teacher, algebra_class))
    set_work(teacher, algebra_class)
    few = count()
    like = Assignment.objects.latest("pk")
    fields = {"due_date": like.due_date, "status": "published", "published_at": like.published_at}
    rows = [
        Assignment(title=f"{n}쪽", teacher=teacher.user, classroom=algebra_class, total_points=10, **fields)
        for n in range(200)
    ]
    done = Assignment.objects.bulk_create(rows)[:100]
    Submission.objects.bulk_create(
        Submission(assignment=one, student=minji.user, total_points=10) for one in done
    )

    assert count() == few


def test_two_hundred_students_on_every_page(
    teacher: Person, minji: Person, school: Organization, algebra_class: Classroom
) -> None:
    work = set_work(teacher, algebra_class, rubric=RUBRIC)
    receipt = hand_in(minji, work)
    grade(teacher, receipt["submission_id"], score=7)
    mine = f"/assignments/{work['id']}"
    pages = ("/assignments", mine, f"{mine}?show=missing", f"{mine}/grade", f"{mine}/edit")
    book = f"{ROOT}/classes/{algebra_class.pk}/gradebook"

    def count() -> list[int]:
        students = f"/assignments/students?class={algebra_class.pk}"
        return queries(teacher, *pages, students, f"{book}?as=csv", f"{book}?as=xlsx")

    few = count()
    for number in range(200):
        person = make_person(f"many{number}@school.example", f"학생{number}", User.Role.STUDENT, school)
        people.enroll(classroom=algebra_class, user=person.user, role="student")
        Submission.objects.create(assignment_id=work["id"], student=person.user, total_points=10)

    assert count() == few


def test_two_hundred_versions_with_files(teacher: Person, minji: Person, algebra_class: Classroom) -> None:
    work = set_work(teacher, algebra_class)
    receipt = hand_in(minji, work, attachment_ids=[send_file(minji, PDF)["id"]])
    mine = f"/assignments/{work['id']}"

    def count() -> list[int]:
        return queries(minji, mine) + queries(teacher, f"{mine}/grade?student={minji.id}")

    few = count()
    first = SubmissionVersion.objects.get()
    SubmissionVersion.objects.bulk_create(
        SubmissionVersion(
            submission_id=receipt["submission_id"], number=n, text="x", files=first.files, sha256="0" * 64
        )
        for n in range(2, 202)
    )

    assert count() == few


@pytest.fixture
def others(school: Organization, stranger: Person) -> dict[str, Person]:
    """Who has nothing to do with the class: a student and a teacher of another school, and its own
    school's student of another class."""
    elsewhere = stranger.user.organization
    foreign = make_person("t@elsewhere.example", "남의 선생님", User.Role.TEACHER, elsewhere)
    other = make_person("other@school.example", "옆 반 학생", User.Role.STUDENT, school)
    colleague = make_person("colleague@school.example", "옆 반 선생님", User.Role.TEACHER, school)
    make_class(school, "수학 11반", [colleague], [other])
    return {"stranger": stranger, "their teacher": foreign, "another class": other, "colleague": colleague}


Door = tuple[str, str, int]
"""Method, path, and what a student of the class is answered."""


@pytest.fixture
def addresses(teacher: Person, minji: Person, algebra: Any, algebra_class: Classroom) -> list[Door]:
    """Every page of one class's homework."""
    work = set_work(teacher, algebra_class)
    hand_in(minji, work)
    mine = f"/assignments/{work['id']}"
    return [
        ("get", mine, 200),
        ("get", f"{mine}/edit", 403),
        ("post", f"{mine}/edit", 403),
        ("post", f"{mine}/publish", 403),
        ("post", f"{mine}/close", 403),
        ("post", f"{mine}/remove", 403),
        ("post", f"{mine}/extend", 403),
        ("post", f"{mine}/excuse", 403),
        ("post", f"{mine}/lift-excuse", 403),
        ("post", f"{mine}/release", 403),
        ("get", f"{mine}/grade", 403),
        ("get", f"{mine}/grade?student={minji.id}", 403),
        ("get", f"/assignments/students?class={algebra_class.pk}", 403),
        ("get", f"/conversations/{algebra.pk}/next-assignment", 200),
        ("get", f"{ROOT}/classes/{algebra_class.pk}/gradebook?as=csv", 403),
        ("get", f"{ROOT}/classes/{algebra_class.pk}/gradebook?as=xlsx", 403),
        ("get", f"{ROOT}/{work['id']}/files.zip", 403),
    ]


def test_who_is_not_of_the_class_finds_nothing_at_any_address(
    others: dict[str, Person], addresses: list[Door]
) -> None:
    found = {
        (who, method, path): getattr(person.browser, method)(path).status_code
        for who, person in others.items()
        for method, path, _answer in addresses
    }

    assert {key: status for key, status in found.items() if status != 404} == {}
    assert Assignment.objects.get().status == "published"


def test_a_student_of_the_class_comes_only_to_their_own_pages(seojun: Person, addresses: list[Door]) -> None:
    found = [
        (method, path, getattr(seojun.browser, method)(path).status_code) for method, path, _a in addresses
    ]

    assert found == addresses
    assert seojun.browser.get("/assignments/new").status_code == 403
    assert seojun.browser.post("/assignments/preview", {"text": "x"}).status_code == 403
    assert Assignment.objects.get().status == "published"


def test_who_is_not_signed_in_is_sent_to_sign_in(client: Any, addresses: list[Door]) -> None:
    for method, path, _answer in addresses:
        answer = getattr(client, method)(path)
        assert answer.status_code == (401 if path.startswith(ROOT) else 302), path


def test_english_sentences_have_small_days_and_one_kind_of_hours(
    teacher: Person, minji: Person, algebra_class: Classroom
) -> None:
    User.objects.update(language="en", timezone="Asia/Seoul")
    tomorrow = timezone.localdate(timezone=ZoneInfo("Asia/Seoul")) + timedelta(days=1)
    due = datetime.combine(tomorrow, time(9), ZoneInfo("Asia/Seoul"))
    work = set_work(teacher, algebra_class, due_date=due.isoformat())

    assert "due tomorrow 9:00 AM" in minji.browser.get("/assignments").content.decode()
    page = minji.browser.get(f"/assignments/{work['id']}").content.decode()
    assert ">Tomorrow 9:00 AM</time>" in page
    notices = minji.browser.get("/notifications").content.decode()
    assert f"due {tomorrow:%B} {tomorrow.day} at 9:00 AM" in notices
    assert not re.search(r"[ap]\.m\.", notices)
