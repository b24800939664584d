"""Files that come with messages: by REST and by socket, for those who may see the message."""

from typing import Any
from uuid import uuid4

from files.models import StoredFile
from files.storage import file_storage
from messenger import actions, serializers, shapes
from messenger.actions import NewMessage, Sent, send_messages
from messenger.models import Conversation, Message
from tests.files.steps import photo, sees, send_file, with_file
from tests.files.steps import stored as stored_file
from tests.messenger.steps import ask, begin, catch_up, read_page, say, stored, where
from tests.messenger.test_shapes import fits
from tests.people import Person


def test_a_message_carries_its_files_in_order(minji: Person, algebra: Conversation) -> None:
    one, other = send_file(minji, name="1.pdf"), send_file(minji, photo(), "2.jpg")

    sent = say(minji, algebra, "보세요", attachment_ids=[other["id"], one["id"]])

    assert sent["attachments"] == [other, one]
    assert (sent["message_type"], sent["content"]) == ("file", "보세요")
    assert Message.objects.get().file_url == other["url"]
    row = Message.objects.select_related("sender", "reply_to__sender").get(pk=sent["id"])
    assert sent == serializers.message(row, minji.id)
    fits(shapes.MessageShape(), sent)


def test_words_are_not_needed_beside_a_file_but_one_of_both_is(minji: Person, algebra: Conversation) -> None:
    shape = send_file(minji)

    body = {"attachment_ids": [shape["id"]]}
    assert ask(minji, "post", where(algebra, "/messages"), body, 201)["content"] == ""
    assert "content" in ask(minji, "post", where(algebra, "/messages"), {}, 400)["fields"]
    assert "content" in say(minji, algebra, " ", status=400, attachment_ids=[])["fields"]


def test_members_read_it_everywhere_and_strangers_nowhere(
    teacher: Person, minji: Person, seojun: Person, stranger: Person, algebra: Conversation
) -> None:
    sent, shape = with_file(minji, algebra)

    assert read_page(teacher, algebra)["results"][0]["attachments"] == [shape]
    assert ask(seojun, "get", f"messages/{sent['id']}")["attachments"] == [shape]
    caught = catch_up(seojun, {algebra: 0})["conversations"][str(algebra.pk)]
    assert caught["messages"][0]["attachments"] == [shape]
    assert caught["conversation"]["last_message"]["attachments"] == [shape]
    assert all(sees(person, shape) for person in (teacher, minji, seojun))
    assert not sees(stranger, shape)


def test_who_is_removed_sees_no_file_any_more_not_even_ones_own(
    minji: Person, seojun: Person, teacher: Person, algebra_class: Any
) -> None:
    group = stored(begin(minji, "group", seojun, teacher))
    _sent, shape = with_file(seojun, group)
    assert sees(seojun, shape)

    actions.remove_participant(user=minji.user, conversation_id=group.pk, user_id=seojun.id)

    assert not sees(seojun, shape)
    assert sees(teacher, shape)


def test_who_comes_later_sees_files_from_then_on(
    minji: Person, seojun: Person, teacher: Person, algebra_class: Any
) -> None:
    group = stored(begin(minji, "group", teacher))
    _sent, before = with_file(minji, group)
    actions.add_participants(user=minji.user, conversation_id=group.pk, user_ids=[seojun.id])
    _sent, after = with_file(minji, group)

    assert (sees(seojun, before), sees(seojun, after)) == (False, True)
    listed = ask(seojun, "get", where(group, "/files"))["results"]
    assert [one["id"] for one in listed] == [after["id"]]


def test_a_deleted_messages_files_are_gone(
    minji: Person, teacher: Person, algebra: Conversation, django_capture_on_commit_callbacks: Any
) -> None:
    sent, shape = with_file(minji, algebra)
    name = str(stored_file(shape).blob.name)

    with django_capture_on_commit_callbacks(execute=True):
        ask(minji, "delete", f"messages/{sent['id']}", status=204)

    [tombstone] = read_page(teacher, algebra)["results"]
    assert (tombstone["attachments"], tombstone["message_type"]) == ([], "file")
    assert not sees(teacher, shape)
    assert ask(teacher, "get", where(algebra, "/files"))["results"] == []
    assert not StoredFile.objects.exists()
    assert not file_storage().exists(name)


def test_foreign_missing_and_used_files_are_refused_and_nothing_is_sent(
    minji: Person, seojun: Person, algebra: Conversation
) -> None:
    _sent, used = with_file(minji, algebra)
    mine, foreign = send_file(minji), send_file(seojun)

    for wrong in (foreign["id"], str(uuid4()), used["id"]):
        refusal = say(minji, algebra, "보세요", status=400, attachment_ids=[mine["id"], wrong])
        assert refusal["fields"].keys() == {"attachment_ids"}

    assert Message.objects.count() == 1
    assert stored_file(mine).purpose is None
    assert (
        "attachment_ids" in say(minji, algebra, "", status=400, attachment_ids=["x"])["fields"].popitem()[0]
    )
    many = [str(uuid4()) for _one in range(21)]
    assert "attachment_ids" in say(minji, algebra, "", status=400, attachment_ids=many)["fields"]


