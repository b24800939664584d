"""What a teacher filters by says the same as the numbers beside it."""

from __future__ import annotations

import re

import pytest

from accounts.models import Classroom
from tests.assignments.steps import ask, give_back, hand_in, set_work
from tests.people import Person

pytestmark = pytest.mark.django_db


def shown(person: Person, path: str) -> list[str]:
    """Names of the students' lines."""
    page = person.browser.get(path).content.decode()
    lines = page.split('data-testid="student-line"')[1:]
    return [re.findall(r'<b dir="auto">(.+?)</b>', one)[0] for one in lines]


def test_returned_work_has_its_own_tab(
    teacher: Person, minji: Person, seojun: Person, algebra_class: Classroom
) -> None:
    work = set_work(teacher, algebra_class)
    path = f"/assignments/{work['id']}"
    hand_in(seojun, work)
    assert "?show=returned" not in teacher.browser.get(path).content.decode()
    give_back(teacher, hand_in(minji, work)["submission_id"])

    assert "?show=returned" in teacher.browser.get(path).content.decode()
    assert shown(teacher, f"{path}?show=returned") == [minji.name]
    assert ask(teacher, "get", f"/{work['id']}")["counts"]["returned"] == 1


def test_work_of_who_is_excused_does_not_wait_to_be_graded(
    teacher: Person, minji: Person, algebra_class: Classroom
) -> None:
    work = set_work(teacher, algebra_class)
    hand_in(minji, work)
    assert work["title"] in teacher.browser.get("/assignments?state=to_grade").content.decode()

    ask(teacher, "post", f"/{work['id']}/excuses", {"student_id": minji.id, "reason": "병원"}, status=201)

    page = teacher.browser.get("/assignments?state=to_grade").content.decode()
    assert 'data-testid="assignment"' not in page
    assert shown(teacher, f"/assignments/{work['id']}?show=excused") == [minji.name]
