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
from django.urls import URLPattern
from rest_framework.test import APIClient

from accounts.models import User
from dreamseed.realtime import limits
from messenger.frames import FRAMES
from messenger.models import Conversation, Message
from messenger.urls import api
from tests.messenger.steps import ask, begin, say, stored
from tests.people import Person, make_person
from tests.sockets import Lines, Refusal

HERE, MESSAGE, MEMBER = "{conversation}", "{message}", "{member}"
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
]
OF_ONESELF = {"conversations", "drafts", "settings", "search", "unread", "sync", "presence", "presence/mine"}
"""Addresses that name nothing of others'."""
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
WITHOUT_OTHERS = {"sync.request", "presence.watch", "presence.set"}
"""Frames that answer with nothing of strangers, or name nothing of others'."""


def at(door: str, conversation: Any, message: Any, member: Any) -> str:
    return door.replace(HERE, str(conversation)).replace(MESSAGE, str(message)).replace(MEMBER, str(member))


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
    say(minji, made, "비밀")
    return made


@pytest.mark.parametrize("who", ["stranger", "another school", "removed"])
def test_outsiders_find_every_door_closed(
    who: str, outsiders: dict[str, Person], minji: Person, group: Conversation
) -> None:
    person, message = outsiders[who], group.messages.get(content="비밀")
    before = _everything(group)
    for method, door, body in DOORS:
        limits.forget()
        here = ask(person, method, at(door, group.pk, message.pk, minji.id), body, 404)
        assert here["code"] == "not_found", door
        nowhere = at(door, uuid4(), uuid4(), minji.id)
        assert ask(person, method, nowhere, body, 404) == here, door
    assert _everything(group) == before


def _everything(conversation: Conversation) -> Any:
    conversation.refresh_from_db()
    return (conversation.change, conversation.title, list(conversation.messages.values().order_by("seq")))


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
    known = {re.sub(r"\{\w+\}|👍", "*", door.partition("?")[0]) for _method, door, _body in DOORS}
    addresses = {re.sub(r"<[^>]+>", "*", str(one.pattern)) for one in api if isinstance(one, URLPattern)}
    assert addresses - known - OF_ONESELF == set()
    assert len(addresses) + len(DOORS) > 35


def test_nobody_comes_in_without_signing_in(algebra: Conversation) -> None:
    client = APIClient()
    for method, door, body in [*DOORS, *(("get", one, None) for one in OF_ONESELF)]:
        answer = getattr(client, method)(
            f"/api/v1/messenger/{at(door, algebra.pk, uuid4(), 1)}", data=body, format="json"
        )
        assert answer.status_code in (401, 405), door


@pytest.mark.parametrize("who", ["stranger", "removed"])
async def test_frames_of_outsiders_are_refused(
    who: str,
    stranger: Person,
    teacher: Person,
    seojun: Person,
    minji: Person,
    lines: Lines,
    algebra: Conversation,
) -> None:
    group = await sync_to_async(_closed_group)(teacher, minji, seojun)
    message = await Message.objects.aget(conversation=group, content="비밀")
    before = await sync_to_async(_everything)(group)
    line = await lines.of({"stranger": stranger, "removed": seojun}[who])
    watcher = await lines.of(minji)
    for type, fields in IN_FRAMES.items():
        filled = {
            name: at(value, group.pk, message.pk, minji.id) if isinstance(value, str) else value
            for name, value in fields.items()
        }
        with pytest.raises(Refusal) as refused:
            await line.says(type, **filled)
        assert refused.value.code == "not_found", type
    answer = await line.says("sync.request", conversations={str(group.pk): 0})
    assert (answer["conversations"], answer["removed"]) == ({}, [str(group.pk)])
    assert await sync_to_async(_everything)(group) == before
    heard = {frame["type"] for frame in await watcher.heard()}
    assert heard <= {"presence"}


def _closed_group(teacher: Person, minji: Person, seojun: Person) -> Conversation:
    made = stored(begin(teacher, "group", minji, seojun))
    say(minji, made, "비밀")
    ask(teacher, "delete", f"conversations/{made.pk}/participants/{seojun.id}", status=204)
    return made


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
