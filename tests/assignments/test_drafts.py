"""A draft is one on all devices: who knows an older version does not overwrite a newer one."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from accounts.models import Classroom, Enrollment
from assignments.actions import save_draft, submit
from assignments.models import Draft
from dreamseed.realtime.errors import Conflict
from tests.assignments.steps import ask, give_back, grade, hand_in, set_work
from tests.files.steps import PDF, send_file
from tests.people import Person


def save(person: Person, work: Any, text: str, *, status: int = 200, **fields: Any) -> Any:
    return ask(person, "put", f"/{work['id']}/draft", {"text": text, **fields}, status=status)


def draft_of(person: Person, work: Any) -> Any:
    return ask(person, "get", f"/{work['id']}/draft")


@pytest.mark.django_db
def test_every_change_of_a_draft_has_the_next_version(
    teacher: Person, minji: Person, algebra_class: Classroom
) -> None:
    work = set_work(teacher, algebra_class)

    assert draft_of(minji, work) == {"text": "", "files": [], "saved_at": None, "version": 0}
    assert save(minji, work, "x", version=0)["version"] == 1
    assert save(minji, work, "x = 3", version=1)["version"] == 2
    assert save(minji, work, "x = 4")["version"] == 3, "who names none is not asked"


@pytest.mark.django_db
def test_a_device_that_knows_an_older_draft_is_told_of_the_newer(
    teacher: Person, minji: Person, algebra_class: Classroom
) -> None:
    work, file = set_work(teacher, algebra_class), send_file(minji, PDF)
    save(minji, work, "컴퓨터에서", version=0)

    refused = save(minji, work, "전화에서", version=0, attachment_ids=[file["id"]], status=409)

    now = draft_of(minji, work)
    assert refused["code"] == "changed_meanwhile"
    assert refused["draft"] == now
    assert (now["text"], now["files"], now["version"]) == ("컴퓨터에서", [], 1)


@pytest.mark.django_db
def test_a_draft_that_was_handed_in_does_not_come_back(
    teacher: Person, minji: Person, algebra_class: Classroom
) -> None:
    work = set_work(teacher, algebra_class)
    save(minji, work, "x = 3", version=0)
    hand_in(minji, work, "x = 3")

    refused = save(minji, work, "x = 3", version=1, status=409)

    assert refused["draft"] == {"text": "", "files": [], "saved_at": None, "version": 2}
    assert save(minji, work, "x = 4", version=2)["version"] == 3


@pytest.mark.django_db
def test_nor_does_the_first_one_of_all(teacher: Person, minji: Person, algebra_class: Classroom) -> None:
    work = set_work(teacher, algebra_class)
    hand_in(minji, work, "x = 3")

    assert save(minji, work, "x = 3", version=0, status=409)["draft"]["version"] == 1


@pytest.mark.django_db
@pytest.mark.parametrize("version", [-1, "x", [], {}, 1.5, 10**30])
def test_a_version_that_is_none(
    teacher: Person, minji: Person, algebra_class: Classroom, version: Any
) -> None:
    work = set_work(teacher, algebra_class)

    status = 409 if version in (-1, 10**30) else 400
    assert save(minji, work, "x", version=version, status=status)["code"] in ("invalid", "changed_meanwhile")
    assert draft_of(minji, work)["version"] == 0
    assert not Draft.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_devices_in_one_instant(teacher: Person, minji: Person, algebra_class: Classroom) -> None:
    """One is kept, the others are told: never two firsts."""
    work = set_work(teacher, algebra_class)

    def write(text: str) -> str:
        return save_draft(
            user=minji.user, assignment_id=work["id"], text=text, attachment_ids=(), version=0
        ).text

    kept = at_once([lambda: write("전화"), lambda: write("컴퓨터"), lambda: write("태블릿")])

    [winner] = [one for one in kept if isinstance(one, str)]
    assert sum(isinstance(one, Conflict) for one in kept) == 2
    assert draft_of(minji, work)["text"] == winner


@pytest.mark.django_db(transaction=True)
def test_saved_and_handed_in_in_one_instant(teacher: Person, minji: Person, algebra_class: Classroom) -> None:
    """Whichever comes first: nothing is left to be handed in."""
    work = set_work(teacher, algebra_class)
    fields: dict[str, Any] = {"user": minji.user, "assignment_id": work["id"], "text": "x = 3"}

    at_once([lambda: save_draft(**fields, attachment_ids=(), version=0), lambda: submit(**fields)])

    assert draft_of(minji, work)["saved_at"] is None


def at_once(calls: list[Callable[[], Any]]) -> list[Any]:
    """What each gave, or the Conflict it met."""

    def run(call: Callable[[], Any]) -> Any:
        try:
            return call()
        except Conflict as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as hands:
        return list(hands.map(run, calls))


@pytest.mark.django_db
def test_who_has_left_the_class_reads_what_they_handed_in_and_goes_no_further(
    teacher: Person, minji: Person, algebra_class: Classroom
) -> None:
    work = set_work(teacher, algebra_class)
    receipt = hand_in(minji, work, "x = 3")
    Enrollment.objects.filter(user=minji.user, classroom=algebra_class).delete()

    save(minji, work, "x = 4", status=403)
    hand_in(minji, work, "x = 4", status=403)

    assert ask(minji, "get", f"/{work['id']}/my-submission")["submission_text"] == "x = 3"
    assert ask(minji, "get", f"/{work['id']}")["deadline"]["open"] is False
    page = minji.browser.get(f"/assignments/{work['id']}").content.decode()
    assert "x = 3" in page
    assert 'data-module="assignments/work"' not in page
    give_back(teacher, receipt["submission_id"])
    assert 'data-part-of-days="returned"' not in minji.browser.get("/assignments").content.decode()
    grade(teacher, receipt["submission_id"], score=7)


@pytest.mark.django_db
def test_who_is_not_chosen_any_more_hands_in_nothing_further(
    teacher: Person, minji: Person, seojun: Person, algebra_class: Classroom
) -> None:
    work = set_work(teacher, algebra_class, student_ids=[minji.id])
    hand_in(minji, work)
    ask(teacher, "put", f"/{work['id']}", {"student_ids": [seojun.id]})

    hand_in(minji, work, status=403)
    assert ask(minji, "get", f"/{work['id']}/my-submission")["versions_count"] == 1
