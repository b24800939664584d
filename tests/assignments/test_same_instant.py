"""Two hands on the same thing at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from rest_framework.test import APIClient

from accounts.models import Classroom
from assignments.models import Submission, SubmissionVersion
from tests.assignments.steps import ROOT, hand_in, set_work
from tests.people import Person


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("key", [None, str(uuid4())], ids=["without a key", "with one"])
def test_twice_in_the_same_instant(
    teacher: Person, minji: Person, algebra_class: Classroom, key: str | None
) -> None:
    """Two presses are two versions; one press that was sent twice is one."""
    work = set_work(teacher, algebra_class)
    body = {"submission_text": "x = 3"} | ({"client_id": key} if key else {})

    def press(_number: int) -> Any:
        client = APIClient()
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
        try:
            return client.post(f"{ROOT}/{work['id']}/submit", body, format="json")
        finally:
            connection.close()

    token = minji.token
    with ThreadPoolExecutor(6) as hands:
        answers = list(hands.map(press, range(6)))

    made = 1 if key else 6
    assert sorted(one.status_code for one in answers) == [200] * (6 - made) + [201] * made
    assert sorted(one.json()["number"] for one in answers) == ([1] * 6 if key else [1, 2, 3, 4, 5, 6])
    row = Submission.objects.get()
    assert (row.versions_count, SubmissionVersion.objects.count()) == (made, made)


@pytest.mark.django_db(transaction=True)
def test_two_grades_in_the_same_instant(teacher: Person, minji: Person, algebra_class: Classroom) -> None:
    """One of them is kept whole, the other is told whose."""
    work = set_work(teacher, algebra_class)
    receipt = hand_in(minji, work)
    path = f"{ROOT}/submissions/{receipt['submission_id']}/grade"
    token = teacher.token

    def give(score: int) -> Any:
        client = APIClient()
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
        try:
            return client.post(path, {"version": 1, "score": score}, format="json")
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as graders:
        answers = list(graders.map(give, range(4)))

    assert sorted(one.status_code for one in answers) == [200, 409, 409, 409]
    kept = next(one.json()["score"] for one in answers if one.status_code == 200)
    assert {float(one.json()["score"]) for one in answers if one.status_code == 409} == {kept}
    assert Submission.objects.get().score == kept
