"""The due date moves: marks of lateness and reminders follow it."""

from __future__ import annotations

import pytest

from accounts.models import Classroom
from assignments import tasks
from assignments.models import SubmissionVersion
from notifications.models import Notification
from tests.assignments.steps import ask, give_back, hand_in, hours_pass, in_hours, set_work
from tests.people import Person

pytestmark = pytest.mark.django_db


def move(teacher: Person, work: object, hours: float) -> None:
    ask(teacher, "put", f"/{work['id']}", {"due_date": in_hours(hours).isoformat()})  # type: ignore[index]


def test_what_is_in_time_by_the_new_date_is_not_late_any_more(
    teacher: Person, minji: Person, seojun: Person, algebra_class: Classroom
) -> None:
    work = set_work(teacher, algebra_class, late_policy="accept")
    hours_pass(31)
    key = hand_in(minji, work)["submission_id"]
    give_back(teacher, key)
    hand_in(minji, work, "2x = 6")
    assert list(SubmissionVersion.objects.values_list("is_late", flat=True)) == [True, True]

    move(teacher, work, 3)

    assert ask(minji, "get", f"/{work['id']}/my-submission")["is_late"] is False
    assert not SubmissionVersion.objects.filter(is_late=True).exists()


def test_an_earlier_date_makes_nothing_late(teacher: Person, minji: Person, algebra_class: Classroom) -> None:
    work = set_work(teacher, algebra_class)
    hand_in(minji, work)

    move(teacher, work, -1)

    assert ask(minji, "get", f"/{work['id']}/my-submission")["is_late"] is False


def test_a_reminder_of_the_former_date_is_taken_back(
    teacher: Person, minji: Person, algebra_class: Classroom
) -> None:
    work = set_work(teacher, algebra_class)
    hours_pass(20)
    tasks.remind_due_soon()
    reminders = Notification.objects.filter(user=minji.user, kind="assignment_due_soon", retracted_at=None)
    assert reminders.count() == 1

    move(teacher, work, 90)
    assert not reminders.exists()

    hours_pass(80)
    tasks.remind_due_soon()
    assert reminders.count() == 1
