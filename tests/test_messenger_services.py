"""Sending: the same through the socket and through REST, each message once, in one order."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import pytest
from asgiref.sync import sync_to_async
from django.db import connections

from dreamseed.realtime import limits
from dreamseed.realtime.errors import Refused
from messenger import actions
from messenger.actions import NewMessage, Sent
from messenger.batcher import batcher, commit
from messenger.models import Conversation, Message
from tests.messenger.steps import ask_async, where
from tests.people import Person
from tests.sockets import Line, Lines, Refusal

Send = Callable[..., Awaitable[Any]]


async def by_rest(person: Person, line: Line, conversation: Conversation, **fields: Any) -> Any:
    return await ask_async(person, "post", where(conversation, "/messages"), fields)


async def by_socket(person: Person, line: Line, conversation: Conversation, **fields: Any) -> Any:
    try:
        return await line.says("message.send", conversation_id=conversation.pk, **fields)
    except Refusal as refusal:
        return refusal.frame


both_doors = pytest.mark.parametrize("send", [by_rest, by_socket])


# --- through both doors


@both_doors
async def test_a_class_hears_what_the_teacher_says(
    send: Send, teacher: Person, minji: Person, algebra: Conversation, lines: Lines
) -> None:
    desk, listening = await lines.of(teacher), await lines.of(minji)
    answer = await send(teacher, desk, algebra, content="책을 펴세요")
    heard = (await listening.hears("message.created"))["message"]
    assert (heard["content"], heard["sender"]["name"]) == ("책을 펴세요", "김서연")
    assert heard["conversation_id"] == str(algebra.pk)
    assert {name: answer[name] for name in ("id", "seq", "change", "created_at")} == {
        "id": heard["id"],
        "seq": 1,
        "change": heard["change"],
        "created_at": heard["created_at"],
    }


@both_doors
async def test_only_its_maker_is_told_the_client_id(
    send: Send, teacher: Person, minji: Person, algebra: Conversation, lines: Lines
) -> None:
    desk, listening, mark = await lines.of(teacher), await lines.of(minji), str(uuid4())
    answer = await send(teacher, desk, algebra, content="안녕하세요", client_id=mark)
    assert answer["client_id"] == mark
    assert "client_id" not in (await listening.hears("message.created"))["message"]


@both_doors
async def test_a_repeat_answers_with_the_first_and_burns_no_number(
    send: Send, teacher: Person, algebra: Conversation, lines: Lines
) -> None:
    desk, mark = await lines.of(teacher), str(uuid4())
    first = await send(teacher, desk, algebra, content="하나", client_id=mark)
    again = await send(teacher, desk, algebra, content="다른 말", client_id=mark)
    following = await send(teacher, desk, algebra, content="둘")
    assert again["id"] == first["id"]
    assert (first["seq"], again["seq"], following["seq"]) == (1, 1, 2)
    assert following["change"] == first["change"] + 1


@both_doors
async def test_a_stranger_gets_not_found(
    send: Send, stranger: Person, algebra: Conversation, lines: Lines
) -> None:
    answer = await send(stranger, await lines.of(stranger), algebra, content="들리나요")
    assert answer["code"] == "not_found"
    assert not await Message.objects.aexists()


@both_doors
async def test_students_do_not_write_on_the_announcement_board(
    send: Send, teacher: Person, minji: Person, announcements: Conversation, lines: Lines
) -> None:
    answer = await send(minji, await lines.of(minji), announcements, content="공지")
    assert answer["code"] == "forbidden"
    answer = await send(teacher, await lines.of(teacher), announcements, content="공지")
    assert answer["seq"] == 1


@both_doors
async def test_an_answer_to_nothing_is_refused_by_its_field(
    send: Send, teacher: Person, algebra: Conversation, lines: Lines
) -> None:
    answer = await send(teacher, await lines.of(teacher), algebra, content="네", reply_to_id=str(uuid4()))
    assert (answer["code"], list(answer["fields"])) == ("invalid", ["reply_to_id"])


@both_doors
async def test_the_twenty_first_message_in_ten_seconds_waits(
    send: Send, teacher: Person, algebra: Conversation, lines: Lines
) -> None:
    desk = await lines.of(teacher)
    answers = [await send(teacher, desk, algebra, content="!") for _one in range(22)]
    refused = [answer for answer in answers if answer.get("code")]
    assert len(refused) in (1, 2)  # a bucket refills while one writes
    assert refused[-1]["code"] == "rate_limited"
    assert refused[-1]["retry_after"] > 0


async def test_both_doors_draw_on_one_bucket(teacher: Person, algebra: Conversation, lines: Lines) -> None:
    desk = await lines.of(teacher)
    for _one in range(11):
        await by_socket(teacher, desk, algebra, content="!")
        answer = await by_rest(teacher, desk, algebra, content="!")
    assert answer["code"] == "rate_limited"


async def test_what_a_socket_caused_is_not_echoed_to_it_but_told_to_the_persons_other_sockets(
    teacher: Person, algebra: Conversation, lines: Lines
) -> None:
    desk, phone = await lines.of(teacher), await lines.of(teacher)
    sent = await desk.says("message.send", conversation_id=algebra.pk, content="여러분")
    assert (await phone.hears("message.created"))["message"]["id"] == sent["id"]
    assert "message.created" not in [frame["type"] for frame in await desk.heard()]


async def test_one_socket_may_send_without_waiting_and_is_answered_in_order(
    teacher: Person, minji: Person, algebra: Conversation, lines: Lines
) -> None:
    desk, listening = await lines.of(teacher), await lines.of(minji)
    for number in range(15):
        await desk.throws(
            {
                "type": "message.send",
                "ref": str(number),
                "conversation_id": algebra.pk,
                "content": str(number),
            }
        )
    acks = [await desk.hears("ack") for _one in range(15)]
    assert [ack["ref"] for ack in acks] == [str(number) for number in range(15)]
    assert [ack["seq"] for ack in acks] == list(range(1, 16))
    heard = [(await listening.hears("message.created"))["message"] for _one in range(15)]
    assert [one["content"] for one in heard] == [str(number) for number in range(15)]


# --- many at once


def new(person: Person, conversation: Conversation, content: str = "말", **fields: Any) -> NewMessage:
    return NewMessage(sender_id=person.id, conversation_id=conversation.pk, content=content, **fields)


def in_threads(work: Callable[[Any], Any], things: list[Any]) -> list[Any]:
    def alone(thing: Any) -> Any:
        try:
            return work(thing)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(things)) as threads:
        return list(threads.map(alone, things))


@pytest.mark.django_db(transaction=True)
def test_seq_and_change_stay_dense_among_concurrent_senders(
    teacher: Person, minji: Person, seojun: Person, algebra: Conversation
) -> None:
    head = algebra.change

    def write(person: Person) -> list[int]:
        answers = [actions.send_messages([new(person, algebra)])[0] for _one in range(20)]
        return [answer.message["seq"] for answer in answers if isinstance(answer, Sent)]

    numbers = in_threads(write, [teacher, minji, seojun])
    assert all(mine == sorted(mine) for mine in numbers)
    rows = Message.objects.order_by("seq").values_list("seq", "change")
    assert list(rows) == [(number, head + number) for number in range(1, 61)]
    algebra.refresh_from_db()
    assert (algebra.seq, algebra.change) == (60, head + 60)


@pytest.mark.django_db(transaction=True)
def test_the_same_client_id_from_two_devices_at_once_is_one_message(
    teacher: Person, algebra: Conversation
) -> None:
    def send(text: str, mark: UUID) -> Any:
        return actions.send_messages([new(teacher, algebra, text, client_id=mark)])[0]

    for _round in range(10):
        answers = in_threads(partial(send, mark=uuid4()), ["하나", "둘", "셋"])
        assert sorted(answer.created for answer in answers) == [False, False, True]
        assert len({answer.message["id"] for answer in answers}) == 1
        assert len({answer.message["content"] for answer in answers}) == 1
    assert list(Message.objects.order_by("seq").values_list("seq", flat=True)) == list(range(1, 11))


def test_the_same_client_id_twice_in_one_batch_is_one_message(teacher: Person, algebra: Conversation) -> None:
    mark = uuid4()
    first, again, other = actions.send_messages(
        [
            new(teacher, algebra, "하나", client_id=mark),
            new(teacher, algebra, "하나", client_id=mark),
            new(teacher, algebra, "둘"),
        ]
    )
    assert isinstance(first, Sent)
    assert isinstance(again, Sent)
    assert isinstance(other, Sent)
    assert (first.created, again.created) == (True, False)
    assert first.message == again.message
    assert other.message["seq"] == 2


def test_the_same_client_id_of_two_people_is_two_messages(
    teacher: Person, minji: Person, algebra: Conversation
) -> None:
    mark = uuid4()
    answers = actions.send_messages([new(one, algebra, client_id=mark) for one in (teacher, minji)])
    assert [answer.created for answer in answers if isinstance(answer, Sent)] == [True, True]


def test_one_batch_answers_each_by_itself_in_order(
    teacher: Person, minji: Person, stranger: Person, algebra: Conversation, announcements: Conversation
) -> None:
    answers = actions.send_messages(
        [
            new(teacher, algebra, "첫째"),
            new(stranger, algebra),
            new(minji, announcements),
            new(minji, algebra, "둘째"),
            new(teacher, announcements, "공지"),
            new(minji, algebra, reply_to_id=uuid4()),
        ]
    )
    said = [
        one.code if isinstance(one, Refused) else (one.message["content"], one.message["seq"])
        for one in answers
    ]
    assert said == [("첫째", 1), "not_found", "forbidden", ("둘째", 2), ("공지", 1), "invalid"]


@pytest.mark.django_db(transaction=True)
def test_one_message_the_database_cannot_take_does_not_hurt_its_neighbours(
    teacher: Person, minji: Person, algebra: Conversation
) -> None:
    answers = commit([new(teacher, algebra, "앞"), new(minji, algebra, "\x00"), new(teacher, algebra, "뒤")])
    assert isinstance(answers[0], Sent)
    assert isinstance(answers[2], Sent)
    assert isinstance(answers[1], Exception)
    assert [answers[0].message["seq"], answers[2].message["seq"]] == [1, 2]


async def test_the_batcher_writes_a_storm_of_many_people_without_loss(
    teacher: Person, minji: Person, seojun: Person, algebra: Conversation
) -> None:
    limits.forget()
    people = [teacher, minji, seojun]
    futures = [batcher.send(new(people[number % 3], algebra, str(number))) for number in range(600)]
    answers = await asyncio.gather(*futures)
    assert [answer.message["seq"] for answer in answers] == list(range(1, 601))
    count = await sync_to_async(Message.objects.filter(conversation=algebra).count)()
    assert count == 600
