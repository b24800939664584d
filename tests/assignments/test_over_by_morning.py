"""What quiet hours held and is over in the morning is sent to nobody."""

from __future__ import annotations

import pytest

from accounts.models import Classroom
from assignments import tasks
from notifications import delivering
from notifications.models import Delivery
from tests.assignments.steps import ask, hours_pass, in_hours, set_work
from tests.people import Person

pytestmark = pytest.mark.django_db


def sleeps(person: Person) -> None:
    """From now on (in Seoul) for a day but two minutes."""
    hours = {"quiet_from": f"{in_hours(9):%H:%M}", "quiet_until": f"{in_hours(8.97):%H:%M}"}
    person.rest.put("/api/v1/notifications/settings", hours, format="json")


def wakes(person: Person) -> list[tuple[str, str, str]]:
    """What became of the e-mails that were held."""
    hours = {"quiet_from": None, "quiet_until": None}
    person.rest.put("/api/v1/notifications/settings", hours, format="json")
    mails = Delivery.objects.filter(notification__user=person.user, channel="email").order_by("pk")
    for row in mails:
        delivering.deliver([row.notification_id])
    return list(mails.values_list("notification__kind", "state", "reason"))


def test_new_work_that_was_closed_is_not_announced(
    teacher: Person, minji: Person, algebra_class: Classroom
) -> None:
    sleeps(minji)
    set_work(teacher, algebra_class, title="열린 과제")
    work = set_work(teacher, algebra_class, title="닫힌 과제")
    ask(teacher, "post", f"/{work['id']}/close", {})

    assert wakes(minji) == [
        ("assignment_assigned", "sent", ""),
        ("assignment_assigned", "dropped", "too_late"),
    ]


def test_due_soon_is_not_said_of_what_was_due(
    teacher: Person, minji: Person, algebra_class: Classroom
) -> None:
    sleeps(minji)
    set_work(teacher, algebra_class, late_policy="accept")
    hours_pass(20)
    tasks.remind_due_soon()
    hours_pass(11)

    assert wakes(minji) == [
        ("assignment_assigned", "sent", ""),
        ("assignment_due_soon", "dropped", "too_late"),
    ]
