"""Conversations in the administration: every page opens."""

import pytest

from accounts.models import Organization
from messenger.models import Conversation, Message, Report
from tests.messenger.steps import ask, begin, say, stored
from tests.people import Person
from tests.test_admin_schools import office


def test_a_conversation_and_a_message_open(
    administrator: Person, minji: Person, algebra: Conversation
) -> None:
    message = say(minji, algebra)
    for path in (f"conversation/{algebra.pk}/change/", f"message/{message['id']}/change/"):
        assert administrator.browser.get(f"/admin/messenger/{path}").status_code == 200, path


@pytest.fixture
def pages(teacher: Person, minji: Person, algebra: Conversation) -> list[str]:
    """Of a direct conversation, a message in it, and a report of that."""
    pair = stored(begin(teacher, "direct", minji))
    sent = say(teacher, pair, "둘만의 이야기")
    ask(minji, "post", f"messages/{sent['id']}/report", {"reason": "other"}, 201)
    return [f"conversation/{pair.pk}", f"message/{sent['id']}", f"report/{Report.objects.get().pk}"]


def test_staff_look_into_their_own_school(school: Organization, pages: list[str]) -> None:
    browser = office(school, "own").browser
    for page in pages:
        kind = page.split("/")[0]
        assert browser.get(f"/admin/messenger/{page}/change/").status_code == 200, page
        assert page.encode() in browser.get(f"/admin/messenger/{kind}/").content, kind


def test_staff_of_another_school_or_of_none_find_nothing(pages: list[str]) -> None:
    other = Organization.objects.create(name="다른 학교")
    for browser in (office(other, "far").browser, office(None, "none").browser):
        for page in pages:
            kind = page.split("/")[0]
            assert browser.get(f"/admin/messenger/{page}/change/").status_code == 302, page
            shown = browser.get(f"/admin/messenger/{kind}/").content.decode()
            assert not any(words in shown for words in (page, "둘만의 이야기", "수학 10반", "씨앗고등학교"))
        body = {"action": "remove", "_selected_action": [Report.objects.get().pk]}
        browser.post("/admin/messenger/report/", body)
    assert not Message.objects.filter(deleted_at__isnull=False).exists()
