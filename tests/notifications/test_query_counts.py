"""Longer lists take no more queries, and more people are told in no more."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Organization, User
from messenger.actions import (
    NewMessage,
    create_conversation,
    delete_message,
    edit_message,
    send_messages,
)
from messenger.actions.noticing import tell_conversation
from tests.notifications.steps import ask, listed, tell
from tests.people import Person, make_person

pytestmark = pytest.mark.django_db


def queries(work: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as captured:
        work()
    return len(captured)


def test_two_hundred_notifications(teacher: Person, minji: Person) -> None:
    browser = minji.browser
    paths = ("?page_size=200", "/unread-count", "/ledger?page_size=200")
    pages = ("/notifications", "/notifications/menu", "/notifications/ledger", "/notifications/settings")

    def count() -> list[int]:
        rest = [queries(lambda path=path: ask(minji, "get", path)) for path in paths]  # type: ignore[misc]
        return rest + [queries(lambda page=page: browser.get(page)) for page in pages]  # type: ignore[misc]

    tell(minji, by=teacher)
    count()  # past what is asked only once
    few = count()
    for _one in range(200):
        tell(minji, by=teacher)
    assert count() == few
    assert len(listed(minji, "?page_size=200")) == 200


def test_a_class_of_a_hundred_is_told_as_quickly_as_one(
    school: Organization, teacher: Person, minji: Person, android: Any
) -> None:
    crowd = [
        make_person(f"crowd{n}@school.example", f"학생{n}", User.Role.STUDENT, school) for n in range(100)
    ]
    ask(minji, "post", "/devices", android, 201)
    one = queries(lambda: tell(minji, by=teacher))
    assert queries(lambda: tell(minji, *crowd, by=teacher)) == one

    ids = [person.id for person in (minji, *crowd)]
    group = create_conversation(user=teacher.user, type="group", title="모임", participant_ids=ids)[0]
    new = NewMessage(sender_id=teacher.id, conversation_id=group.pk, content="하나")
    few = create_conversation(user=teacher.user, type="group", title="둘", participant_ids=[minji.id])[0]
    send_messages([new, NewMessage(sender_id=teacher.id, conversation_id=few.pk, content="하나")])
    alone = queries(lambda: tell_conversation(few.pk))
    assert queries(lambda: tell_conversation(group.pk)) == alone

    [to_minji, to_all] = [one.messages.get(content="하나") for one in (few, group)]
    alone = queries(lambda: edit_message(user=teacher.user, message_id=to_minji.pk, content="둘"))
    assert queries(lambda: edit_message(user=teacher.user, message_id=to_all.pk, content="둘")) == alone
    alone = queries(lambda: delete_message(user=teacher.user, message_id=to_minji.pk))
    assert queries(lambda: delete_message(user=teacher.user, message_id=to_all.pk)) == alone
