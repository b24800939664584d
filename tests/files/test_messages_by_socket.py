"""Files that come with messages over the socket: the same rules, and the others hear of them."""

from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async

from messenger.models import Conversation
from tests.files.steps import PDF, photo, sees, send_file, with_file
from tests.messenger.steps import ask
from tests.people import Person
from tests.sockets import Lines, Refusal

send_file_async = sync_to_async(send_file)


async def test_the_others_hear_the_files_and_the_sender_gets_an_ack(
    lines: Lines, minji: Person, teacher: Person, algebra: Conversation
) -> None:
    hers, theirs = await lines.of(minji), await lines.of(teacher)
    shape = await send_file_async(minji, photo(), "a.jpg")

    ack = await hers.says(
        "message.send", conversation_id=algebra.pk, content="", attachment_ids=[shape["id"]]
    )

    heard = (await theirs.hears("message.created"))["message"]
    assert (heard["id"], heard["message_type"], heard["attachments"]) == (ack["id"], "file", [shape])
    assert "client_id" not in heard


async def test_a_socket_is_refused_like_rest(
    lines: Lines, minji: Person, seojun: Person, algebra: Conversation
) -> None:
    hers = await lines.of(minji)
    foreign = await send_file_async(seojun)

    for ids in ([foreign["id"]], [str(uuid4())], [str(uuid4()) for _one in range(21)]):
        with pytest.raises(Refusal) as refusal:
            await hers.says("message.send", conversation_id=algebra.pk, content="x", attachment_ids=ids)
        assert "attachment_ids" in refusal.value.frame["fields"]
    with pytest.raises(Refusal) as refusal:
        await hers.says("message.send", conversation_id=algebra.pk)
    assert "content" in refusal.value.frame["fields"]


async def test_deleting_takes_the_files_from_everybody(
    lines: Lines, minji: Person, teacher: Person, algebra: Conversation
) -> None:
    theirs = await lines.of(teacher)
    sent, shape = await sync_to_async(with_file)(minji, algebra)

    await sync_to_async(ask)(minji, "delete", f"messages/{sent['id']}")

    await theirs.hears("message.deleted", message_id=sent["id"])
    assert not await sync_to_async(sees)(teacher, shape)


async def test_of_two_messages_at_once_one_gets_the_file(
    lines: Lines, minji: Person, algebra: Conversation
) -> None:
    phone, page = await lines.of(minji), await lines.of(minji)
    shape = await send_file_async(minji, PDF)
    frame = {"type": "message.send", "conversation_id": algebra.pk, "attachment_ids": [shape["id"]]}
    for line in (phone, page):
        await line.throws({**frame, "ref": "1"})

    answers = [await line.answer_to("1") for line in (phone, page)]

    assert sorted(answer["type"] for answer in answers) == ["ack", "error"]
