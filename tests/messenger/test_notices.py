"""What people are told of messages: once, of what they have not read, and not of what they see."""

from datetime import timedelta
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.db import transaction
from django.utils import timezone

from messenger.actions import (
    NewMessage,
    add_participants,
    archive_conversation,
    create_conversation,
    delete_message,
    mark_read,
    remove_participant,
    send_messages,
)
from messenger.actions.noticing import forgotten, tell_conversation
from messenger.models import Conversation, Message
from notifications.deciding import verdict
from notifications.models import Delivery, Notification
from tests.messenger import steps
from tests.notifications import steps as notices
from tests.notifications.steps import listed, unread
from tests.people import Person
from tests.sockets import Lines


def say(person: Person, conversation: Conversation, *texts: str, **fields: Any) -> Message:
    new = [
        NewMessage(sender_id=person.id, conversation_id=conversation.pk, content=text, **fields)
        for text in texts
    ]
    answers = send_messages(new)
    return Message.objects.get(pk=answers[-1].message["id"])  # type: ignore[union-attr]


def told(*conversations: Conversation) -> None:
    for one in conversations:
        tell_conversation(one.pk)


def kinds(person: Person) -> list[tuple[str, int]]:
    return [(one["kind"], one["count"]) for one in listed(person)]


@pytest.mark.django_db
def test_one_unread_row_a_conversation_that_counts(
    teacher: Person, minji: Person, algebra: Conversation
) -> None:
    say(teacher, algebra, "책을 펴세요", "32쪽이에요")
    told(algebra)
    say(teacher, algebra, "다 폈나요?")
    told(algebra)
    told(algebra)

    [row] = listed(minji)
    assert (row["kind"], row["count"]) == ("new_message", 3)
    assert row["title"] == "수학 10반"
    assert row["body"] == "새 소식 3개 · 김서연: 다 폈나요?"
    assert row["link"] == f"/messenger/{algebra.pk}"
    assert listed(teacher) == []


@pytest.mark.django_db
def test_reading_the_conversation_reads_its_notifications(
    teacher: Person, minji: Person, algebra: Conversation
) -> None:
    say(teacher, algebra, "하나", "둘", "@최민지님, 셋", "넷")
    told(algebra)
    assert unread(minji) == 2

    mark_read(user=minji.user, conversation_id=algebra.pk, seq=3)
    assert unread(minji) == 1
    assert listed(minji, "?unread=1")[0]["count"] == 1
    mark_read(user=minji.user, conversation_id=algebra.pk, seq=4)
    assert unread(minji) == 0


@pytest.mark.django_db
def test_what_was_read_before_the_worker_came_is_not_told(
    teacher: Person, minji: Person, seojun: Person, algebra: Conversation
) -> None:
    say(teacher, algebra, "하나")
    mark_read(user=minji.user, conversation_id=algebra.pk, seq=1)
    told(algebra)

    assert (unread(minji), unread(seojun)) == (0, 1)


@pytest.mark.django_db
def test_mentions_and_answers_are_told_by_themselves(
    teacher: Person, minji: Person, seojun: Person, algebra: Conversation
) -> None:
    question = say(minji, algebra, "몇 쪽이에요?")
    say(teacher, algebra, "32쪽", reply_to_id=question.pk)
    say(teacher, algebra, "@이서준아 너도 펴야지")
    told(algebra)

    assert sorted(kinds(minji)) == [("message_reply", 1), ("new_message", 1)]
    assert sorted(kinds(seojun)) == [("message_mention", 1), ("new_message", 2)]
    mention = next(one for one in listed(seojun) if one["kind"] == "message_mention")
    assert mention["title"] == "김서연님이 회원님을 언급했어요"
    assert mention["body"] == "수학 10반 · @이서준아 너도 펴야지"


