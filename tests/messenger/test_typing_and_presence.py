"""Breath: who is writing, who is online. Heard by those who share a conversation, stored nowhere."""

from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async

from accounts import actions as people
from accounts.models import Classroom, User
from dreamseed.realtime import connections, limits
from dreamseed.realtime.floor import floor
from messenger import presence
from messenger.models import Conversation
from tests.messenger.steps import ask_async
from tests.people import Person
from tests.sockets import Lines, Refusal

# --- typing


async def test_members_hear_who_is_writing_and_who_stopped(
    teacher: Person, minji: Person, algebra: Conversation, lines: Lines
) -> None:
    writing, other_tab, listening = await lines.of(teacher), await lines.of(teacher), await lines.of(minji)
    await writing.says("typing.start", conversation_id=algebra.pk)
    for line in (listening, other_tab):
        heard = await line.hears("typing")
        assert (heard["conversation_id"], heard["user_ids"], heard["active"]) == (
            str(algebra.pk),
            [teacher.id],
            True,
        )
    await writing.says("typing.stop", conversation_id=algebra.pk)
    assert (await listening.hears("typing"))["active"] is False
    assert "typing" not in [frame["type"] for frame in await writing.heard()]


async def test_strangers_neither_write_nor_hear_it(
    teacher: Person, stranger: Person, algebra: Conversation, lines: Lines
) -> None:
    writing, outside = await lines.of(teacher), await lines.of(stranger)
    await writing.says("typing.start", conversation_id=algebra.pk)
    with pytest.raises(Refusal, match="not_found"):
        await outside.says("typing.start", conversation_id=algebra.pk)
    assert "typing" not in [frame["type"] for frame in await outside.heard()]


async def test_nobody_seems_to_write_where_they_may_not(
    teacher: Person, minji: Person, announcements: Conversation, lines: Lines
) -> None:
    line, listening = await lines.of(minji), await lines.of(teacher)
    for type in ("typing.start", "typing.stop"):
        with pytest.raises(Refusal, match="forbidden"):
            await line.says(type, conversation_id=announcements.pk)
    assert "typing" not in [frame["type"] for frame in await listening.heard()]


async def test_who_looks_after_a_board_no_more_cannot_seem_to_write_there(
    teacher: Person, minji: Person, announcements: Conversation, lines: Lines
) -> None:
    path = f"conversations/{announcements.pk}/participants/{minji.id}"
    line, listening = await lines.of(minji), await lines.of(teacher)
    for role, may in (("admin", True), ("member", False), ("admin", True)):
        await ask_async(teacher, "patch", path, {"role": role}, 200)
        await line.hears("participant.added")
        limits.forget()
        if may:
            await line.says("typing.start", conversation_id=announcements.pk)
            await listening.hears("typing")
        else:
            with pytest.raises(Refusal, match="forbidden"):
                await line.says("typing.start", conversation_id=announcements.pk)


async def test_a_thread_is_of_the_conversation(
    teacher: Person, minji: Person, algebra: Conversation, announcements: Conversation, lines: Lines
) -> None:
    line, listening = await lines.of(minji), await lines.of(teacher)
    elsewhere = await listening.says("message.send", conversation_id=announcements.pk, content="x")
    for thread_id in (uuid4(), elsewhere["id"]):
        with pytest.raises(Refusal, match="not_found"):
            await line.says("typing.stop", conversation_id=algebra.pk, thread_id=thread_id)
    root = await listening.says("message.send", conversation_id=algebra.pk, content="질문?")
    await line.says("typing.start", conversation_id=algebra.pk, thread_id=root["id"])
    assert (await listening.hears("typing"))["thread_id"] == root["id"]


async def test_one_who_left_the_class_cannot_seem_to_write(
    minji: Person, algebra: Conversation, algebra_class: Classroom, lines: Lines
) -> None:
    line = await lines.of(minji)
    await sync_to_async(people.unenroll)(classroom=algebra_class, user=minji.user)
    await line.hears("conversation.removed", conversation_id=str(algebra.pk))
    with pytest.raises(Refusal, match="not_found"):
        await line.says("typing.start", conversation_id=algebra.pk)