def test_a_stranger_sends_no_file_here_and_keeps_it(stranger: Person, algebra: Conversation) -> None:
    shape = send_file(stranger)

    say(stranger, algebra, "", status=404, attachment_ids=[shape["id"]])

    assert stored_file(shape).purpose is None


def test_a_student_may_not_announce_files(minji: Person, announcements: Conversation) -> None:
    shape = send_file(minji)

    say(minji, announcements, "", status=403, attachment_ids=[shape["id"]])

    assert stored_file(shape).purpose is None


def test_a_repeat_answers_with_the_first_and_its_files(minji: Person, algebra: Conversation) -> None:
    shape, once = send_file(minji), str(uuid4())
    first = say(minji, algebra, "", attachment_ids=[shape["id"]], client_id=once)

    assert say(minji, algebra, "", status=200, attachment_ids=[shape["id"]], client_id=once) == first


def test_two_messages_of_one_batch_do_not_share_a_file(minji: Person, algebra: Conversation) -> None:
    shape, once = send_file(minji), uuid4()

    def new(client_id: Any) -> NewMessage:
        return NewMessage(
            sender_id=minji.id,
            conversation_id=algebra.pk,
            content="",
            client_id=client_id,
            attachment_ids=(stored_file(shape).pk,),
        )

    first, again, other = send_messages([new(once), new(once), new(uuid4())])

    assert isinstance(first, Sent)
    assert isinstance(again, Sent)
    assert (first.created, again.created) == (True, False)
    assert first.message["attachments"] == again.message["attachments"] == [shape]
    assert not isinstance(other, Sent)


def test_the_words_beside_a_file_may_be_taken_away_again(minji: Person, algebra: Conversation) -> None:
    shape = send_file(minji)
    sent = say(minji, algebra, "보세요", attachment_ids=[shape["id"]])

    edited = ask(minji, "put", f"messages/{sent['id']}", {"content": ""}, 200)
    assert (edited["content"], edited["attachments"]) == ("", [shape])
    plain = say(minji, algebra)
    assert "content" in ask(minji, "put", f"messages/{plain['id']}", {"content": ""}, 400)["fields"]


def test_a_voice_message_is_one_sound(minji: Person, algebra: Conversation) -> None:
    sound, paper = send_file(minji, b"fLaC" + b"\x00" * 40, "a.flac"), send_file(minji)

    for wrong in ([paper["id"]], [sound["id"], paper["id"]], []):
        refusal = say(minji, algebra, "", status=400, attachment_ids=wrong, message_type="voice")
        assert refusal["fields"].keys() & {"attachment_ids", "message_type", "content"}
    for kind in ("text", "system", "none"):
        refusal = say(minji, algebra, "", status=400, attachment_ids=[paper["id"]], message_type=kind)
        assert refusal["fields"].keys() == {"message_type"}
    sent = say(minji, algebra, "", attachment_ids=[sound["id"]], message_type="voice")

    assert (sent["message_type"], sent["attachments"]) == ("voice", [sound])
    assert read_page(minji, algebra)["results"] == [sent]
    assert ask(minji, "get", where(algebra, "/files"))["results"] == []
    assert ask(minji, "get", "search?q=has:file", status=200)["results"] == []


def test_files_of_a_conversation_are_listed_newest_first(
    minji: Person, teacher: Person, stranger: Person, algebra: Conversation
) -> None:
    shapes_sent = [with_file(minji, algebra, name=f"{number}.pdf") for number in range(3)]
    say(minji, algebra)

    page = ask(teacher, "get", where(algebra, "/files?page_size=2"), status=200)

    assert [one["name"] for one in page["results"]] == ["2.pdf", "1.pdf"]
    message, file = shapes_sent[2]
    about = {"message_id": message["id"], "seq": message["seq"], "sender": message["sender"]}
    assert page["results"][0] == {**file, **about}
    assert page["next"].startswith("http://testserver/api/v1/messenger/conversations/")
    older = teacher.rest.get(page["next"]).json()
    assert [one["name"] for one in older["results"]] == ["0.pdf"]
    assert older["next"] is None
    ask(stranger, "get", where(algebra, "/files"), status=404)


def test_a_list_of_many_files_asks_no_more_questions(
    minji: Person, algebra: Conversation, django_assert_max_num_queries: Any
) -> None:
    for _one in range(200):
        file = StoredFile.objects.create(
            owner=minji.user, name="a.pdf", size=1, content_type="application/pdf", sha256="0" * 64,
            blob="files/none", created_at=minji.user.created_at,
        )  # fmt: skip
        send_messages(
            [
                NewMessage(
                    sender_id=minji.id, conversation_id=algebra.pk, content="", attachment_ids=(file.pk,)
                )
            ]
        )

    for address in (where(algebra, "/files?page_size=200"), where(algebra, "/messages?page_size=200")):
        with django_assert_max_num_queries(9):
            assert len(ask(minji, "get", address, status=200)["results"]) == 200