@pytest.mark.django_db
def test_a_muted_conversation_tells_only_who_is_named_and_only_in_the_list(
    teacher: Person, minji: Person, seojun: Person, algebra: Conversation
) -> None:
    tomorrow = (timezone.now() + timedelta(days=1)).isoformat()
    changed = steps.ask(minji, "patch", steps.where(algebra, "/settings"), {"muted_until": tomorrow}, 200)
    assert changed == steps.ask(minji, "get", steps.where(algebra, "/settings"))
    assert steps.ask(minji, "get", steps.where(algebra))["my"]["muted_until"] == changed["muted_until"]
    say(teacher, algebra, "하나", "@최민지 둘")
    told(algebra)

    assert kinds(minji) == [("message_mention", 1)]
    assert not Notification.objects.filter(user=minji.user, deliveries__isnull=False).exists()
    assert len(listed(seojun)) == 1


@pytest.mark.django_db
def test_a_mute_that_is_over_or_taken_back_mutes_nothing(
    teacher: Person, minji: Person, seojun: Person, stranger: Person, algebra: Conversation
) -> None:
    path = steps.where(algebra, "/settings")
    for until in (None, (timezone.now() - timedelta(minutes=1)).isoformat()):
        assert steps.ask(minji, "patch", path, {"muted_until": until}, 200)["muted_until"] is None
    say(teacher, algebra, "하나")
    told(algebra)

    assert unread(minji) == 1
    far = ("0001-01-01T00:00:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59Z", "9998-01-01T00:00:00Z")
    for wrong in ({"muted_until": one} for one in ("soon", 5, *far)):
        assert "muted_until" in steps.ask(minji, "patch", path, wrong, 400)["fields"]
    assert steps.ask(stranger, "patch", path, {"muted_until": None}, 404)["code"] == "not_found"
    assert steps.ask(stranger, "get", path, None, 404)["code"] == "not_found"


@pytest.mark.django_db
def test_a_deleted_message_is_said_nowhere_any_more(
    teacher: Person, minji: Person, algebra: Conversation
) -> None:
    say(teacher, algebra, "하나")
    message = say(teacher, algebra, "@최민지 비밀번호는 1234")
    told(algebra)
    delete_message(user=teacher.user, message_id=message.pk)
    assert kinds(minji) == [("new_message", 1)]

    message = say(teacher, algebra, "비밀번호는 5678")
    told(algebra)
    delete_message(user=teacher.user, message_id=message.pk)
    assert "5678" not in str(listed(minji))
    assert "5678" not in str(list(Notification.objects.values_list("data", flat=True)))


@pytest.mark.django_db
def test_what_is_deleted_is_counted_no_more(
    teacher: Person, minji: Person, seojun: Person, algebra: Conversation
) -> None:
    muted = (timezone.now() + timedelta(hours=1)).isoformat()
    path = steps.where(algebra, "/settings")
    steps.ask(minji, "patch", path, {"muted_until": muted}, 200)
    unheard = say(teacher, algebra, "조용히")
    told(algebra)
    steps.ask(minji, "patch", path, {"muted_until": None}, 200)
    said = [say(teacher, algebra, text) for text in ("하나", "둘", "@최민지 셋", "넷")]
    say(minji, algebra, "네")
    told(algebra)
    assert sorted(kinds(minji)) == [("message_mention", 1), ("new_message", 3)]

    delete_message(user=teacher.user, message_id=unheard.pk)
    delete_message(user=teacher.user, message_id=said[2].pk)
    assert (kinds(minji), kinds(seojun)) == ([("new_message", 3)], [("new_message", 4)])
    mark_read(user=minji.user, conversation_id=algebra.pk, seq=said[0].seq)
    assert kinds(minji) == [("new_message", 2)]
    delete_message(user=teacher.user, message_id=said[0].pk)
    assert (kinds(minji), kinds(seojun)) == ([("new_message", 2)], [("new_message", 3)])
    delete_message(user=teacher.user, message_id=said[3].pk)
    assert kinds(minji) == [("new_message", 1)]
    delete_message(user=teacher.user, message_id=said[1].pk)
    assert (listed(minji), kinds(seojun)) == ([], [("new_message", 1)])


async def test_pages_hear_of_a_count_that_fell_and_of_what_vanished(
    teacher: Person, minji: Person, algebra: Conversation, lines: Lines
) -> None:
    said = [await sync_to_async(say)(teacher, algebra, text) for text in ("하나", "둘")]
    await sync_to_async(told)(algebra)
    phone = await lines.of(minji)
    await sync_to_async(delete_message)(user=teacher.user, message_id=said[1].pk)
    heard = (await phone.hears("notification.created"))["notification"]
    assert (heard["kind"], heard["count"]) == ("new_message", 1)
    await sync_to_async(delete_message)(user=teacher.user, message_id=said[0].pk)
    gone = await phone.hears("notification.read")
    assert (gone["ids"], gone["retracted"]) == ([heard["id"]], True)


