"""When the last teacher has gone, the lesson ends after a minute unless one comes back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from calls.actions import sweep
from calls.models import CallConnection
from messenger.models import Conversation
from tests.calls.steps import do, join, look, start
from tests.people import Person


@pytest.fixture
def lesson(db: None, teacher: Person, minji: Person, seojun: Person, algebra: Conversation) -> Any:
    call = start(teacher, algebra)
    for person in (teacher, minji, seojun):
        join(person, call)
    return look(teacher, call)


def _ends_in(call: Any) -> timedelta:
    return datetime.fromisoformat(call["ends_at"]) - timezone.now()


def test_the_lesson_ends_a_minute_after_the_teacher_left(lesson: Any, teacher: Person, minji: Person) -> None:
    assert lesson["ends_at"] is None
    left = do(teacher, lesson, "leave")
    assert timedelta(seconds=50) < _ends_in(left) <= timedelta(seconds=60)
    assert do(minji, lesson, "leave")["ends_at"] == left["ends_at"]
    sweep(now=timezone.now() + timedelta(seconds=5))
    assert look(minji, lesson)["status"] == "active"
    assert sweep(now=timezone.now() + timedelta(seconds=61)) == 1
    ended = look(minji, lesson)
    assert (ended["status"], ended["end_reason"]) == ("ended", "completed")


def test_a_teacher_who_comes_back_keeps_it_going(lesson: Any, teacher: Person, minji: Person) -> None:
    do(teacher, lesson, "leave")
    assert join(teacher, lesson)["ends_at"] is None
    CallConnection.objects.update(seen_at=timezone.now() + timedelta(seconds=61))
    assert sweep(now=timezone.now() + timedelta(seconds=61)) == 0
    assert look(minji, lesson)["status"] == "active"


def test_a_teacher_who_was_lost_counts_as_gone(lesson: Any, teacher: Person, minji: Person) -> None:
    rows = CallConnection.objects.filter(participant__user=teacher.user)
    rows.update(seen_at=timezone.now() - timedelta(seconds=31))
    assert sweep() == 1
    assert look(minji, lesson)["ends_at"] is not None


def test_students_among_themselves_need_no_teacher(
    db: None, minji: Person, seojun: Person, study_group: Conversation
) -> None:
    call = start(minji, study_group)
    join(minji, call)
    join(seojun, call)
    assert do(minji, call, "leave")["ends_at"] is None


def test_a_class_whose_teacher_never_came_goes_on(
    db: None, administrator: Person, teacher: Person, crowd: tuple[Conversation, list[Person]]
) -> None:
    conversation, students = crowd
    call = start(teacher, conversation)
    for one in students[:3]:
        join(one, call)
    assert do(students[0], call, "leave")["ends_at"] is None
