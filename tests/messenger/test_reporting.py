"""A message shown to the school: with its words, to administrators alone, kept in a log."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry

from accounts.models import Organization, User
from dreamseed.realtime.wire import moment
from messenger.models import Conversation, Report
from notifications.models import Notification
from tests.files.steps import photo, sees, with_file
from tests.messenger.steps import ask, say
from tests.people import Person, make_person

ADMIN = "/admin/messenger/report/"


def report(person: Person, message: Any, status: int = 201, **fields: Any) -> Any:
    body = {"reason": "bullying", **fields}
    return ask(person, "post", f"messages/{message['id']}/report", body, status)


def test_the_school_gets_the_words_of_that_moment(
    minji: Person, seojun: Person, administrator: Person, algebra: Conversation
) -> None:
    sent = say(seojun, algebra, "바보")
    told = report(minji, sent, note="매일 그래요")
    ask(seojun, "delete", f"messages/{sent['id']}", status=204)
    kept = Report.objects.get()
    assert (kept.content, kept.note, kept.reporter_id) == ("바보", "매일 그래요", minji.id)
    assert told["created_at"] == moment(kept.created_at)
    assert "바보" in administrator.browser.get(ADMIN).content.decode()
    [note] = Notification.objects.filter(kind="message_reported")
    assert (note.user_id, note.link) == (administrator.id, f"{ADMIN}{kept.pk}/change/")
    assert administrator.browser.get(note.link).status_code == 200


def test_its_files_stay_with_the_school_until_it_has_seen_to_them(
    minji: Person,
    seojun: Person,
    teacher: Person,
    administrator: Person,
    stranger: Person,
    algebra: Conversation,
) -> None:
    sent, file = with_file(seojun, algebra, content=photo(), name="몰래.jpg")
    kept = report(minji, sent)
    assert sees(administrator, file)
    ask(seojun, "delete", f"messages/{sent['id']}", status=204)
    assert [sees(one, file) for one in (administrator, minji, seojun, teacher, stranger)] == [
        True,
        False,
        False,
        False,
        False,
    ]
    page = administrator.browser.get(f"{ADMIN}{kept['id']}/change/").content.decode()
    assert f'href="{file["url"]}"' in page
    assert "몰래.jpg" in page
    administrator.browser.post(ADMIN, {"action": "handle", "_selected_action": [kept["id"]]})
    assert not sees(administrator, file)
    assert Report.objects.get().files == [{"id": file["id"], "name": "몰래.jpg"}]


def test_an_administrator_of_another_school_sees_none_of_it(
    minji: Person, seojun: Person, algebra: Conversation
) -> None:
    sent, file = with_file(seojun, algebra)
    report(minji, sent)
    other = Organization.objects.create(name="다른 학교")
    far = make_person("far@other.example", "먼사람", User.Role.ADMINISTRATOR, other)
    User.objects.filter(pk=far.id).update(is_staff=True)
    assert not sees(far, file)


def test_the_school_removes_it_for_everybody(
    minji: Person, seojun: Person, administrator: Person, algebra: Conversation
) -> None:
    sent, file = with_file(seojun, algebra)
    kept = report(minji, sent)
    for _twice in range(2):
        administrator.browser.post(ADMIN, {"action": "remove", "_selected_action": [kept["id"]]})
    assert ask(minji, "get", f"messages/{sent['id']}", status=200)["deleted_at"] is not None
    assert (sees(minji, file), sees(administrator, file)) == (False, True)
    assert LogEntry.objects.filter(change_message="message removed", user_id=administrator.id).count() == 1


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
