"""A lesson whose call was ended too soon goes on in a second one: who comes only then is late by its hour."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from calls.models import Call, CallEvent
from messenger.models import Conversation
from tests.calls.steps import ROOT, do, join
from tests.calls.test_attendance import register
from tests.calls.test_lessons import plan
from tests.people import Person

pytestmark = pytest.mark.django_db


NOW = timezone.now()


def ago(minutes: float) -> datetime:
    return NOW - timedelta(minutes=minutes)


def held(lesson: Any, people: list[Person], begins: float, ends: float) -> Any:
    """A call of it with the first as teacher, so many minutes ago."""
    call = people[0].rest.post(f"{ROOT}/lessons/{lesson['id']}/start").json()
    for person in people:
        join(person, call)
    do(people[0], call, "end")
    row = Call.objects.filter(pk=call["id"])
    row.update(created_at=ago(begins), ended_at=ago(ends), planned_at=ago(30))
    row.exclude(started_at=None).update(started_at=ago(begins))
    CallEvent.objects.filter(call=call["id"], kind="joined").update(at=ago(begins))
    CallEvent.objects.filter(call=call["id"], kind="left").update(at=ago(ends))
    return call


def lines(teacher: Person, call: Any) -> dict[str, tuple[str, int]]:
    return {one["user"]["name"]: (one["status"], one["late_minutes"]) for one in register(teacher, call)}


@pytest.fixture
def lesson(teacher: Person, algebra: Conversation) -> Any:
    return plan(teacher, algebra, starts_at=timezone.now().isoformat())


def test_who_first_comes_in_the_second_call_is_late_by_the_hour(
    teacher: Person, minji: Person, seojun: Person, lesson: Any
) -> None:
    first = held(lesson, [teacher, minji], 30, 10)
    second = held(lesson, [teacher, minji, seojun], 9, 0)
    assert lines(teacher, first) == {"최민지": ("present", 0)}
    assert lines(teacher, second) == {"최민지": ("present", 0), "이서준": ("late", 21)}


@pytest.mark.parametrize(
    ("others", "begins", "ends"),
    [(0, 30, 10), (1, 45, 31)],
    ids=["nobody else was in", "it was over before the hour"],
)
def test_a_call_in_which_no_lesson_was_held_makes_nobody_late(
    teacher: Person, minji: Person, seojun: Person, lesson: Any, others: int, begins: int, ends: int
) -> None:
    held(lesson, [teacher, minji][: 1 + others], begins, ends)
    second = held(lesson, [teacher, seojun], 9, 0)
    assert lines(teacher, second)["이서준"] == ("present", 0)


def test_another_weeks_call_makes_nobody_late(
    teacher: Person, minji: Person, seojun: Person, lesson: Any
) -> None:
    first = held(lesson, [teacher, minji], 30, 10)
    second = held(lesson, [teacher, seojun], 9, 0)
    Call.objects.filter(pk=first["id"]).update(planned_at=ago(60 * 24 * 7))
    assert lines(teacher, second)["이서준"] == ("present", 0)
