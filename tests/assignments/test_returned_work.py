"""Work that was returned for revision: handed in again at any time, and not late for it."""

from __future__ import annotations

import pytest

from accounts import actions as people
from accounts.models import Classroom
from assignments.models import GradeChange
from tests.assignments.steps import ask, give_back, grade, hand_in, hours_pass, in_hours, set_work
from tests.people import Person

pytestmark = pytest.mark.django_db


def page(person: Person, work: object) -> str:
    return person.browser.get(f"/assignments/{work['id']}").content.decode()  # type: ignore[index]


def test_it_is_taken_again_after_closing(teacher: Person, minji: Person, algebra_class: Classroom) -> None:
    work = set_work(teacher, algebra_class)
    give_back(teacher, hand_in(minji, work)["submission_id"])
    ask(teacher, "post", f"/{work['id']}/close", {})

    assert ask(minji, "get", f"/{work['id']}")["deadline"]["open"] is True
    assert 'data-part="submit"' in page(minji, work)
    assert 'data-part-of="returned"' in minji.browser.get("/assignments").content.decode()
    assert hand_in(minji, work, "2x = 6")["number"] == 2
    assert hand_in(minji, work, "x = 4", status=409)["code"] == "deadline_over"


def test_who_has_left_the_class_finds_no_form_for_it(
    teacher: Person, minji: Person, algebra_class: Classroom
) -> None:
    work = set_work(teacher, algebra_class)
    give_back(teacher, hand_in(minji, work)["submission_id"])
    people.unenroll(classroom=algebra_class, user=minji.user)

    assert ask(minji, "get", f"/{work['id']}")["deadline"]["open"] is False
    assert 'data-part="submit"' not in page(minji, work)
    hand_in(minji, work, status=403)


def test_mending_what_came_in_time_is_not_late(
    teacher: Person, minji: Person, seojun: Person, algebra_class: Classroom
) -> None:
    work = set_work(teacher, algebra_class, late_policy="accept")
    in_time = hand_in(minji, work)["submission_id"]
    hours_pass(31)
    late = hand_in(seojun, work)
    give_back(teacher, in_time)
    give_back(teacher, late["submission_id"])

    assert hand_in(minji, work, "2x = 6")["is_late"] is False
    assert hand_in(minji, work, "2x = 6, x = 3")["is_late"] is False
    assert hand_in(seojun, work, "2x = 6")["is_late"] is True
    assert ask(minji, "get", f"/{work['id']}/my-submission")["is_late"] is False


def test_what_was_returned_before_the_due_date_is_due_then(
    teacher: Person, minji: Person, algebra_class: Classroom
) -> None:
    work = set_work(teacher, algebra_class, late_policy="accept")
    give_back(teacher, hand_in(minji, work)["submission_id"])
    GradeChange.objects.update(at=in_hours(-31))
    hours_pass(60)

    assert hand_in(minji, work, "2x = 6")["is_late"] is True


def test_what_was_to_be_mended_stays_with_its_version(
    teacher: Person, minji: Person, stranger: Person, algebra_class: Classroom
) -> None:
    work = set_work(teacher, algebra_class)
    key = hand_in(minji, work)["submission_id"]
    grade(teacher, key, score=3, feedback="비밀 메모")
    give_back(teacher, key, "풀이 과정을 써 주세요")
    assert page(minji, work).count("풀이 과정을 써 주세요") == 1
    hand_in(minji, work, "2x = 6, x = 3")

    [told] = ask(minji, "get", f"/submissions/{key}/versions")["grade_changes"]

    seen = (told["kind"], told["work_version"], told["feedback"], told["score"], told["rubric_scores"])
    assert seen == ("returned", 1, "풀이 과정을 써 주세요", None, [])
    assert page(minji, work).count("풀이 과정을 써 주세요") == 1
    assert "비밀 메모" not in page(minji, work)
    ask(stranger, "get", f"/submissions/{key}/versions", status=404)