async def test_writing_is_told_at_most_once_a_second(
    minji: Person, algebra: Conversation, lines: Lines
) -> None:
    line = await lines.of(minji)

    async def hammer() -> None:
        for _one in range(6):
            await line.says("typing.start", conversation_id=algebra.pk)

    with pytest.raises(Refusal, match="rate_limited"):
        await hammer()


# --- presence


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A person is offline with the last socket, not some seconds later."""
    monkeypatch.setattr(presence, "GRACE", 0.0)
    monkeypatch.setattr(presence, "GATHER", 0.01)


async def test_one_who_watches_hears_others_come_and_go(
    teacher: Person, minji: Person, algebra: Conversation, lines: Lines
) -> None:
    desk = await lines.of(teacher)
    watched = await desk.says("presence.watch", user_ids=[minji.id])
    assert watched["users"] == {str(minji.id): {"status": "offline", "last_seen": None}}
    first = await lines.of(minji)
    assert (await desk.hears("presence"))["users"][str(minji.id)]["status"] == "online"
    second = await lines.of(minji)
    await first.close()
    assert (await desk.says("presence.watch", user_ids=[minji.id]))["users"][str(minji.id)][
        "status"
    ] == "online"
    await second.close()
    while True:
        news = (await desk.hears("presence"))["users"][str(minji.id)]
        if news["status"] == "offline":
            break
    assert news["last_seen"]
    assert await User.objects.filter(pk=minji.id, last_seen__isnull=False).aexists()


async def test_rest_answers_the_same(
    teacher: Person, minji: Person, algebra: Conversation, lines: Lines
) -> None:
    await lines.of(minji)
    answer = await ask_async(teacher, "get", f"presence?user_ids={minji.id}", status=200)
    assert answer["users"][str(minji.id)]["status"] == "online"


async def test_strangers_see_nothing_of_it(
    minji: Person, stranger: Person, algebra: Conversation, lines: Lines
) -> None:
    outside = await lines.of(stranger)
    assert (await outside.says("presence.watch", user_ids=[minji.id, 10**30, -1]))["users"] == {}
    line = await lines.of(minji)
    assert (await line.says("presence.watch", user_ids=[minji.id]))["users"].keys() == {str(minji.id)}
    assert (await ask_async(stranger, "get", f"presence?user_ids={minji.id}", status=200)) == {"users": {}}
    await line.close()
    assert "presence" not in [frame["type"] for frame in await outside.heard()]


@pytest.mark.parametrize("asked", ["x", "1,x", "-1", "1.5", "1" * 40])
async def test_rest_takes_numbers_only(asked: str, minji: Person) -> None:
    answer = await ask_async(minji, "get", f"presence?user_ids={asked}", status=400)
    assert list(answer["fields"]) == ["user_ids"]


async def test_at_most_five_hundred_are_watched(minji: Person, lines: Lines) -> None:
    line = await lines.of(minji)
    with pytest.raises(Refusal, match="invalid"):
        await line.says("presence.watch", user_ids=list(range(501)))


async def test_people_of_a_crashed_process_go_offline_when_their_entries_expire(
    teacher: Person, minji: Person, algebra: Conversation, lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = await lines.of(teacher)
    await desk.says("presence.watch", user_ids=[minji.id])
    line = await lines.of(minji)
    assert (await desk.hears("presence"))["users"][str(minji.id)]["status"] == "online"
    [socket] = floor.hub.sockets_of([minji.id])
    with monkeypatch.context() as crashed:  # as if its process had not been heard of for a while
        crashed.setattr(connections, "EXPIRES", -1)
        await floor.connections.beat([socket])
    floor.hub.exit(socket)
    await presence._beat([])
    assert (await desk.hears("presence"))["users"][str(minji.id)]["status"] == "offline"
    await line.close()


async def test_a_live_socket_is_not_forgotten_by_the_sweep(
    teacher: Person, minji: Person, algebra: Conversation, lines: Lines
) -> None:
    desk = await lines.of(teacher)
    await lines.of(minji)
    await floor.connections.beat(floor.hub.sockets())
    await presence._beat([])
    answer = await desk.says("presence.watch", user_ids=[minji.id])
    assert answer["users"][str(minji.id)]["status"] == "online"
    limits.forget()
