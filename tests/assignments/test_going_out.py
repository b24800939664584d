"""A draft goes out by itself at its time, once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from accounts.models import Classroom
from assignments import actions, tasks
from assignments.models import Assignment
from notifications.models import Notification
from tests.assignments.steps import ask, in_hours, set_work
from tests.people import Person


def later(teacher: Person, classroom: Classroom, hours: float = 2, **fields: Any) -> Any:
    return set_work(teacher, classroom, out=False, publish_at=in_hours(hours).isoformat(), **fields)


def its_time_comes() -> None:
    Assignment.objects.update(publish_at=timezone.now() - timedelta(seconds=1))


def told() -> list[int]:
    rows = Notification.objects.filter(kind="assignment_assigned")
    return sorted(rows.values_list("user_id", flat=True))


@pytest.mark.django_db
def test_it_goes_out_at_its_time_and_students_are_told_then(
    teacher: Person, minji: Person, seojun: Person, algebra_class: Classroom
) -> None:
    work = later(teacher, algebra_class)
    assert (work["status"], work["publish_at"] is not None) == ("draft", True)

    tasks.publish_due()
    ask(minji, "get", f"/{work['id']}", status=404)
    assert told() == []

    its_time_comes()
    tasks.publish_due()
    tasks.publish_due()

    out = ask(teacher, "get", f"/{work['id']}")
    assert (out["status"], out["publish_at"]) == ("published", None)
    assert ask(minji, "get", f"/{work['id']}")["deadline"]["open"] is True
    assert told() == sorted([minji.id, seojun.id])


@pytest.mark.django_db(transaction=True)
def test_two_workers_in_the_same_instant_bring_it_out_once(
    teacher: Person, minji: Person, seojun: Person, algebra_class: Classroom
) -> None:
    later(teacher, algebra_class)
    its_time_comes()

    def publish(_worker: int) -> int:
        try:
            return actions.publish_due()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as workers:
        found = list(workers.map(publish, range(4)))

    assert sorted(found) == [0, 0, 0, 1]
    assert told() == sorted([minji.id, seojun.id])


@pytest.mark.django_db
def test_who_publishes_earlier_by_hand_takes_the_time_away(
    teacher: Person, minji: Person, algebra_class: Classroom
) -> None:
    work = later(teacher, algebra_class)

    out = ask(teacher, "post", f"/{work['id']}/publish")

    assert (out["status"], out["publish_at"]) == ("published", None)
    refusal = ask(teacher, "put", f"/{work['id']}", {"publish_at": in_hours(3).isoformat()}, status=409)
    assert refusal["code"] == "already_published"


@pytest.mark.django_db
@pytest.mark.parametrize("hours", [-1, 30, 31])
def test_times_gone_by_and_after_its_end_are_refused(
    teacher: Person, algebra_class: Classroom, hours: float
) -> None:
    due = in_hours(30).isoformat()

    refusal = later(teacher, algebra_class, hours, status=400, late_policy="refuse", due_date=due)

    assert "publish_at" in refusal["fields"]
    assert Assignment.objects.count() == 0


@pytest.mark.django_db
def test_what_ended_while_the_program_stood_still_stays_a_draft_and_says_so(
    teacher: Person, algebra_class: Classroom
) -> None:
    work = later(teacher, algebra_class)
    its_time_comes()
    Assignment.objects.update(due_date=timezone.now() - timedelta(minutes=1))

    assert actions.publish_due() == 0

    assert told() == []
    page = teacher.browser.get(f"/assignments/{work['id']}").content.decode()
    assert "마감이 지나" in page


@pytest.mark.django_db
def test_a_teacher_schedules_it_on_the_page(teacher: Person, algebra_class: Classroom) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    form = {
        "class_id": algebra_class.pk, "title": "내일 숙제", "assignment_type": "homework", "total_points": 10,
        "due_day": (tomorrow + timedelta(days=7)).isoformat(), "due_hour": "23:59", "late_policy": "accept",
        "for_whom": "class", "rubric": "[]", "attachments": "[]",
        "publish_day": tomorrow.isoformat(), "publish_hour": "07:30",
    }  # fmt: skip

    assert teacher.browser.post("/assignments/new", {**form, "then": "save"}).status_code == 302

    work = Assignment.objects.get()
    assert work.publish_at is not None
    there = timezone.localtime(work.publish_at, timezone.get_default_timezone())
    assert (work.status, f"{there:%H:%M}") == ("draft", "07:30")
    assert "오전 7:30" in teacher.browser.get("/assignments").content.decode()
    assert 'value="07:30"' in teacher.browser.get(f"/assignments/{work.pk}/edit").content.decode()

    teacher.browser.post(f"/assignments/{work.pk}/edit", {**form, "publish_day": "", "then": "save"})
    assert Assignment.objects.get().publish_at is None
    past = {"publish_day": "2020-01-01"}
    assert teacher.browser.post(f"/assignments/{work.pk}/edit", {**form, **past}).status_code == 400
    teacher.browser.post(f"/assignments/{work.pk}/edit", {**form, **past, "then": "publish"})
    out = Assignment.objects.get()
    assert (out.status, out.publish_at) == ("published", None)


def test_the_clock_asks_every_fifteen_seconds() -> None:
    [entry] = [one for one in settings.CELERY_BEAT_SCHEDULE.values() if one["task"] == tasks.publish_due.name]
    assert entry["schedule"] == 15.0
