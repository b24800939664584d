"""What pages are sent by who does not use them as they are drawn."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from accounts.models import Classroom
from assignments.models import Assignment, Excuse, Extension
from tests.assignments.steps import in_hours, set_work
from tests.people import Person

HUGE, NUL = 10**30, "a\x00b"


@pytest.mark.django_db
def test_a_page_that_sends_nonsense_is_shown_what_is_wrong(teacher: Person, algebra_class: Classroom) -> None:
    due = f"{in_hours(48):%Y-%m-%d}"
    good = {
        "class_id": algebra_class.pk, "title": "a", "assignment_type": "homework", "total_points": 10,
        "due_day": due, "due_hour": "23:59", "late_policy": "accept", "for_whom": "class",
        "rubric": "[]", "attachments": "[]",
    }  # fmt: skip
    rubrics = ["[", "[[]]", "[{}]", "7", "null", '{"a":1}', "[" * 5000, '[{"title":"\\ud800","points":1}]']
    rubrics += [
        '[{"title":"\\u0000","points":1}]',
        '[{"title":"a","points":1e400}]',
        '[{"title":"a","points":NaN}]',
        '[{"title":"\\u200b\\u3164","points":1}]',
    ]
    wrong: list[dict[str, Any]] = [{"rubric": one} for one in rubrics]
    wrong += [{"attachments": one} for one in ("[", "7", '["x"]', f'["{uuid4()}"]', "[[]]", '[{"a":1}]')]
    wrong += [
        {"title": NUL},
        {"title": " "},
        {"title": "\u200b\u3164"},
        {"class_id": HUGE},
        {"class_id": "x"},
        {"for_whom": "chosen"},
    ]
    wrong += [{"due_day": "0001-01-01"}, {"due_day": "9999-12-31"}, {"due_day": "x"}, {"due_hour": "25:00"}]
    wrong += [{"total_points": one} for one in ("NaN", "-1", "1001", "", "1e400")]
    wrong += [{"publish_day": "0001-01-01"}, {"publish_day": "9999-12-31"}, {"cut_off_day": "0001-01-01"}]

    for fields in wrong:
        answer = teacher.browser.post("/assignments/new", good | fields | {"then": "save"})
        assert answer.status_code == 400, fields
    assert not Assignment.objects.exists()
    assert teacher.browser.post("/assignments/new", good | {"then": "save"}).status_code == 302


@pytest.mark.django_db
def test_a_page_that_gives_time_it_cannot_give(
    teacher: Person, minji: Person, stranger: Person, algebra_class: Classroom
) -> None:
    mine = f"/assignments/{set_work(teacher, algebra_class)['id']}"
    good = {
        "student_id": minji.id,
        "until_day": f"{in_hours(90):%Y-%m-%d}",
        "until_hour": "12:00",
        "reason": "a",
    }
    wrong: list[dict[str, Any]] = [{"student_id": one} for one in (HUGE, "x", "", stranger.id)]
    wrong += [{"until_day": one} for one in ("0001-01-01", "9999-12-31x", "", "2020-01-01")]
    wrong += [
        {"reason": ""},
        {"reason": "\u200b"},
        {"reason": NUL},
        {"reason": "x" * 501},
        {"until_hour": "x"},
    ]

    for fields in wrong:
        assert teacher.browser.post(f"{mine}/extend", good | fields).status_code == 400, fields
    for one in (HUGE, "x", ""):
        assert teacher.browser.post(f"{mine}/excuse", good | {"student_id": one}).status_code == 400
        assert teacher.browser.post(f"{mine}/lift-excuse", {"student_id": one}).status_code == 302
    assert not Extension.objects.exists()
    assert not Excuse.objects.exists()
