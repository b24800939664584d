"""Every address and frame of the messenger, tried by those who have no business there.

A stranger, somebody of another school with all rights there, and a removed member cannot tell what is there
from what is nowhere; a member without the right is told so, and nothing has changed.
"""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from rest_framework.test import APIClient

from accounts.models import User
from dreamseed.realtime import limits
from files.models import StoredFile
from messenger.frames import FRAMES
from messenger.models import (
    Acknowledgement,
    Conversation,
    Draft,
    Message,
    Participant,
    Reaction,
    ReadReceipt,
    Report,
    ThreadReader,
)
from tests.doors import bare, of_messenger
from tests.files.steps import photo, send_file
from tests.messenger.steps import ask, begin, say, stored
from tests.people import Person, make_person
from tests.sockets import Lines, Refusal

HERE, MESSAGE, MEMBER, FILE = "{conversation}", "{message}", "{member}", "{file}"
DOORS: list[tuple[str, str, Any]] = [
    ("get", f"conversations/{HERE}", None),
    ("patch", f"conversations/{HERE}", {"title": "x"}),
    ("delete", f"conversations/{HERE}", None),
    ("get", f"conversations/{HERE}/participants", None),
    ("post", f"conversations/{HERE}/participants", {"user_ids": [1]}),
    ("patch", f"conversations/{HERE}/participants/{MEMBER}", {"role": "admin"}),
    ("delete", f"conversations/{HERE}/participants/{MEMBER}", None),
    ("get", f"conversations/{HERE}/messages", None),
    ("post", f"conversations/{HERE}/messages", {"content": "x"}),
    ("get", f"conversations/{HERE}/files", None),
    ("get", f"conversations/{HERE}/pins", None),
    ("post", f"conversations/{HERE}/read", {"seq": 1}),
    ("get", f"conversations/{HERE}/settings", None),
    ("patch", f"conversations/{HERE}/settings", {"pinned": True}),
    ("put", f"conversations/{HERE}/draft", {"content": "x"}),
    ("get", f"messages/{MESSAGE}", None),
    ("put", f"messages/{MESSAGE}", {"content": "x"}),
    ("delete", f"messages/{MESSAGE}", None),
    ("get", f"messages/{MESSAGE}/receipts", None),
    ("get", f"messages/{MESSAGE}/reactions", None),
    ("post", f"messages/{MESSAGE}/reactions", {"emoji": "👍"}),
    ("delete", f"messages/{MESSAGE}/reactions/👍", None),
    ("get", f"messages/{MESSAGE}/thread", None),
    ("post", f"messages/{MESSAGE}/thread/read", {"seq": 1}),
    ("post", f"messages/{MESSAGE}/pin", None),
    ("delete", f"messages/{MESSAGE}/pin", None),
    ("get", f"messages/{MESSAGE}/acknowledgements", None),
    ("post", f"messages/{MESSAGE}/acknowledgements", None),
    ("post", f"messages/{MESSAGE}/acknowledgements/remind", None),
    ("post", f"messages/{MESSAGE}/report", {"reason": "spam"}),
    ("get", f"search?q=x&conversation_id={HERE}", None),
    ("get", f"attachments/{FILE}", None),
    ("delete", f"attachments/{FILE}", None),
    ("get", f"attachments/{FILE}/content", None),
    ("get", f"attachments/{FILE}/preview", None),
]
OF_ONESELF = {
    ("get", "conversations"),
    ("post", "conversations"),
    ("get", "drafts"),
    ("get", "settings"),
    ("patch", "settings"),
    ("get", "unread"),
    ("post", "sync"),
    ("get", "presence"),
    ("put", "presence"),
    ("get", "presence/mine"),
    ("post", "attachments"),
}
"""Doors to what names nothing of others'; whom one may begin with is told in test_groups.py."""
FOR_TEACHERS: list[tuple[str, str, Any]] = [
    ("patch", f"conversations/{HERE}", {"title": "x"}),
    ("delete", f"conversations/{HERE}", None),
    ("post", f"conversations/{HERE}/participants", {"user_ids": [1]}),
    ("patch", f"conversations/{HERE}/participants/{MEMBER}", {"role": "admin"}),
    ("delete", f"conversations/{HERE}/participants/{MEMBER}", None),
    ("put", f"messages/{MESSAGE}", {"content": "x"}),
    ("delete", f"messages/{MESSAGE}", None),
    ("post", f"messages/{MESSAGE}/pin", None),
    ("delete", f"messages/{MESSAGE}/pin", None),
    ("get", f"messages/{MESSAGE}/acknowledgements", None),
    ("post", f"messages/{MESSAGE}/acknowledgements/remind", None),
]
IN_FRAMES: dict[str, dict[str, Any]] = {
    "message.send": {"conversation_id": HERE, "content": "x"},
    "message.edit": {"message_id": MESSAGE, "content": "x"},
    "message.delete": {"message_id": MESSAGE},
    "message.read": {"conversation_id": HERE, "seq": 1},
    "reaction.add": {"message_id": MESSAGE, "emoji": "👍"},
    "reaction.remove": {"message_id": MESSAGE, "emoji": "👍"},
    "thread.read": {"message_id": MESSAGE, "seq": 1},
    "typing.start": {"conversation_id": HERE},
    "typing.stop": {"conversation_id": HERE},
    "presence.activity": {"conversation_id": HERE, "visible": True},
}
FOR_TEACHERS_BY_FRAME = ["message.send", "message.edit", "message.delete"]
WITHOUT_OTHERS = {"sync.request", "presence.watch", "presence.set"}
"""Frames that answer with nothing of strangers, or name nothing of others'."""


