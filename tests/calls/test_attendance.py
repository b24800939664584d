"""Who was there: rows as it happens, the register that is reckoned from them, a teacher's corrections."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from calls.attendance import Hours, Span, judge, merge, missing, presence
from calls.models import AttendanceCorrection, Call, CallConnection, CallEvent
from messenger.actions import remove_participant
from messenger.models import Conversation
from tests.calls.steps import ROOT, do, join, start
from tests.calls.test_lessons import plan
from tests.calls.test_sweep import sweep_in
from tests.people import Person

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def kinds(person: Person) -> list[str]:
    return list(CallEvent.objects.filter(user=person.user).order_by("id").values_list("kind", flat=True))


def at(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


LESSON = Hours(at(0), at(50), at(50))


def rows(*happened: tuple[str, float]) -> list[CallEvent]:
    return [CallEvent(kind=kind, at=at(minutes)) for kind, minutes in happened]


def register(person: Person, call: Any) -> list[Any]:
    response = person.rest.get(f"{ROOT}/calls/{call['id']}/attendance")
    assert response.status_code == 200, response.content
    return response.json()


def correct(person: Person, call: Any, whom: Person, **fields: Any) -> Any:
    address = f"{ROOT}/calls/{call['id']}/attendance/{whom.id}"
    return person.rest.put(address, {"status": "excused", "reason": "병원", **fields}, format="json")


@pytest.fixture
def lesson(teacher: Person, minji: Person, algebra: Conversation) -> Any:
    """Of an hour, to which the teacher and minji came, and seojun did not; it is over."""
    call = start(teacher, algebra)
    join(teacher, call)
    join(minji, call)
    hour = timedelta(hours=1)
    CallEvent.objects.update(at=timezone.now() - hour)
    Call.objects.update(created_at=timezone.now() - hour, started_at=timezone.now() - hour)
    return do(teacher, call, "end")


def test_coming_and_going_are_rows_as_they_happen(
    teacher: Person, minji: Person, algebra: Conversation
) -> None:
    call = start(teacher, algebra)
    join(teacher, call)
    join(minji, call)
    do(minji, call, "leave")
    join(minji, call)
    do(teacher, call, "end")
    assert kinds(minji) == ["joined", "left", "joined", "left"]
    assert kinds(teacher) == ["joined", "left"]


def test_a_second_page_and_a_reload_are_no_coming_and_going(
    teacher: Person, minji: Person, algebra: Conversation
) -> None:
    call = start(teacher, algebra)
    join(teacher, call)
    first = join(minji, call)
    join(minji, call)
    join(minji, call, replaces=first["peer_id"])
    assert kinds(minji) == ["joined"]


def test_a_reload_keeps_the_raised_hand(teacher: Person, minji: Person, algebra: Conversation) -> None:
    call = start(teacher, algebra)
    join(teacher, call)
    page = join(minji, call)
    do(minji, call, "hand", raised=True)
    again = join(minji, call, replaces=page["peer_id"])
    me = next(one for one in again["participants"] if one["user"]["id"] == minji.id)
    assert me["hand_raised_at"] is not None


def test_who_was_lost_left_when_last_heard_of_and_returns(
    teacher: Person, minji: Person, algebra: Conversation
) -> None:
    call = start(teacher, algebra)
    page = join(teacher, call)
    join(minji, call)
    seen = CallConnection.objects.get(participant__user=minji.user).seen_at
    sweep_in(31, page)
    join(minji, call)
    assert kinds(minji) == ["joined", "lost", "returned"]
    assert CallEvent.objects.get(kind="lost").at == seen


def test_a_page_that_comes_back_after_a_silence_was_lost_and_returned(
    teacher: Person, minji: Person, algebra: Conversation
) -> None:
    call = start(teacher, algebra)
    page = join(minji, call)
    CallConnection.objects.update(seen_at=timezone.now() - timedelta(seconds=25))
    do(minji, call, "answer", peer_id=page["peer_id"])
    do(minji, call, "answer", peer_id=page["peer_id"])
    assert kinds(minji) == ["joined", "lost", "returned"]


def test_who_is_taken_out_of_the_class_is_removed(
    teacher: Person, minji: Person, seojun: Person, study_group: Conversation
) -> None:
    call = start(minji, study_group)
    join(minji, call)
    join(seojun, call)
    remove_participant(user=minji.user, conversation_id=study_group.pk, user_id=seojun.id)
    assert kinds(seojun) == ["joined", "removed"]


def test_a_hiccup_is_no_absence_and_a_gap_is() -> None:
    part = presence(
        rows(
            ("joined", 0),
            ("lost", 10),
            ("returned", 10.5),
            ("hand_raised", 12),
            ("lost", 20),
            ("returned", 30),
        ),
        at(50),
        LESSON,
    )
    assert part.spans == [Span(at(0), at(20)), Span(at(30), at(50))]
    assert (part.minutes, part.hands, part.returns) == (40, 1, 2)


@pytest.mark.parametrize(
    ("spans", "statuses"),
    [
        ([], ["absent"]),
        ([Span(at(0), at(50))], ["present"]),
        ([Span(at(4), at(46))], ["present"]),
        ([Span(at(6), at(50))], ["late"]),
        ([Span(at(0), at(44))], ["left_early"]),
        ([Span(at(6), at(44))], ["late", "left_early"]),
        ([Span(at(0), at(3)), Span(at(40), at(50))], ["present"]),
    ],
)
def test_late_and_early_have_five_minutes_of_tolerance(spans: list[Span], statuses: list[str]) -> None:
    assert judge(spans, missing(spans, LESSON)) == statuses


def test_merging_never_counts_a_minute_twice() -> None:
    spans = [Span(at(5), at(9)), Span(at(0), at(6)), Span(at(9.5), at(12)), Span(at(1), at(2))]
    assert merge(spans) == [Span(at(0), at(12))]


def test_the_teacher_reads_the_register(teacher: Person, minji: Person, seojun: Person, lesson: Any) -> None:
    lines = {line["user"]["id"]: line for line in register(teacher, lesson)}
    assert set(lines) == {minji.id, seojun.id}
    assert (lines[minji.id]["status"], lines[minji.id]["minutes"]) == ("present", 60)
    assert (lines[seojun.id]["status"], lines[seojun.id]["minutes"]) == ("absent", 0)
    assert lines[seojun.id]["first_joined_at"] is None


def test_a_student_reads_their_own_line_and_a_stranger_none(
    minji: Person, stranger: Person, lesson: Any
) -> None:
    assert [line["user"]["id"] for line in register(minji, lesson)] == [minji.id]
    assert stranger.rest.get(f"{ROOT}/calls/{lesson['id']}/attendance").status_code == 404


def test_a_correction_stands_beside_what_was_reckoned(teacher: Person, seojun: Person, lesson: Any) -> None:
    assert correct(teacher, lesson, seojun, status="late", reason="버스").status_code == 200
    line = correct(teacher, lesson, seojun).json()
    assert (line["status"], line["reckoned"]) == ("excused", "absent")
    assert (line["correction"]["reason"], line["correction"]["corrected_by"]["id"]) == ("병원", teacher.id)
    assert Call.objects.get(pk=lesson["id"]).corrections.count() == 2


def test_corrected_minutes_count_in_the_register_and_its_file(
    teacher: Person, minji: Person, lesson: Any
) -> None:
    assert correct(teacher, lesson, minji, status="present", minutes=20, reason="정전").status_code == 200
    line = correct(teacher, lesson, minji, status="present", minutes=45, reason="확인함").json()

    assert (line["minutes"], line["reckoned_minutes"]) == (45, 60)
    assert [one["minutes"] for one in line["corrections"]] == [20, 45]
    page = teacher.browser.get(f"/calls/{lesson['id']}/attendance").content.decode()
    assert "정전" in page
    assert "확인함" in page
    rows = teacher.browser.get(f"/calls/{lesson['id']}/attendance.csv").content.decode().splitlines()
    assert any(minji.name in row and ",45," in row for row in rows)


@pytest.mark.parametrize(
    "fields",
    [{"reason": "  "}, {"reason": ""}, {"reason": "x" * 501}, {"status": "sick"}, {"minutes": -1},
     {"minutes": 1441}, {"minutes": 62}, {"reason": "\u200b"}, {"reason": "\u3164 \u2060"}],
)  # fmt: skip
def test_a_correction_says_what_and_why(
    teacher: Person, minji: Person, lesson: Any, fields: dict[str, Any]
) -> None:
    answer = correct(teacher, lesson, minji, **fields)
    assert answer.status_code == 400
    assert set(answer.json()["fields"]) == set(fields)
    assert not AttendanceCorrection.objects.exists()


def test_who_is_absent_has_no_minutes(teacher: Person, minji: Person, lesson: Any) -> None:
    answer = correct(teacher, lesson, minji, status="absent", minutes=5)
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["minutes"])
    for minutes in (0, None):
        line = correct(teacher, lesson, minji, status="absent", minutes=minutes).json()
        assert (line["minutes"], line["reckoned_minutes"]) == (0, 60)
    assert correct(teacher, lesson, minji, status="present", minutes=60).json()["minutes"] == 60


def test_a_planned_lesson_may_count_as_long_as_it_was_planned(
    teacher: Person, minji: Person, algebra: Conversation
) -> None:
    planned = plan(teacher, algebra, starts_at=timezone.now().isoformat(), minutes=40)
    call = teacher.rest.post(f"{ROOT}/lessons/{planned['id']}/start").json()
    join(minji, call)
    assert correct(teacher, call, minji, status="present", minutes=40).status_code == 200
    assert correct(teacher, call, minji, status="present", minutes=41).status_code == 400


def test_the_page_says_what_is_wrong_at_its_place(teacher: Person, seojun: Person, lesson: Any) -> None:
    typed = {"user_id": seojun.id, "status": "present", "minutes": 500, "reason": "\u200b"}
    wrong = teacher.browser.post(f"/calls/{lesson['id']}/attendance", typed)
    assert wrong.status_code == 400
    assert "reason-error" in wrong.content.decode()
    wrong = teacher.browser.post(f"/calls/{lesson['id']}/attendance", {**typed, "reason": "정전"})
    assert wrong.status_code == 400
    assert "minutes-error" in wrong.content.decode()
    assert not AttendanceCorrection.objects.exists()


def test_only_the_teacher_corrects_and_only_people_of_the_lesson(
    teacher: Person, minji: Person, seojun: Person, stranger: Person, lesson: Any
) -> None:
    assert correct(minji, lesson, minji).status_code == 403
    assert correct(stranger, lesson, minji).status_code == 404
    assert correct(teacher, lesson, stranger).status_code == 404
    assert not Call.objects.get(pk=lesson["id"]).corrections.exists()
    assert teacher.rest.put(f"{ROOT}/calls/{uuid4()}/attendance/{seojun.id}", {}).status_code == 400


def test_the_page_of_the_register(teacher: Person, minji: Person, seojun: Person, lesson: Any) -> None:
    address = f"/calls/{lesson['id']}/attendance"
    page = teacher.browser.get(address)
    assert [line["entry"].user.pk for line in page.context["lines"]] == [seojun.id, minji.id]
    wrong = teacher.browser.post(address, {"user_id": seojun.id, "status": "excused", "reason": " "})
    assert wrong.status_code == 400
    assert "aria-invalid" in wrong.content.decode()
    right = {"user_id": seojun.id, "status": "excused", "reason": "가족 행사"}
    assert "가족 행사" in teacher.browser.post(address, right, follow=True).content.decode()


def test_the_register_is_not_for_students_or_strangers(minji: Person, stranger: Person, lesson: Any) -> None:
    for ending in ("attendance", "attendance.csv"):
        assert minji.browser.get(f"/calls/{lesson['id']}/{ending}").status_code == 403
        assert stranger.browser.get(f"/calls/{lesson['id']}/{ending}").status_code == 404


def test_the_file_opens_in_a_spreadsheet_and_runs_nothing(
    teacher: Person, minji: Person, lesson: Any
) -> None:
    correct(teacher, lesson, minji, reason='=HYPERLINK("x")')
    response = teacher.browser.get(f"/calls/{lesson['id']}/attendance.csv")
    text = response.content.decode()
    assert text.startswith("\ufeff")
    assert minji.name in text
    assert "'=HYPERLINK" in text


def test_thirty_people_cost_no_more_queries_than_two(
    teacher: Person, lesson: Any, algebra: Conversation, django_assert_max_num_queries: Any
) -> None:
    register(teacher, lesson)
    with django_assert_max_num_queries(12):
        register(teacher, lesson)
