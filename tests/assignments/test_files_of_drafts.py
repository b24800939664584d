"""A file that lies in a student's draft alone is seen by nobody else."""

from __future__ import annotations

import pytest

from accounts.models import Classroom
from tests.assignments.steps import ask, hand_in, set_work
from tests.files.steps import sees, send_file
from tests.people import Person


@pytest.mark.django_db
def test_a_file_is_read_by_the_teacher_once_it_was_handed_in(
    teacher: Person, minji: Person, stranger: Person, algebra_class: Classroom
) -> None:
    work, file = set_work(teacher, algebra_class), send_file(minji)
    ask(minji, "put", f"/{work['id']}/draft", {"text": "x", "attachment_ids": [file["id"]]})
    hand_in(minji, work)
    assert (sees(minji, file), sees(teacher, file)) == (True, False)

    hand_in(minji, work, attachment_ids=[file["id"]])
    assert sees(teacher, file)

    hand_in(minji, work)
    assert sees(teacher, file), "it stands in an older version"
    assert not sees(stranger, file)