def at(door: str, conversation: Any, message: Any, member: Any, file: Any = None) -> str:
    names = {HERE: conversation, MESSAGE: message, MEMBER: member, FILE: file or uuid4()}
    return re.sub(r"\{\w+\}", lambda name: str(names[name[0]]), door)


@pytest.fixture
def outsiders(stranger: Person, seojun: Person, teacher: Person, group: Conversation) -> dict[str, Person]:
    """The removed one was in the group when the message was written."""
    other = stranger.user.organization
    office = make_person(
        "office@elsewhere.example", "다른 학교", User.Role.ADMINISTRATOR, other, is_staff=True
    )
    ask(teacher, "delete", f"conversations/{group.pk}/participants/{seojun.id}", status=204)
    return {"stranger": stranger, "another school": office, "removed": seojun}


@pytest.fixture
def group(teacher: Person, minji: Person, seojun: Person, algebra: Conversation) -> Conversation:
    made = stored(begin(teacher, "group", minji, seojun))
    say(minji, made, "비밀", attachment_ids=[send_file(minji, photo(), "칠판.jpg")["id"]])
    return made


@pytest.mark.parametrize("who", ["stranger", "another school", "removed"])
def test_outsiders_find_every_door_closed(
    who: str, outsiders: dict[str, Person], minji: Person, group: Conversation
) -> None:
    person, message = outsiders[who], group.messages.get(content="비밀")
    file = StoredFile.objects.get(attached_to=message.pk)
    before = _everything(group)
    for method, door, body in DOORS:
        limits.forget()
        here = ask(person, method, at(door, group.pk, message.pk, minji.id, file.pk), body, 404)
        assert here["code"] == "not_found", door
        nowhere = at(door, uuid4(), uuid4(), minji.id)
        assert ask(person, method, nowhere, body, 404) == here, door
    assert _everything(group) == before


def _everything(conversation: Conversation) -> Any:
    conversation.refresh_from_db()
    kept: list[Any] = [
        Message,
        Participant,
        Reaction,
        ReadReceipt,
        ThreadReader,
        Draft,
        Acknowledgement,
        Report,
        StoredFile,
    ]
    rows = [list(model.objects.order_by("pk").values()) for model in kept]
    return (conversation.change, conversation.title, conversation.archived_at, rows)


