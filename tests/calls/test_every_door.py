"""Every address and frame of calls and lessons, tried by those who have no business there: nothing changes.

Strangers, another school's office and the removed are told what they are told of a call that never was; a
member without the right is told so.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.models import User
from calls import frames, frames_lesson
from calls.models import AttendanceCorrection, Call, CallConnection, CallParticipant, Lesson
from dreamseed.realtime import limits
from messenger.actions import remove_participant
from messenger.models import Conversation
from tests.calls.steps import ROOT, join, start
from tests.doors import bare, of_calls
from tests.people import Person, make_person
from tests.sockets import Lines, Refusal

HERE, CALL, LESSON, MEMBER = "{conversation}", "{call}", "{lesson}", "{member}"
PLAN = {"title": "x", "starts_at": (timezone.now() + timedelta(days=1)).isoformat(), "minutes": 50}
DOORS: list[tuple[str, str, Any]] = [
    ("post", f"conversations/{HERE}/calls", {"call_type": "audio"}),
    ("get", f"conversations/{HERE}/calls/active", None),
    ("get", f"conversations/{HERE}/calls/history", None),
    ("get", f"conversations/{HERE}/calls/statistics", None),
    ("post", f"conversations/{HERE}/lessons", PLAN),
    ("get", f"calls/{CALL}", None),
    ("post", f"calls/{CALL}/answer", {"peer_id": str(uuid4())}),
    ("post", f"calls/{CALL}/reject", None),
    ("post", f"calls/{CALL}/leave", {}),
    ("post", f"calls/{CALL}/end", None),
    ("post", f"calls/{CALL}/invite", {"user_ids": [1]}),
    ("patch", f"calls/{CALL}/media", {"audio_enabled": False}),
    ("post", f"calls/{CALL}/hand", {"raised": True}),
    ("post", f"calls/{CALL}/moderate", {"action": "mute_all"}),
    ("post", f"calls/{CALL}/reaction", {"emoji": "👏"}),
    ("get", f"calls/{CALL}/quality", None),
    ("get", f"calls/{CALL}/attendance", None),
    ("put", f"calls/{CALL}/attendance/{MEMBER}", {"status": "present", "reason": "x"}),
    ("get", f"lessons/{LESSON}", None),
    ("patch", f"lessons/{LESSON}", {"title": "x"}),
    ("delete", f"lessons/{LESSON}", None),
    ("post", f"lessons/{LESSON}/start", None),
]
OF_ONESELF = {("get", "lessons"), ("get", "ice-servers")}
FOR_TEACHERS = {
    ("get", f"conversations/{HERE}/calls/statistics"),
    ("post", f"conversations/{HERE}/lessons"),
    ("post", f"calls/{CALL}/end"),
    ("post", f"calls/{CALL}/moderate"),
    ("get", f"calls/{CALL}/quality"),
    ("put", f"calls/{CALL}/attendance/{MEMBER}"),
    ("patch", f"lessons/{LESSON}"),
    ("delete", f"lessons/{LESSON}"),
}
SIGNAL = {"call_id": CALL, "peer_id": str(uuid4())}
FRAMES: dict[str, dict[str, Any]] = {
    "call.initiate": {"conversation_id": HERE, "call_type": "audio", "invited_user_ids": []},
    "call.answer": {"call_id": CALL, "peer_id": str(uuid4())},
    "call.reject": {"call_id": CALL},
    "call.leave": {"call_id": CALL},
    "call.end": {"call_id": CALL},
    "call.invite": {"call_id": CALL, "user_ids": [1]},
    "call.media": {"call_id": CALL, "audio_enabled": False},
    "call.hand": {"call_id": CALL, "raised": True},
    "call.moderate": {"call_id": CALL, "action": "mute_all"},
    "call.reaction": {"call_id": CALL, "emoji": "👏"},
    "call.view": {"call_id": CALL, "tiles": []},
    "webrtc.offer": {**SIGNAL, "sdp": "v=0"},
    "webrtc.answer": {**SIGNAL, "sdp": "v=0"},
    "webrtc.ice_candidate": {**SIGNAL, "candidate": "x", "sdpMid": "0", "sdpMLineIndex": 0},
    "webrtc.renegotiate": {**SIGNAL, "reason": "x"},
    "webrtc.connection_state": {**SIGNAL, "state": "connected"},
}
Names = dict[str, Any]


def named(value: Any, names: Names) -> Any:
    return re.sub(r"\{\w+\}", lambda name: str(names[name[0]]), value) if isinstance(value, str) else value


@pytest.fixture
def lesson(teacher: Person, minji: Person, algebra: Conversation) -> Names:
    """A running call with the teacher in it, and a lesson planned for another day."""
    call = start(teacher, algebra)
    join(teacher, call)
    plan = teacher.rest.post(f"{ROOT}/conversations/{algebra.pk}/lessons", PLAN, format="json").json()
    return {HERE: algebra.pk, CALL: call["id"], LESSON: plan["id"], MEMBER: minji.id}


@pytest.fixture
def outsiders(stranger: Person, seojun: Person, teacher: Person, lesson: Names) -> dict[str, Person]:
    """The removed one could have come in until a moment ago."""
    office = make_person(
        "office@elsewhere.example", "다른 학교", User.Role.ADMINISTRATOR, stranger.user.organization
    )
    remove_participant(user=teacher.user, conversation_id=lesson[HERE], user_id=seojun.id)
    return {"stranger": stranger, "another school": office, "removed": seojun}


def everything() -> Any:
    kept: list[Any] = [Call, CallParticipant, CallConnection, Lesson, AttendanceCorrection]
    return [list(model.objects.order_by("pk").values()) for model in kept]


def ask(person: Person, method: str, door: str, body: Any, status: int) -> Any:
    limits.forget()
    answer = getattr(person.rest, method)(f"{ROOT}/{door}", body, format="json")
    assert answer.status_code == status, (method, door, answer.content)
    return answer.json()


@pytest.mark.parametrize("who", ["stranger", "another school", "removed"])
def test_outsiders_find_every_door_closed(who: str, outsiders: dict[str, Person], lesson: Names) -> None:
    before = everything()
    nowhere = {**{name: uuid4() for name in (HERE, CALL, LESSON)}, MEMBER: lesson[MEMBER]}
    for method, door, body in DOORS:
        here = ask(outsiders[who], method, named(door, lesson), body, 404)
        assert here["code"] == "not_found", door
        assert ask(outsiders[who], method, named(door, nowhere), body, 404) == here, door
    assert everything() == before


def test_a_student_has_no_right_of_the_teachers(minji: Person, lesson: Names) -> None:
    join(minji, {"id": lesson[CALL]})
    before = everything()
    for method, door, body in DOORS:
        if (method, door) in FOR_TEACHERS:
            assert ask(minji, method, named(door, lesson), body, 403)["code"] == "forbidden", door
    assert everything() == before


def test_nobody_comes_in_without_signing_in(lesson: Names) -> None:
    client = APIClient()
    for method, door, body in [*DOORS, *((*one, None) for one in OF_ONESELF)]:
        answer = getattr(client, method)(f"{ROOT}/{named(door, lesson)}", body, format="json")
        assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in"), door


def test_no_door_is_forgotten_here() -> None:
    assert {(method, bare(door)) for method, door, _body in DOORS} | OF_ONESELF == of_calls()
    assert {**frames.FRAMES, **frames_lesson.FRAMES}.keys() == FRAMES.keys()


@pytest.mark.parametrize("who", ["stranger", "another school", "removed"])
async def test_frames_of_outsiders_are_refused(
    who: str, outsiders: dict[str, Person], teacher: Person, lesson: Names, lines: Lines
) -> None:
    before = await sync_to_async(everything)()
    line, desk = await lines.of(outsiders[who]), await lines.of(teacher)
    for type, fields in FRAMES.items():
        with pytest.raises(Refusal) as refused:
            await line.says(type, **{name: named(value, lesson) for name, value in fields.items()})
        assert refused.value.code == "not_found", type
    assert await sync_to_async(everything)() == before
    assert {frame["type"] for frame in await desk.heard()} <= {"presence"}
