"""Due soon and overdue: told once, to those of whom nothing came, and taken back when it comes."""

from __future__ import annotations

import pytest
from django.conf import settings

from accounts import actions as people
from accounts.models import Classroom, Organization, User
from assignments import tasks
from notifications.models import Notification
from tests.assignments.steps import ask, hand_in, hours_pass, in_hours, set_work
from tests.people import Person, make_person

pytestmark = pytest.mark.django_db
SOON, OVER = "assignment_due_soon", "assignment_overdue"


def told(person: Person) -> list[str]:
    """What stands in the list, reminders alone."""
    rows = Notification.objects.filter(user=person.user, kind__in=(SOON, OVER), retracted_at=None)
    return list(rows.order_by("created_at").values_list("kind", flat=True))


def the_clock_strikes() -> None:
    for _twice in range(2):
        tasks.remind_due_soon()
        tasks.remind_overdue()


def test_who_has_not_handed_in_is_told_before_and_after(
    teacher: Person, minji: Person, seojun: Person, algebra_class: Classroom
) -> None:
    work = set_work(teacher, algebra_class)
    the_clock_strikes()
    assert told(minji) == []

    hours_pass(20)
    the_clock_strikes()
    assert told(minji) == told(seojun) == [SOON]
    hand_in(seojun, work)
    assert told(seojun) == []

    hours_pass(11)
    the_clock_strikes()
    assert (told(minji), told(seojun)) == ([OVER], [])
    row = Notification.objects.get(kind=OVER, user=minji.user)
    listed = minji.rest.get("/api/v1/notifications").json()["results"][0]
    assert (listed["id"], listed["title"]) == (str(row.pk), "마감 지남: 일차방정식")

    hand_in(minji, work)
    assert told(minji) == []


@pytest.mark.parametrize("refuses", [True, False])
def test_what_is_not_taken_any_more_is_told_nobody(
    teacher: Person, minji: Person, algebra_class: Classroom, refuses: bool
) -> None:
    policy = "refuse" if refuses else "accept"
    set_work(teacher, algebra_class, late_policy=policy, cut_off=in_hours(31).isoformat())

    hours_pass(32)
    the_clock_strikes()

    assert told(minji) == []


def test_who_has_more_time_is_excused_or_done_is_left_in_peace(
    teacher: Person, minji: Person, seojun: Person, algebra_class: Classroom
) -> None:
    work = set_work(teacher, algebra_class)
    more = {"student_id": minji.id, "until": in_hours(90).isoformat()}
    ask(teacher, "post", f"/{work['id']}/extensions", more, status=201)
    ask(teacher, "post", f"/{work['id']}/excuses", {"student_id": seojun.id}, status=201)

    hours_pass(31)
    the_clock_strikes()

    assert told(minji) == told(seojun) == []


def test_more_time_takes_the_reminder_back(
    teacher: Person, minji: Person, seojun: Person, algebra_class: Classroom
) -> None:
    work = set_work(teacher, algebra_class)
    hours_pass(31)
    the_clock_strikes()
    more = {"student_id": minji.id, "until": in_hours(9).isoformat()}

    ask(teacher, "post", f"/{work['id']}/extensions", more, status=201)

    assert (told(minji), told(seojun)) == ([], [OVER])


def test_the_clock_knows_both() -> None:
    scheduled = {one["task"] for one in settings.CELERY_BEAT_SCHEDULE.values()}
    assert {tasks.remind_due_soon.name, tasks.remind_overdue.name} <= scheduled


def test_who_has_more_time_is_told_by_their_own_deadline(
    teacher: Person, minji: Person, seojun: Person, algebra_class: Classroom
) -> None:
    work = set_work(teacher, algebra_class)
    more = {"student_id": minji.id, "until": in_hours(72).isoformat()}
    ask(teacher, "post", f"/{work['id']}/extensions", more, status=201)

    hours_pass(31)
    the_clock_strikes()
    assert (told(minji), told(seojun)) == ([], [OVER])

    hours_pass(20)
    the_clock_strikes()
    assert told(minji) == [SOON]
    row = Notification.objects.get(kind=SOON, user=minji.user)
    assert row.data["due_date"] == ask(minji, "get", f"/{work['id']}")["deadline"]["due"]

    hours_pass(22)
    the_clock_strikes()
    assert told(minji) == [OVER]


def test_who_has_more_time_for_what_is_closed_is_told_too(
    teacher: Person, minji: Person, seojun: Person, algebra_class: Classroom
) -> None:
    work = set_work(teacher, algebra_class)
    more = {"student_id": minji.id, "until": in_hours(50).isoformat()}
    ask(teacher, "post", f"/{work['id']}/extensions", more, status=201)
    ask(teacher, "post", f"/{work['id']}/close", {})

    hours_pass(29)
    the_clock_strikes()

    assert (told(minji), told(seojun)) == ([SOON], [])


def test_who_comes_after_the_class_was_reminded_is_told_as_well(
    teacher: Person, minji: Person, seojun: Person, school: Organization, algebra_class: Classroom
) -> None:
    work = set_work(teacher, algebra_class, student_ids=[minji.id])
    set_work(teacher, algebra_class)
    hours_pass(20)
    the_clock_strikes()
    newcomer = make_person("new@school.example", "새 학생", User.Role.STUDENT, school)
    people.enroll(classroom=algebra_class, user=newcomer.user, role="student")
    ask(teacher, "put", f"/{work['id']}", {"student_ids": [minji.id, seojun.id]})

    the_clock_strikes()

    assert (told(newcomer), told(seojun), told(minji)) == ([SOON], [SOON, SOON], [SOON, SOON])