def test_a_student_of_a_class_has_no_right_of_its_teachers(
    teacher: Person, minji: Person, seojun: Person, announcements: Conversation
) -> None:
    sent = say(teacher, announcements, "내일은 체험 학습이에요")
    before = _everything(announcements)
    for method, door, body in FOR_TEACHERS:
        limits.forget()
        refused = ask(minji, method, at(door, announcements.pk, sent["id"], seojun.id), body, 403)
        assert refused["code"] == "forbidden", door
    assert _everything(announcements) == before


def test_no_address_is_forgotten_here() -> None:
    known = {(method, bare(door)) for method, door, _body in DOORS}
    assert of_messenger() == known | OF_ONESELF


def test_nobody_comes_in_without_signing_in(algebra: Conversation) -> None:
    client = APIClient()
    for method, door, body in [*DOORS, *((*one, None) for one in OF_ONESELF)]:
        answer = getattr(client, method)(
            f"/api/v1/messenger/{at(door, algebra.pk, uuid4(), 1)}", data=body, format="json"
        )
        assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in"), door


@pytest.mark.parametrize("who", ["stranger", "another school", "removed"])
async def test_frames_of_outsiders_are_refused(
    who: str, outsiders: dict[str, Person], minji: Person, lines: Lines, group: Conversation
) -> None:
    message = await Message.objects.aget(conversation=group, content="비밀")
    before = await sync_to_async(_everything)(group)
    line, watcher = await lines.of(outsiders[who]), await lines.of(minji)
    for type, fields in IN_FRAMES.items():
        with pytest.raises(Refusal) as refused:
            await line.says(type, **_filled(fields, group, message.pk))
        assert refused.value.code == "not_found", type
    answer = await line.says("sync.request", conversations={str(group.pk): 0})
    assert (answer["conversations"], answer["removed"]) == ({}, [str(group.pk)])
    assert await sync_to_async(_everything)(group) == before
    heard = {frame["type"] for frame in await watcher.heard()}
    assert heard <= {"presence"}


def _filled(fields: dict[str, Any], conversation: Conversation, message_id: Any) -> dict[str, Any]:
    return {
        name: at(value, conversation.pk, message_id, 0) if isinstance(value, str) else value
        for name, value in fields.items()
    }


@pytest.mark.parametrize("type", FOR_TEACHERS_BY_FRAME)
async def test_a_student_has_no_right_of_teachers_over_the_socket(
    type: str, teacher: Person, minji: Person, announcements: Conversation, lines: Lines
) -> None:
    sent = await sync_to_async(say)(teacher, announcements, "내일은 체험 학습이에요")
    before = await sync_to_async(_everything)(announcements)
    phone, watcher = await lines.of(minji), await lines.of(teacher)
    with pytest.raises(Refusal) as refused:
        await phone.says(type, **_filled(IN_FRAMES[type], announcements, sent["id"]))
    assert refused.value.code == "forbidden"
    assert await sync_to_async(_everything)(announcements) == before
    assert {frame["type"] for frame in await watcher.heard()} <= {"presence"}


def test_no_frame_is_forgotten_here() -> None:
    assert FRAMES.keys() - IN_FRAMES.keys() - WITHOUT_OTHERS == set()


@pytest.mark.parametrize("type", sorted(IN_FRAMES))
async def test_frames_with_nonsense_are_refused_and_the_socket_stays(
    type: str, minji: Person, lines: Lines
) -> None:
    line = await lines.of(minji)
    for name in IN_FRAMES[type]:
        wrongs: list[Any] = [None, [], {}, "x" * 70 if name != "content" else 5, 10**40]
        for wrong in wrongs:
            limits.forget()
            if (type, wrong) == ("presence.activity", None) and name == "conversation_id":
                continue  # it may be left out
            with pytest.raises(Refusal):
                await line.says(type, **{**_nowhere(type), name: wrong})
    assert (await line.says("presence.watch", user_ids=[]))["users"] == {}


def _nowhere(type: str) -> dict[str, Any]:
    return {name: uuid4() if name.endswith("_id") else value for name, value in IN_FRAMES[type].items()}