@pytest.mark.django_db
def test_who_is_brought_in_is_told_and_who_goes_keeps_no_way_back(teacher: Person, minji: Person) -> None:
    group, _new = create_conversation(
        user=teacher.user, type="group", title="수학 동아리", participant_ids=[minji.id]
    )
    assert kinds(minji) == [("conversation_invite", 1)]
    say(teacher, group, "환영해요")
    told(group)
    assert unread(minji) == 2

    remove_participant(user=teacher.user, conversation_id=group.pk, user_id=minji.id)
    assert listed(minji) == []
    add_participants(user=teacher.user, conversation_id=group.pk, user_ids=[minji.id])
    assert kinds(minji) == [("conversation_invite", 1)]
    archive_conversation(user=teacher.user, conversation_id=group.pk)
    assert listed(minji) == []


@pytest.mark.django_db
def test_a_conversation_nobody_was_nudged_about_is_found(
    teacher: Person, minji: Person, algebra: Conversation, announcements: Conversation
) -> None:
    say(teacher, algebra, "하나")
    assert forgotten() == []  # its nudge may still be on the way
    earlier = timezone.now() - timedelta(minutes=1)
    Conversation.objects.filter(pk=algebra.pk).update(last_message_at=earlier)

    assert forgotten() == [algebra.pk]
    told(algebra)
    assert forgotten() == []
    assert unread(minji) == 1


async def test_what_is_on_the_screen_is_not_told(
    lines: Any, teacher: Person, minji: Person, seojun: Person, algebra: Conversation
) -> None:
    page, phone = await lines.of(minji), await lines.of(minji)
    await page.says("presence.activity", conversation_id=str(algebra.pk), visible=True)
    await phone.says("presence.activity", visible=True)
    await sync_to_async(say)(teacher, algebra, "하나")
    await sync_to_async(told)(algebra)
    assert await sync_to_async(unread)(minji) == 0
    assert await sync_to_async(unread)(seojun) == 1

    await page.says("presence.activity", conversation_id=str(algebra.pk), visible=False)
    await sync_to_async(say)(teacher, algebra, "둘")
    await sync_to_async(told)(algebra)
    assert await sync_to_async(unread)(minji) == 1


async def test_what_comes_to_the_screen_before_its_push_goes_out_is_not_pushed(
    lines: Any, teacher: Person, minji: Person, algebra: Conversation
) -> None:
    def told_on_a_phone() -> None:
        device = {"platform": "fcm", "token": "fcm-token-of-minji-0001"}
        notices.ask(minji, "post", "/devices", device, 201)
        say(teacher, algebra, "하나")
        with transaction.atomic():
            told(algebra)
            Delivery.objects.update(next_at=timezone.now() + timedelta(hours=1))  # no worker takes it

    def decided() -> str:
        row = Delivery.objects.select_related("notification__user", "device__session").get()
        return verdict(row, timezone.now()).reason

    await sync_to_async(told_on_a_phone)()
    page = await lines.of(minji)
    assert await sync_to_async(decided)() == "now"
    await page.says("presence.activity", conversation_id=str(algebra.pk), visible=True)
    assert await sync_to_async(decided)() == "on_screen"
    await page.says("presence.activity", visible=True)
    await page.says("presence.set", status="dnd")
    assert await sync_to_async(decided)() == "undisturbed"
    await page.says("presence.set", status="online")
    assert await sync_to_async(decided)() == "now"


async def test_a_stranger_cannot_say_that_they_look_at_a_conversation(
    lines: Any, stranger: Person, algebra: Conversation
) -> None:
    line = await lines.of(stranger)
    await line.throws(
        {"type": "presence.activity", "ref": "1", "conversation_id": str(algebra.pk), "visible": True}
    )

    assert (await line.answer_to("1"))["code"] == "not_found"
