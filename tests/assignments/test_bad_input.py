"""Whatever comes in: a clear answer, and nothing half-done."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest

from accounts.models import Classroom, Organization, User
from assignments.models import Assignment, Excuse, Extension, Submission
from tests.assignments.steps import ROOT, RUBRIC, ask, grade, hand_in, hours_pass, in_hours, set_work
from tests.files.steps import PDF, send_file
from tests.people import Person, make_class, make_person

HUGE = 10**30
NUL, HALF = "a\x00b", "a\ud800b"
"""A sign PostgreSQL keeps nowhere, and half of one that is no text at all."""
NEVER = [
    "0001-01-01T00:00:00",
    "0001-01-01T00:00:00+14:00",
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z",
    "9999-12-31T23:59:59-12:00",
    "tomorrow",
    "2026-13-45T00:00:00Z",
    7,
    None,
]
NO_POINTS: list[Any] = [0, -1, 1001, "NaN", "Infinity", "1e400", "ten", None, [], 0.001]
NO_ID: list[Any] = [HUGE, -1, 0, "x", None, [], {}, 1.5]
UNSEEN = "\u200b\u3164\u2060\ufe0f"
"""Signs without anything to see: spaces of no width, a blank letter, a variation of nothing."""
NO_WORDS: list[Any] = ["", "   ", UNSEEN, "x" * 201, NUL, HALF, None, [], {}]


def refused(person: Person, method: str, path: str, body: Any) -> Any:
    raw = json.dumps(body)  # with escapes: the client's own would refuse to send half a sign
    answer = getattr(person.rest, method)(ROOT + path, raw, content_type="application/json")
    assert 400 <= answer.status_code < 500, (path, str(body)[:200], answer.content[:300])
    assert set(answer.json()) >= {"code", "detail"}
    return answer.json()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("title", NO_WORDS),
        ("class_id", NO_ID),
        ("total_points", NO_POINTS),
        ("due_date", NEVER),
        ("cut_off", [*NEVER[:-1], in_hours(1).isoformat()]),
        ("publish_at", NEVER[:-1]),
        ("assignment_type", ["exam", None, 7]),
        ("late_policy", ["never", None]),
        ("instructions", ["x" * 20_001, NUL, HALF, None, {}]),
        ("attachment_ids", [["x"], [str(uuid4())], "x", [str(uuid4())] * 3, None, [HUGE]]),
        ("student_ids", [[one] for one in NO_ID] + ["x", [1] * 501]),
        ("metadata", [[], "x", 7, {"a": NUL}, {NUL: 1}, {"a": HALF}, {"a": [[[NUL]]]}, {"a": "x" * 20_000}]),
        ("rubric", ["x", [[]], [{}], [{"title": "a", "points": "NaN"}], [{"title": NUL, "points": 1}]]),
        ("rubric", [[{"title": UNSEEN, "points": 1}]]),
        ("rubric", [[{"title": "a", "points": 1}] * 31, [{"id": HUGE, "title": "a", "points": 1}]]),
        ("rubric", [[{"title": "a", "points": 1, "levels": [{"title": "b", "points": 2}]}]]),
        ("rubric", [[{"title": "a", "points": 1, "levels": [{"title": "b", "points": 1}] * 11}]]),
    ],
)
def test_an_assignment_that_cannot_be(
    teacher: Person, algebra_class: Classroom, field: str, values: list[Any]
) -> None:
    good = {
        "title": "a",
        "class_id": algebra_class.pk,
        "total_points": 10,
        "due_date": in_hours(9).isoformat(),
    }
    work = set_work(teacher, algebra_class, out=False)
    for value in values:
        refused(teacher, "post", "", good | {field: value})
        refused(teacher, "put", f"/{work['id']}", {field: value})

    assert ask(teacher, "get", f"/{work['id']}") == work
    assert Assignment.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "what"),
    [
        ({"submission_text": ""}, "submission_text"),
        ({"submission_text": "x" * 20_001}, "submission_text"),
        ({"submission_text": NUL}, "submission_text"),
        ({"submission_text": HALF}, "submission_text"),
        ({"attachment_ids": ["x"]}, "attachment_ids"),
        ({"attachment_ids": [str(uuid4())]}, "attachment_ids"),
        ({"attachment_ids": [str(uuid4()) for _ in range(21)]}, "attachment_ids"),
        ({"attachment_ids": HUGE}, "attachment_ids"),
        ({"submission_text": "x", "client_id": "y"}, "client_id"),
    ],
)
def test_work_that_cannot_be_handed_in(
    teacher: Person, minji: Person, algebra_class: Classroom, fields: Any, what: str
) -> None:
    work = set_work(teacher, algebra_class)

    answer = refused(minji, "post", f"/{work['id']}/submit", fields)
    assert [name.partition(".")[0] for name in answer["fields"]] == [what]
    assert not Submission.objects.exists()
    if what != "client_id" and fields != {"submission_text": ""}:
        draft = {
            "text": fields.get("submission_text", ""),
            "attachment_ids": fields.get("attachment_ids", []),
        }
        refused(minji, "put", f"/{work['id']}/draft", draft)


@pytest.mark.django_db
def test_files_of_others_and_of_other_work_are_not_handed_in(
    teacher: Person, minji: Person, seojun: Person, algebra_class: Classroom
) -> None:
    work, other = set_work(teacher, algebra_class), set_work(teacher, algebra_class)
    loose, used, sheet = send_file(seojun, PDF), send_file(minji, PDF), send_file(teacher, PDF)
    hand_in(minji, other, attachment_ids=[used["id"]])

    for file in (loose, used, sheet):
        body = {"submission_text": "x", "attachment_ids": [file["id"]]}
        assert "attachment_ids" in refused(minji, "post", f"/{work['id']}/submit", body)["fields"]

    assert not Submission.objects.filter(assignment=work["id"]).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("value", [*NO_POINTS[1:-1], "0.001"])
def test_points_that_cannot_be_given(
    teacher: Person, minji: Person, algebra_class: Classroom, value: Any
) -> None:
    work = set_work(teacher, algebra_class, rubric=RUBRIC)
    receipt = hand_in(minji, work)
    path = f"/submissions/{receipt['submission_id']}/grade"
    criterion = work["rubric"][0]

    refused(teacher, "post", path, {"version": 1, "score": value})
    mark = {"criterion": criterion["id"], "points": value}
    refused(teacher, "post", path, {"version": 1, "rubric_scores": [mark]})

    assert Submission.objects.get().status == "submitted"


@pytest.mark.django_db
def test_marks_that_cannot_be_given(teacher: Person, minji: Person, algebra_class: Classroom) -> None:
    work = set_work(teacher, algebra_class, rubric=RUBRIC)
    receipt = hand_in(minji, work)
    path = f"/submissions/{receipt['submission_id']}/grade"
    first, second = (one["id"] for one in work["rubric"])
    level = work["rubric"][0]["levels"][0]["id"]
    wrong: list[list[Any]] = [
        [{"criterion": one, "points": 1}] for one in NO_ID
    ] + [
        [{"criterion": second, "level": level}],
        [{"criterion": first, "level": HUGE}],
        [{"criterion": first, "points": 1}] * 2,
        [{"criterion": first, "points": 7.5}],
        [{"criterion": first}],
        [{"criterion": first, "points": 1, "comment": NUL}],
        [{"criterion": first, "points": 1, "comment": HALF}],
    ]  # fmt: skip

    for marks in wrong:
        refused(teacher, "post", path, {"version": 1, "rubric_scores": marks})
    for fields in (
        {"grade": "x" * 21},
        {"grade": NUL},
        {"feedback": HALF},
        {"version": HUGE},
        {"version": "x"},
    ):
        refused(teacher, "post", path, {"version": 1, "score": 1} | fields)

    assert Submission.objects.get().status == "submitted"


@pytest.mark.django_db
def test_time_and_excuses_that_cannot_be(teacher: Person, minji: Person, algebra_class: Classroom) -> None:
    work = set_work(teacher, algebra_class)
    until = in_hours(9).isoformat()

    for one in NO_ID:
        refused(teacher, "post", f"/{work['id']}/extensions", {"student_id": one, "until": until})
        refused(teacher, "post", f"/{work['id']}/excuses", {"student_id": one})

    for moment in [*NEVER, in_hours(-1).isoformat()]:
        body = {"student_id": minji.id, "until": moment}
        refused(teacher, "post", f"/{work['id']}/extensions", body)
    for reason in ("x" * 501, NUL, HALF):
        refused(teacher, "post", f"/{work['id']}/excuses", {"student_id": minji.id, "reason": reason})

    assert not Extension.objects.exists()
    assert not Excuse.objects.exists()


@pytest.mark.django_db
def test_a_rubric_is_worth_no_more_than_the_work(teacher: Person, algebra_class: Classroom) -> None:
    work = set_work(teacher, algebra_class, rubric=RUBRIC)

    assert "rubric" in refused(teacher, "put", f"/{work['id']}", {"total_points": 9})["fields"]
    assert ask(teacher, "get", f"/{work['id']}")["total_points"] == work["total_points"]
    set_work(teacher, algebra_class, rubric=RUBRIC, total_points=9, status=400)
    ask(teacher, "put", f"/{work['id']}", {"total_points": 3, "rubric": RUBRIC[1:]})


@pytest.mark.django_db
def test_addresses_that_lead_nowhere(teacher: Person) -> None:
    for path in (f"/{HUGE}", f"/{HUGE}/submissions", f"/submissions/{HUGE}", f"/classes/{HUGE}/gradebook"):
        assert ask(teacher, "get", path, status=404)["code"] == "not_found"
    for query in (
        "class_id=x",
        f"class_id={HUGE}",
        "status=lost",
        "cursor=%00",
        "page_size=-1",
        "page_size=x",
    ):
        assert teacher.rest.get(f"{ROOT}/teacher?{query}").status_code in (200, 400, 404), query
    for page in (f"/assignments/{HUGE}", f"/assignments/{HUGE}/grade", f"/assignments/students?class={HUGE}"):
        assert teacher.browser.get(page).status_code == 404
    for query in (f"class={HUGE}", "state=lost", "page=x", f"page={HUGE}", "class=%00", "page=%00"):
        assert teacher.browser.get(f"/assignments?{query}").status_code == 200


@pytest.mark.django_db
def test_a_student_of_another_class_hands_in_nothing(
    teacher: Person, school: Organization, algebra_class: Classroom
) -> None:
    other = make_person("other@school.example", "옆 반 학생", User.Role.STUDENT, school)
    make_class(school, "수학 11반", [teacher], [other])
    work = set_work(teacher, algebra_class)

    assert hand_in(other, work, status=404)["code"] == "not_found"
    ask(other, "put", f"/{work['id']}/draft", {"text": "x"}, status=404)
    assert not Submission.objects.exists()


@pytest.mark.django_db
def test_nothing_is_taken_after_the_cut_off(teacher: Person, minji: Person, algebra_class: Classroom) -> None:
    work = set_work(teacher, algebra_class, cut_off=in_hours(40).isoformat())
    file = send_file(minji, PDF)
    hours_pass(41)

    refusal = hand_in(minji, work, attachment_ids=[file["id"]], status=409)

    assert (refusal["code"], refusal["cut_off"] is not None) == ("deadline_over", True)
    assert not Submission.objects.exists()
    assert minji.rest.delete(f"/api/v1/messenger/attachments/{file['id']}").status_code == 204, "still loose"


@pytest.mark.django_db
def test_no_way_leads_to_a_grade_before_it_is_released(
    teacher: Person, minji: Person, algebra_class: Classroom
) -> None:
    work = set_work(teacher, algebra_class)
    receipt = hand_in(minji, work)
    grade(teacher, receipt["submission_id"], score=3.75, grade="수", feedback="비밀이에요")

    paths = (
        f"/{work['id']}", "/student/my-assignments", f"/{work['id']}/my-submission", f"/{work['id']}/draft",
        f"/submissions/{receipt['submission_id']}", f"/submissions/{receipt['submission_id']}/versions",
    )  # fmt: skip
    texts = [minji.rest.get(ROOT + path).content.decode() for path in paths]
    pages = ("/assignments", f"/assignments/{work['id']}", "/notifications", "/notifications/menu")
    texts += [minji.browser.get(page).content.decode() for page in pages]

    assert [text for text in texts if "3.75" in text or "비밀이에요" in text or '"수"' in text] == []
