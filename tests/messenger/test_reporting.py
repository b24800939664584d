"""A message shown to the school: with its words, to administrators alone, kept in a log."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry

from messenger.models import Conversation, Report
from notifications.models import Notification
from tests.messenger.steps import ask, say
from tests.people import Person

ADMIN = "/admin/messenger/report/"


def report(person: Person, message: Any, status: int = 201, **fields: Any) -> Any:
    body = {"reason": "bullying", **fields}
    return ask(person, "post", f"messages/{message['id']}/report", body, status)


def test_the_school_gets_the_words_of_that_moment(
    minji: Person, seojun: Person, administrator: Person, algebra: Conversation
) -> None:
    sent = say(seojun, algebra, "바보")
    report(minji, sent, note="매일 그래요")
    ask(seojun, "delete", f"messages/{sent['id']}", status=204)
    kept = Report.objects.get()
    assert (kept.content, kept.note, kept.reporter_id) == ("바보", "매일 그래요", minji.id)
    assert "바보" in administrator.browser.get(ADMIN).content.decode()
    [note] = Notification.objects.filter(kind="message_reported")
    assert (note.user_id, note.link) == (administrator.id, f"{ADMIN}{kept.pk}/change/")
    assert administrator.browser.get(note.link).status_code == 200


def test_twice_is_once(minji: Person, seojun: Person, algebra: Conversation) -> None:
    sent = say(seojun, algebra)
    assert (
        report(minji, sent, 200 if Report.objects.exists() else 201)["id"] == report(minji, sent, 200)["id"]
    )


def test_what_is_handled_is_logged(
    minji: Person, seojun: Person, administrator: Person, algebra: Conversation
) -> None:
    kept = report(minji, say(seojun, algebra))
    body = {"action": "handle", "_selected_action": [kept["id"]]}
    administrator.browser.post(ADMIN, body)
    row = Report.objects.get()
    assert (row.handled_by_id, row.handled_at is not None) == (administrator.id, True)
    assert LogEntry.objects.filter(object_id=str(row.pk), user_id=administrator.id).count() == 1


def test_not_ones_own_and_not_strangers(
    teacher: Person, minji: Person, stranger: Person, algebra: Conversation
) -> None:
    sent = say(minji, algebra)
    report(minji, sent, 403)
    report(stranger, sent, 404)
    assert teacher.browser.get(ADMIN).status_code in (302, 403)


@pytest.mark.parametrize("wrong", [{"reason": "x"}, {"reason": ""}, {"note": "가" * 1001}])
def test_bad_reports(wrong: dict[str, Any], minji: Person, teacher: Person, algebra: Conversation) -> None:
    assert report(minji, say(teacher, algebra), 400, **wrong)["code"] == "invalid"
