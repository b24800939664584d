"""Editing and deleting: one's own words, and a tombstone in their place."""

from collections.abc import Callable

import pytest
from django.db import connections

from messenger import actions
from messenger.models import Conversation, Message
from tests.messenger.steps import ask, catch_up, look, read_page, say
from tests.people import Person
from tests.sockets import Lines, Refusal


def test_new_words_keep_the_place_and_take_the_next_change(teacher: Person, algebra: Conversation) -> None:
    sent = say(teacher, algebra, "책을 펴세요")
    edited = ask(teacher, "put", f"messages/{sent['id']}", {"content": "책을 덮으세요"}, 200)
    assert edited == {
        **sent,
        "content": "책을 덮으세요",
        "edited_at": edited["edited_at"],
        "change": sent["change"] + 1,
    }
    assert edited["edited_at"]


def test_the_same_words_change_nothing(teacher: Person, algebra: Conversation) -> None:
    sent = say(teacher, algebra, "책을 펴세요")
    assert ask(teacher, "put", f"messages/{sent['id']}", {"content": "책을 펴세요"}, 200) == sent


def test_only_the_writer_edits(
    teacher: Person, minji: Person, stranger: Person, algebra: Conversation
) -> None:
    address = f"messages/{say(minji, algebra)['id']}"
    assert ask(teacher, "put", address, {"content": "내 말"}, 403)["code"] == "forbidden"
    assert ask(stranger, "put", address, {"content": "내 말"}, 404)["code"] == "not_found"


def test_the_writer_deletes(minji: Person, algebra: Conversation) -> None:
    sent = say(minji, algebra, "실수")
    ask(minji, "delete", f"messages/{sent['id']}", status=204)
    [tombstone] = read_page(minji, algebra)["results"]
    assert tombstone["deleted_at"]
    assert (tombstone["content"], tombstone["seq"], tombstone["change"]) == ("", 1, sent["change"] + 1)
    assert Message.objects.get().content == ""


def test_deleting_twice_changes_nothing(minji: Person, algebra: Conversation) -> None:
    sent = say(minji, algebra)
    ask(minji, "delete", f"messages/{sent['id']}", status=204)
    change = look(minji, algebra)["change"]
    ask(minji, "delete", f"messages/{sent['id']}", status=204)
    assert look(minji, algebra)["change"] == change


def test_an_administrator_of_the_conversation_deletes_any_message(
    teacher: Person, minji: Person, seojun: Person, stranger: Person, algebra: Conversation
) -> None:
    address = f"messages/{say(minji, algebra)['id']}"
    ask(seojun, "delete", address, status=403)
    ask(stranger, "delete", address, status=404)
    ask(teacher, "delete", address, status=204)


def test_a_deleted_message_is_not_edited(minji: Person, algebra: Conversation) -> None:
    sent = say(minji, algebra)
    ask(minji, "delete", f"messages/{sent['id']}", status=204)
    answer = ask(minji, "put", f"messages/{sent['id']}", {"content": "다시"}, 409)
    assert answer["code"] == "deleted"


def test_a_deleted_message_shows_nothing_where_it_was_quoted(
    teacher: Person, minji: Person, algebra: Conversation
) -> None:
    sent = say(minji, algebra, "실수")
    say(teacher, algebra, "네?", reply_to_id=sent["id"])
    ask(minji, "delete", f"messages/{sent['id']}", status=204)
    reply = read_page(teacher, algebra)["results"][0]
    assert (reply["reply_to"]["id"], reply["reply_to"]["excerpt"]) == (sent["id"], "")


def test_nobody_edits_or_deletes_what_nobody_wrote(teacher: Person, algebra: Conversation) -> None:
    line = actions.post_system_message(algebra, "call_ended", {"seconds": 60})
    ask(teacher, "put", f"messages/{line.pk}", {"content": "x"}, 403)
    ask(teacher, "delete", f"messages/{line.pk}", status=403)
    [shown] = read_page(teacher, algebra)["results"]
    assert shown["content"] == {"kind": "call_ended", "seconds": 60}
    assert (shown["message_type"], shown["sender"]) == ("system", None)


