"""Two changes at the same moment wait for each other in one order: nobody's is lost."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction

from messenger import actions
from messenger.actions.indexing import index_conversation
from messenger.models import Conversation, Message, Notices, SearchEntry, next_own_change
from tests.assignments.test_meanwhile_changed import until_it_waits
from tests.messenger.steps import say
from tests.people import Person

pytestmark = pytest.mark.django_db(transaction=True)


def meanwhile(begin: Callable[[], Any], other: Callable[[], Any], go_on: Callable[[], Any]) -> None:
    """`begin` has its lock; `other` comes and waits; we `go_on`."""

    def run() -> None:
        try:
            other()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as hand:
        with transaction.atomic():
            begin()
            answer = hand.submit(run)
            until_it_waits(answer)
            go_on()
        answer.result()


def hold(conversation: Conversation) -> None:
    """As who makes messages searchable does first."""
    Notices.objects.select_for_update().get(conversation=conversation)


def test_an_edit_while_its_message_becomes_searchable(minji: Person, algebra: Conversation) -> None:
    say(minji, algebra)
    index_conversation(algebra.pk)
    sent = say(minji, algebra, "32쪽")
    meanwhile(
        lambda: hold(algebra),
        lambda: actions.edit_message(user=minji.user, message_id=sent["id"], content="사십이쪽"),
        lambda: index_conversation(algebra.pk),
    )
    assert Message.objects.get(pk=sent["id"]).content == "사십이쪽"
    assert "사십" in SearchEntry.objects.get(message=sent["id"]).words


def test_what_is_deleted_while_it_becomes_searchable_is_not_found(
    minji: Person, algebra: Conversation
) -> None:
    sent = say(minji, algebra, "32쪽")
    meanwhile(
        lambda: index_conversation(algebra.pk),
        lambda: actions.delete_message(user=minji.user, message_id=sent["id"]),
        lambda: None,
    )
    assert not SearchEntry.objects.exists()


def test_muting_while_another_device_reads(teacher: Person, minji: Person, algebra: Conversation) -> None:
    sent = say(teacher, algebra)
    meanwhile(
        lambda: next_own_change(minji.id),
        lambda: actions.change_settings(user=minji.user, conversation_id=algebra.pk, pinned=True),
        lambda: actions.mark_read(user=minji.user, conversation_id=algebra.pk, seq=sent["seq"]),
    )
    mine = algebra.participants.get(user=minji.user)
    assert (mine.last_read_seq, mine.pinned_at is not None) == (sent["seq"], True)
