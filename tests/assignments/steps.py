"""What teachers and students do with homework in tests, over REST."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import F
from django.utils import timezone

from accounts.models import Classroom
from assignments.models import Assignment, Extension
from tests.people import Person

ROOT = "/api/assignments"
RUBRIC = [
    {
        "title": "풀이",
        "points": 7,
        "levels": [{"title": "부족함", "points": 3}, {"title": "훌륭함", "points": 7}],
    },
    {"title": "글씨", "points": 3, "levels": []},
]


def ask(person: Person, method: str, path: str = "", body: Any = None, *, status: int = 200) -> Any:
    """The answer's JSON, None when it has none."""
    call = getattr(person.rest, method)
    answer = call(ROOT + path, body, format="json") if method != "get" else call(ROOT + path)
    assert answer.status_code == status, answer.content
    return answer.json() if answer.content else None


def in_hours(hours: float) -> datetime:
    return timezone.now() + timedelta(hours=hours)


def set_work(
    person: Person, classroom: Classroom, *, out: bool = True, status: int = 201, **fields: Any
) -> Any:
    """Created, and published unless `out` is False; as its teacher sees it."""
    body = {
        "title": "일차방정식",
        "class_id": classroom.pk,
        "total_points": 10,
        "due_date": in_hours(30).isoformat(),
        **fields,
    }
    made = ask(person, "post", "", body, status=status)
    return ask(person, "post", f"/{made['id']}/publish") if out and status == 201 else made


def hours_pass(hours: float) -> None:
    """For all homework: its times lie so much earlier. (Sign-ins would not outlive a clock that jumps.)"""
    by = timedelta(hours=hours)
    Assignment.objects.update(due_date=F("due_date") - by, cut_off=F("cut_off") - by)
    Extension.objects.update(until=F("until") - by)


def hand_in(person: Person, work: Any, text: str = "x = 3", *, status: int = 201, **fields: Any) -> Any:
    return ask(person, "post", f"/{work['id']}/submit", {"submission_text": text, **fields}, status=status)


def grade(person: Person, submission_id: int, *, status: int = 200, **fields: Any) -> Any:
    """By the newest version, unless `version` names another."""
    if "version" not in fields:
        fields["version"] = ask(person, "get", f"/submissions/{submission_id}")["version"]
    return ask(person, "post", f"/submissions/{submission_id}/grade", fields, status=status)


def give_back(person: Person, submission_id: int, feedback: str = "다시 해 보세요") -> Any:
    """For revision."""
    body = {"version": ask(person, "get", f"/submissions/{submission_id}")["version"], "feedback": feedback}
    return ask(person, "post", f"/submissions/{submission_id}/return", body)


def release(person: Person, work: Any) -> Any:
    return ask(person, "post", f"/{work['id']}/release", {})
