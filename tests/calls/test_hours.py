"""What of a call is the lesson: only that counts in its register. Planned for nine, fifty minutes long."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from calls.models import Call, CallEvent
from messenger.models import Conversation
from tests.calls.steps import ROOT, do, start
from tests.calls.test_attendance import correct, register
from tests.calls.test_lessons import plan
from tests.people import Person

SEOUL = ZoneInfo("Asia/Seoul")


def clock(time: str) -> datetime:
    hour, minute = time.split(":")
    return datetime(2026, 3, 2, int(hour), int(minute), tzinfo=SEOUL)


def hold(call: Any, opened: str, ended: str, met: str = "") -> Any:
    """It ran from one time of the clock to another; two were in since `met`."""
    rows = Call.objects.filter(pk=call["id"])
    rows.filter(planned_at__isnull=False).update(planned_at=clock("9:00"))
    rows.update(created_at=clock(opened), started_at=clock(met or opened), ended_at=clock(ended))
    return call


@pytest.fixture
def lesson(teacher: Person, algebra: Conversation) -> Any:
    """The room was open from a quarter to nine until ten past ten."""
    planned = plan(teacher, algebra, starts_at=timezone.now().isoformat())
    call = teacher.rest.post(f"{ROOT}/lessons/{planned['id']}/start").json()
    do(teacher, call, "end")
    return hold(call, "8:45", "10:10")


def was_in(person: Person, call: Any, *times: str) -> None:
    """`9:00-9:50`, as often as they came."""
    for time in times:
        for kind, at in zip(("joined", "left"), time.split("-"), strict=True):
            CallEvent.objects.create(call_id=call["id"], user=person.user, kind=kind, at=clock(at))


def line_of(teacher: Person, person: Person, call: Any) -> Any:
    return next(line for line in register(teacher, call) if line["user"]["id"] == person.id)


@pytest.mark.parametrize(
    ("time", "status", "minutes"),
    [
        ("8:46-8:58", "absent", 0),
        ("9:55-10:10", "absent", 0),
        ("8:46-9:50", "present", 50),
        ("8:46-10:10", "present", 50),
        ("9:20-10:10", "late", 30),
        ("8:46-9:20", "left_early", 20),
    ],
)
def test_only_its_hours_count(
    teacher: Person, minji: Person, lesson: Any, time: str, status: str, minutes: int
) -> None:
    was_in(minji, lesson, time)
    line = line_of(teacher, minji, lesson)
    assert (line["status"], line["minutes"]) == (status, minutes)


def test_the_register_still_says_when_one_came_and_went(teacher: Person, minji: Person, lesson: Any) -> None:
    was_in(minji, lesson, "8:46-8:58")
    line = line_of(teacher, minji, lesson)
    came, went = (datetime.fromisoformat(line[name]) for name in ("first_joined_at", "last_left_at"))
    assert (came, went, line["spans"]) == (clock("8:46"), clock("8:58"), [])
    page = teacher.browser.get(f"/calls/{lesson['id']}/attendance").content.decode()
    assert "수업 전이나 후에만 있었어요" in page


@pytest.mark.parametrize(
    ("time", "status", "minutes"),
    [
        ("9:30-10:20", "present", 50),
        ("9:31-9:50", "present", 19),
        ("9:52-10:30", "late", 28),
        ("9:30-9:40", "left_early", 10),
        ("10:22-10:30", "absent", 0),
    ],
)
def test_a_lesson_that_begins_late_is_as_long_as_planned_but_nobody_has_to_stay_longer(
    teacher: Person, minji: Person, lesson: Any, time: str, status: str, minutes: int
) -> None:
    hold(lesson, "9:30", "10:30")
    was_in(minji, lesson, time)
    line = line_of(teacher, minji, lesson)
    assert (line["status"], line["minutes"]) == (status, minutes)


def test_a_lesson_that_ends_early_lets_nobody_leave_early(
    teacher: Person, minji: Person, lesson: Any
) -> None:
    hold(lesson, "8:55", "9:30")
    was_in(minji, lesson, "9:00-9:30")
    line = line_of(teacher, minji, lesson)
    assert (line["status"], line["minutes"]) == ("present", 30)


def test_whoever_lets_the_teacher_wait_is_late_also_as_the_first(
    teacher: Person, minji: Person, lesson: Any
) -> None:
    hold(lesson, "8:55", "9:50", met="9:20")
    was_in(minji, lesson, "9:20-9:50")
    line = line_of(teacher, minji, lesson)
    assert (line["status"], line["minutes"]) == ("late", 30)


def test_what_was_over_before_the_hour_counts_as_it_was(teacher: Person, minji: Person, lesson: Any) -> None:
    hold(lesson, "8:46", "8:58")
    was_in(minji, lesson, "8:46-8:58")
    line = line_of(teacher, minji, lesson)
    assert (line["status"], line["minutes"]) == ("present", 12)


def test_a_call_without_a_plan_is_from_when_two_met_to_its_end(
    teacher: Person, minji: Person, algebra: Conversation
) -> None:
    call = start(teacher, algebra)
    do(teacher, call, "end")
    hold(call, "13:00", "14:10", met="13:05")
    was_in(minji, call, "13:05-14:10")
    line = line_of(teacher, minji, call)
    assert (line["status"], line["minutes"]) == ("present", 65)


def test_who_was_absent_by_the_clock_can_be_set_right(teacher: Person, minji: Person, lesson: Any) -> None:
    was_in(minji, lesson, "9:55-10:10")
    line = correct(teacher, lesson, minji, status="present", minutes=15).json()
    assert (line["status"], line["reckoned"], line["minutes"]) == ("present", "absent", 15)


@pytest.mark.parametrize(
    ("times", "status", "missed"),
    [
        (["9:00-9:50"], "present", (0, 0, 0)),
        (["9:04-9:20", "9:23-9:46"], "present", (0, 0, 0)),
        (["9:10-9:20"], "late", (10, 30, 0)),
        (["9:01-9:02", "9:49-9:50"], "present", (0, 0, 47)),
        (["9:10-9:20", "9:28-9:35"], "late", (10, 15, 8)),
        (["8:46-8:58", "9:55-10:10"], "absent", (0, 0, 0)),
    ],
)
def test_a_line_says_all_that_one_was_not_there_for(
    teacher: Person, minji: Person, lesson: Any, times: list[str], status: str, missed: tuple[int, ...]
) -> None:
    was_in(minji, lesson, *times)
    line = line_of(teacher, minji, lesson)
    assert line["status"] == status
    assert (line["late_minutes"], line["early_minutes"], line["away_minutes"]) == missed


def test_the_page_and_the_file_call_it_late_and_left_early(
    teacher: Person, minji: Person, lesson: Any
) -> None:
    was_in(minji, lesson, "9:10-9:20", "9:28-9:35")
    address = f"/calls/{lesson['id']}/attendance"
    page = teacher.browser.get(address)
    [line] = [line for line in page.context["lines"] if line["entry"].user == minji.user]
    assert [status for status, _label in line["entry"].chips] == ["late", "left_early"]
    counts = {status: count for status, _label, count in page.context["counts"] if count}
    assert counts == {"late": 1, "left_early": 1}
    assert "10분 늦게 왔어요 · 15분 일찍 나갔어요 · 8분 동안 자리를 비웠어요" in page.content.decode()
    [_head, row] = teacher.browser.get(f"{address}.csv").content.decode().splitlines()
    assert '"지각, 조퇴",17,' in row
    assert ",10,15,8," in row


def test_a_teachers_word_is_the_one_that_is_shown(teacher: Person, minji: Person, lesson: Any) -> None:
    was_in(minji, lesson, "9:10-9:20")
    line = correct(teacher, lesson, minji, status="present", reason="교실에서 들었어요").json()
    assert (line["status"], line["late_minutes"], line["early_minutes"]) == ("present", 10, 30)
    page = teacher.browser.get(f"/calls/{lesson['id']}/attendance")
    [shown] = [line["entry"] for line in page.context["lines"] if line["entry"].user == minji.user]
    assert [status for status, _label in shown.chips] == ["present"]
