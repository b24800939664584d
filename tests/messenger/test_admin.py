"""Conversations in the administration: every page opens."""

from messenger.models import Conversation
from tests.messenger.steps import say
from tests.people import Person


def test_a_conversation_and_a_message_open(
    administrator: Person, minji: Person, algebra: Conversation
) -> None:
    message = say(minji, algebra)
    for path in (f"conversation/{algebra.pk}/change/", f"message/{message['id']}/change/"):
        assert administrator.browser.get(f"/admin/messenger/{path}").status_code == 200, path
