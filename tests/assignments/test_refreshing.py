"""The numbers of assignments are renewed soon after grading, at most once a minute."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from celery import current_app
from django.core.cache import cache

from accounts.models import Classroom
from assignments import refreshing, tasks
from assignments.models import AssignmentStatistics
from tests.assignments.steps import grade, hand_in, set_work
from tests.people import Person

pytestmark = pytest.mark.django_db(transaction=True)
QUEUE = "celery"


def asked() -> int:
    """How often the broker holds the work for the worker."""
    with current_app.connection_for_read() as broker:
        messages = [json.loads(one) for one in broker.default_channel.client.lrange(QUEUE, 0, -1)]
    return sum(one["headers"]["task"] == tasks.refresh_statistics.name for one in messages)


@pytest.fixture(autouse=True)
def a_quiet_minute() -> Iterator[None]:
    """Nobody asked lately, and nobody finds afterwards that somebody did."""
    cache.delete(refreshing.ASKED)
    yield
    cache.delete(refreshing.ASKED)


def test_a_pile_of_grades_asks_the_worker_once_a_minute(
    teacher: Person, minji: Person, seojun: Person, algebra_class: Classroom
) -> None:
    work = set_work(teacher, algebra_class)
    before = asked()

    for person, score in ((minji, 8), (seojun, 4), (minji, 9)):
        receipt = hand_in(person, work)
        grade(teacher, receipt["submission_id"], score=score)
    assert asked() == before + 1

    cache.delete(refreshing.ASKED)  # the minute is over
    grade(teacher, receipt["submission_id"], score=10)
    assert asked() == before + 2


def test_what_is_refused_asks_nobody(teacher: Person, minji: Person, algebra_class: Classroom) -> None:
    receipt = hand_in(minji, set_work(teacher, algebra_class))
    before = asked()

    grade(teacher, receipt["submission_id"], score=11, status=400)

    assert asked() == before
    assert cache.get(refreshing.ASKED) is None


def test_the_worker_renews_the_numbers(teacher: Person, minji: Person, algebra_class: Classroom) -> None:
    work = set_work(teacher, algebra_class)
    grade(teacher, hand_in(minji, work)["submission_id"], score=8)

    tasks.refresh_statistics()

    assert AssignmentStatistics.objects.get(assignment=work["id"]).avg_score == 8