async def test_others_hear_the_new_words_and_the_deletion(
    teacher: Person, minji: Person, algebra: Conversation, lines: Lines
) -> None:
    desk, phone, listening = await lines.of(teacher), await lines.of(teacher), await lines.of(minji)
    sent = await desk.says("message.send", conversation_id=algebra.pk, content="책을 펴세요")
    edited = await desk.says("message.edit", message_id=sent["id"], content="책을 덮으세요")
    for line in (phone, listening):
        heard = (await line.hears("message.updated"))["message"]
        assert (heard["content"], heard["change"]) == ("책을 덮으세요", edited["change"])
    deleted = await desk.says("message.delete", message_id=sent["id"])
    for line in (phone, listening):
        assert await line.hears("message.deleted") == {
            "type": "message.deleted",
            "conversation_id": str(algebra.pk),
            "message_id": sent["id"],
            "change": deleted["change"],
        }
    assert {frame["type"] for frame in await desk.heard()} <= {"presence"}


async def test_refusals_over_the_socket(
    teacher: Person, minji: Person, stranger: Person, algebra: Conversation, lines: Lines
) -> None:
    desk, student, outside = await lines.of(teacher), await lines.of(minji), await lines.of(stranger)
    sent = await desk.says("message.send", conversation_id=algebra.pk, content="책을 펴세요")
    for line, code in ((student, "forbidden"), (outside, "not_found")):
        for frame in ({"type": "message.edit", "content": "x"}, {"type": "message.delete"}):
            with pytest.raises(Refusal) as refusal:
                await line.says(**frame, message_id=sent["id"])
            assert refusal.value.code == code


@pytest.mark.django_db(transaction=True)
def test_editing_and_deleting_at_once_leave_one_tombstone(minji: Person, algebra: Conversation) -> None:
    from tests.test_messenger_services import in_threads

    for _round in range(5):
        sent = say(minji, algebra)
        connections.close_all()

        def change(verb: str, message_id: str = sent["id"]) -> None:
            if verb == "delete":
                actions.delete_message(user=minji.user, message_id=message_id)
            else:
                actions.edit_message(user=minji.user, message_id=message_id, content=verb)

        in_threads(lambda verb: _quietly(change, verb), ["하나", "delete", "둘"])
        row = Message.objects.get(pk=sent["id"])
        assert row.deleted_at is not None
        assert row.content == ""
    algebra.refresh_from_db()
    assert len(set(Message.objects.values_list("change", flat=True))) == 5


def _quietly(change: Callable[[str], None], verb: str) -> None:
    from dreamseed.realtime.errors import Conflict

    try:
        change(verb)
    except Conflict as refusal:
        if refusal.code != "deleted":
            raise


def test_quotes_of_it_show_its_new_words_and_none_when_it_is_gone(
    teacher: Person, minji: Person, algebra: Conversation
) -> None:
    asked = say(minji, algebra, "몇 쪽이에요?")
    quote = say(teacher, algebra, "37쪽", reply_to_id=asked["id"])
    for method, body, status, words in (
        ("put", {"content": "몇 쪽을 읽어요?"}, 200, "몇 쪽을 읽어요?"),
        ("delete", None, 204, ""),
    ):
        head = look(teacher, algebra)["change"]
        ask(minji, method, f"messages/{asked['id']}", body, status)
        told = catch_up(teacher, {algebra: head})["conversations"][str(algebra.pk)]["messages"]
        assert [(one["id"], one["change"]) for one in told] == [
            (asked["id"], head + 1),
            (quote["id"], head + 2),
        ]
        assert told[1]["reply_to"]["excerpt"] == words
