"""How far people have read: unread counts, positions, receipts."""

from typing import Any

import pytest
import time_machine

from accounts.actions import deactivate
from messenger import actions
from messenger.models import Conversation, ReadReceipt
from tests.messenger.steps import ask, begin, look, say, stored, where
from tests.people import Person
from tests.sockets import Lines, Refusal
from tests.test_messenger_services import in_threads


def read(person: Person, conversation: Conversation, seq: Any, status: int = 200) -> Any:
    return ask(person, "post", where(conversation, "/read"), {"seq": seq}, status)


def unread(person: Person, conversation: Conversation) -> int:
    return look(person, conversation)["my"]["unread"]


def receipts(person: Person, message: Any) -> list[str]:
    return [
        row["user"]["name"] for row in ask(person, "get", f"messages/{message['id']}/receipts", status=200)
    ]


# --- unread


def test_what_others_say_is_unread_until_one_reads_it(
    teacher: Person, minji: Person, algebra: Conversation
) -> None:
    for text in ("하나", "둘", "셋"):
        say(teacher, algebra, text)
    assert unread(minji, algebra) == 3
    assert read(minji, algebra, 2) == {"seq": 2}
    assert unread(minji, algebra) == 1
    read(minji, algebra, 3)
    assert unread(minji, algebra) == 0


def test_own_deleted_and_system_messages_are_not_unread(
    teacher: Person, minji: Person, seojun: Person, algebra: Conversation
) -> None:
    say(minji, algebra)
    mistake = say(seojun, algebra)
    ask(seojun, "delete", f"messages/{mistake['id']}", status=204)
    actions.post_system_message(algebra, "call_ended", {"seconds": 1})
    assert unread(minji, algebra) == 0
    say(teacher, algebra)
    assert unread(minji, algebra) == 1


def test_unread_is_counted_up_to_a_hundred(teacher: Person, minji: Person, algebra: Conversation) -> None:
    new = actions.NewMessage
    actions.send_messages(
        [new(sender_id=teacher.id, conversation_id=algebra.pk, content="!") for _one in range(120)]
    )
    assert unread(minji, algebra) == 100


def test_totals(teacher: Person, minji: Person, algebra: Conversation, announcements: Conversation) -> None:
    say(teacher, algebra)
    say(teacher, algebra)
    say(teacher, announcements)
    assert ask(minji, "get", "unread", status=200) == {
        "total": 3,
        "conversations": {str(algebra.pk): 2, str(announcements.pk): 1},
        "threads": {},
    }
    assert ask(teacher, "get", "unread") == {"total": 0, "conversations": {}, "threads": {}}


def test_what_was_said_before_one_joined_is_not_unread(
    minji: Person, seojun: Person, algebra: Conversation
) -> None:
    group = stored(begin(minji, "group"))
    say(minji, group)
    ask(minji, "post", where(group, "/participants"), {"user_ids": [seojun.id]}, 201)
    assert unread(seojun, group) == 0


# --- positions


def test_a_position_only_grows(teacher: Person, minji: Person, algebra: Conversation) -> None:
    for _one in range(3):
        say(teacher, algebra)
    assert read(minji, algebra, 3) == {"seq": 3}
    assert read(minji, algebra, 1) == {"seq": 3}
    assert look(minji, algebra)["my"]["last_read_seq"] == 3


@pytest.mark.parametrize("seq", [5, 10**12, 10**30])
def test_nobody_reads_what_is_not_yet_written(
    seq: int, teacher: Person, minji: Person, algebra: Conversation
) -> None:
    say(teacher, algebra)
    assert read(minji, algebra, seq) == {"seq": 1}
    say(teacher, algebra)
    assert unread(minji, algebra) == 1


@pytest.mark.parametrize("seq", [None, -1, "x", 1.5, []])
def test_a_position_is_a_number(seq: Any, minji: Person, algebra: Conversation) -> None:
    assert list(read(minji, algebra, seq, 400)["fields"]) == ["seq"]


def test_reading_takes_no_change_number(teacher: Person, minji: Person, algebra: Conversation) -> None:
    say(teacher, algebra)
    before = look(teacher, algebra)["change"]
    read(minji, algebra, 1)
    assert look(teacher, algebra)["change"] == before


@pytest.mark.django_db(transaction=True)
def test_reading_on_two_devices_at_once_ends_at_the_furthest(
    teacher: Person, minji: Person, algebra: Conversation
) -> None:
    for _one in range(8):
        say(teacher, algebra)
    in_threads(
        lambda seq: actions.mark_read(user=minji.user, conversation_id=algebra.pk, seq=seq), [3, 8, 1, 8, 5]
    )
    assert look(minji, algebra)["my"]["last_read_seq"] == 8
    advances = list(ReadReceipt.objects.order_by("id").values_list("seq", flat=True))
    assert advances == sorted(set(advances))
    assert advances[-1] == 8


# --- receipts


def test_receipts_say_who_read_it_and_when_first(
    teacher: Person, minji: Person, seojun: Person, algebra: Conversation
) -> None:
    first, second = say(teacher, algebra), say(teacher, algebra)
    assert receipts(teacher, first) == []
    with time_machine.travel("2030-01-01T09:00Z", tick=False):
        read(seojun, algebra, 1)
    with time_machine.travel("2030-01-01T09:05Z", tick=False):
        read(minji, algebra, 2)
    with time_machine.travel("2030-01-01T09:09Z", tick=False):
        read(seojun, algebra, 2)
    assert receipts(teacher, first) == ["이서준", "최민지"]
    assert receipts(teacher, second) == ["최민지", "이서준"]
    rows = ask(teacher, "get", f"messages/{first['id']}/receipts")
    assert [row["read_at"] for row in rows] == ["2030-01-01T09:00:00.000Z", "2030-01-01T09:05:00.000Z"]
    deactivate(user=seojun.user)
    assert receipts(teacher, first) == ["최민지"]


def test_the_writer_and_those_who_left_are_not_among_the_readers(
    minji: Person, teacher: Person, seojun: Person, algebra: Conversation
) -> None:
    group = stored(begin(minji, "group", seojun))
    sent = say(minji, group)
    read(minji, group, 1)
    read(seojun, group, 1)
    assert receipts(minji, sent) == ["이서준"]
    ask(minji, "delete", where(group, f"/participants/{seojun.id}"), status=204)
    assert receipts(minji, sent) == []


async def test_others_hear_how_far_one_has_read(
    teacher: Person, minji: Person, algebra: Conversation, lines: Lines
) -> None:
    desk, listening = await lines.of(teacher), await lines.of(minji)
    await desk.says("message.send", conversation_id=algebra.pk, content="읽었나요")
    assert (await listening.says("message.read", conversation_id=algebra.pk, seq=1))["seq"] == 1
    heard = await desk.hears("message.read")
    assert (heard["user_id"], heard["seq"]) == (minji.id, 1)
    await listening.says("message.read", conversation_id=algebra.pk, seq=1)
    await listening.says("message.read", conversation_id=algebra.pk, seq=-(10**30))
    assert "message.read" not in [frame["type"] for frame in await desk.heard()]


async def test_a_stranger_reads_nothing(stranger: Person, algebra: Conversation, lines: Lines) -> None:
    line = await lines.of(stranger)
    with pytest.raises(Refusal, match="not_found"):
        await line.says("message.read", conversation_id=algebra.pk, seq=1)
