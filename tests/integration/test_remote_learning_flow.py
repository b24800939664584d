"""A remote school day of one class, by REST and sockets: lesson, call, attendance, homework, grade."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from asgiref.sync import sync_to_async as in_database
from django.utils import timezone

from accounts.models import Classroom
from messenger.models import Conversation
from tests.assignments import steps as homework
from tests.calls.steps import ROOT
from tests.people import Person
from tests.sockets import Lines


async def test_a_remote_school_day(
    teacher: Person,
    minji: Person,
    seojun: Person,
    stranger: Person,
    algebra_class: Classroom,
    algebra: Conversation,
    lines: Lines,
) -> None:
    desk, phone = await lines.of(teacher), await lines.of(minji)
    elsewhere = await lines.of(stranger)

    # The teacher plans the lesson of this hour; it is on everybody's timetable at once.
    plan = {"title": "분수의 나눗셈", "starts_at": timezone.now().isoformat(), "minutes": 50}
    lesson = await post(teacher, f"{ROOT}/conversations/{algebra.pk}/lessons", plan, status=201)
    await phone.hears("lessons.changed", conversation_id=str(algebra.pk))

    # One click begins it; it rings at the student, who comes in.
    call = await post(teacher, f"{ROOT}/lessons/{lesson['id']}/start")
    ring = await phone.hears("call.invitation")
    assert (ring["call"]["id"], ring["call"]["lesson"]["title"]) == (call["id"], "분수의 나눗셈")
    pages = {line: str(uuid4()) for line in (desk, phone)}
    for line, page in pages.items():
        await line.says("call.answer", call_id=call["id"], peer_id=page)

    # The newcomer offers; the other page gets the offer with its sender stamped on, and answers.
    await phone.says("webrtc.offer", call_id=call["id"], peer_id=pages[desk], sdp="v=0 offer")
    offer = await desk.hears("webrtc.offer")
    assert (offer["from_user_id"], offer["from_peer_id"], offer["sdp"]) == (
        minji.id,
        pages[phone],
        "v=0 offer",
    )
    await desk.says("webrtc.answer", call_id=call["id"], peer_id=pages[phone], sdp="v=0 answer")
    assert (await phone.hears("webrtc.answer"))["from_peer_id"] == pages[desk]

    # A hand goes up, the class goes on writing beside the pictures, the lesson ends for all.
    await phone.says("call.hand", call_id=call["id"], raised=True)
    assert (await desk.hears("call.hand"))["user_id"] == minji.id
    await desk.says("message.send", conversation_id=algebra.pk, content="숙제는 3쪽이에요")
    assert (await phone.hears("message.created"))["message"]["content"] == "숙제는 3쪽이에요"
    await desk.says("call.end", call_id=call["id"])
    assert (await phone.hears("call.ended"))["call"]["end_reason"] == "completed"

    # The register knows who was there.
    register = await get(teacher, f"{ROOT}/calls/{call['id']}/attendance")
    assert {line["user"]["id"]: line["status"] for line in register} == {
        minji.id: "present",
        seojun.id: "absent",
    }

    # Homework goes out, comes back, is graded and released: each step is told without being asked for.
    work = await in_database(homework.set_work)(teacher, algebra_class)
    told = (await phone.hears("notification.created"))["notification"]
    while told["kind"] != "assignment_assigned":
        told = (await phone.hears("notification.created"))["notification"]
    assert told["link"] == f"/assignments/{work['id']}"
    receipt = await in_database(homework.hand_in)(minji, work)
    await desk.hears("assignment.changed", assignment_id=work["id"])
    await in_database(homework.grade)(teacher, receipt["submission_id"], score=9)
    await in_database(homework.release)(teacher, work)
    while told["kind"] != "assignment_graded":
        told = (await phone.hears("notification.created"))["notification"]
    assert "9 / 10" in told["body"]
    mine = await in_database(homework.ask)(minji, "get", f"/{work['id']}/my-submission")
    assert mine["score"] == 9

    # Somebody of another school has heard nothing of it all.
    assert [event for event in await elsewhere.heard() if event["type"] != "ready"] == []


async def post(person: Person, path: str, body: Any = None, *, status: int = 200) -> Any:
    answer = await in_database(person.rest.post)(path, body, format="json")
    assert answer.status_code == status, answer.content
    return answer.json()


async def get(person: Person, path: str) -> Any:
    return (await in_database(person.rest.get)(path)).json()
