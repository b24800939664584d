"""The office looks at homework, and changes nothing."""

from __future__ import annotations

import pytest

from accounts.models import Classroom
from tests.assignments.steps import grade, hand_in, set_work
from tests.people import Person

PLACES = ("assignment", "submission", "assignmentstatistics")


@pytest.mark.django_db
def test_the_office_reads_homework_and_its_history(
    teacher: Person, minji: Person, administrator: Person, algebra_class: Classroom
) -> None:
    work = set_work(teacher, algebra_class)
    receipt = hand_in(minji, work)
    grade(teacher, receipt["submission_id"], score=7)

    for place in PLACES:
        assert administrator.browser.get(f"/admin/assignments/{place}/").status_code == 200
        assert administrator.browser.get(f"/admin/assignments/{place}/add/").status_code == 403
    one = administrator.browser.get(f"/admin/assignments/submission/{receipt['submission_id']}/change/")
    assert receipt["sha256"] in one.content.decode()
    assert administrator.browser.get(f"/admin/assignments/assignment/{work['id']}/change/").status_code == 200


@pytest.mark.django_db
def test_nobody_else_does(teacher: Person, minji: Person, algebra_class: Classroom) -> None:
    for person in (teacher, minji):
        for place in PLACES:
            assert person.browser.get(f"/admin/assignments/{place}/").status_code == 302
