"""A teacher changes, closes or removes an assignment in the instant in which others hand in and grade."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction
from rest_framework.test import APIClient

from accounts.models import Classroom
from assignments.actions.changing import change_assignment, remove_assignment
from assignments.actions.publishing import close_assignment
from assignments.models import Submission
from tests.assignments.steps import ROOT, RUBRIC, grade, hand_in, set_work
from tests.people import Person

pytestmark = pytest.mark.django_db(transaction=True)

WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"


def meanwhile(change: Callable[[], Any], call: tuple[Person, str, str, Any]) -> Any:
    """The answer to a call that comes while `change` is done and not yet committed."""
    person, method, path, body = call
    token = person.token

    def send() -> Any:
        client = APIClient(raise_request_exception=False)
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
        try:
            return getattr(client, method)(ROOT + path, body, format="json")
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as hand:
        with transaction.atomic():
            change()
            answer = hand.submit(send)
            until_it_waits(answer)
        return answer.result()


def until_it_waits(answer: Future[Any]) -> None:
    """At a lock; or it is through, because nothing stopped it."""
    waits = 0
    while not waits and not answer.done():
        with connection.cursor() as cursor:
            cursor.execute(WAITING)
            waits = cursor.fetchone()[0]


def test_the_points_change_while_somebody_hands_in(
    teacher: Person, minji: Person, algebra_class: Classroom
) -> None:
    """The copy of the points at the work is the new one: no grade goes above it."""
    work = set_work(teacher, algebra_class, total_points=100)

    answer = meanwhile(
        lambda: change_assignment(user=teacher.user, assignment_id=work["id"], total_points=5),
        (minji, "post", f"/{work['id']}/submit", {"submission_text": "x = 3"}),
    )

    assert answer.status_code == 201
    assert Submission.objects.get().total_points == 5
    grade(teacher, answer.json()["submission_id"], score=50, status=400)


def test_the_points_change_while_somebody_grades(
    teacher: Person, minji: Person, algebra_class: Classroom
) -> None:
    work = set_work(teacher, algebra_class, total_points=100)
    key = hand_in(minji, work)["submission_id"]

    answer = meanwhile(
        lambda: change_assignment(user=teacher.user, assignment_id=work["id"], total_points=5),
        (teacher, "post", f"/submissions/{key}/grade", {"version": 1, "score": 50}),
    )

    assert answer.status_code == 400, answer.content
    assert Submission.objects.get().score is None


def test_a_grade_is_given_while_the_points_change(
    teacher: Person, minji: Person, algebra_class: Classroom
) -> None:
    work = set_work(teacher, algebra_class, total_points=100)
    key = hand_in(minji, work)["submission_id"]

    def give() -> None:
        grade(teacher, key, score=50)

    answer = meanwhile(give, (teacher, "put", f"/{work['id']}", {"total_points": 5}))

    assert (answer.status_code, answer.json()["code"]) == (409, "score_above_points")


def test_the_rubric_changes_while_somebody_grades(
    teacher: Person, minji: Person, algebra_class: Classroom
) -> None:
    """Marks never name a criterion that is gone."""
    work = set_work(teacher, algebra_class, rubric=RUBRIC)
    key = hand_in(minji, work)["submission_id"]
    marks = [{"criterion": one["id"], "points": 1} for one in work["rubric"]]

    answer = meanwhile(
        lambda: change_assignment(user=teacher.user, assignment_id=work["id"], rubric=[]),
        (teacher, "post", f"/submissions/{key}/grade", {"version": 1, "rubric_scores": marks}),
    )

    assert answer.status_code == 400, answer.content
    assert Submission.objects.get().rubric_scores == []


def test_it_is_closed_while_somebody_hands_in(
    teacher: Person, minji: Person, algebra_class: Classroom
) -> None:
    work = set_work(teacher, algebra_class)

    answer = meanwhile(
        lambda: close_assignment(user=teacher.user, assignment_id=work["id"]),
        (minji, "post", f"/{work['id']}/submit", {"submission_text": "x = 3"}),
    )

    assert (answer.status_code, answer.json()["code"]) == (409, "deadline_over")
    assert not Submission.objects.exists()


@pytest.mark.parametrize(("method", "door"), [("post", "submit"), ("put", "draft")])
def test_it_is_removed_while_somebody_writes(
    teacher: Person, minji: Person, algebra_class: Classroom, method: str, door: str
) -> None:
    work = set_work(teacher, algebra_class)
    body = {"submission_text": "x = 3", "text": "x = 3"}

    answer = meanwhile(
        lambda: remove_assignment(user=teacher.user, assignment_id=work["id"]),
        (minji, method, f"/{work['id']}/{door}", body),
    )

    assert answer.status_code == 404, answer.content


def test_somebody_hands_in_while_it_is_removed(
    teacher: Person, minji: Person, algebra_class: Classroom
) -> None:
    work = set_work(teacher, algebra_class)

    answer = meanwhile(lambda: hand_in(minji, work), (teacher, "delete", f"/{work['id']}", None))

    assert (answer.status_code, answer.json()["code"]) == (409, "has_submissions")
    assert Submission.objects.count() == 1
