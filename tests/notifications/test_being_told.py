"""Being told of something, in the list: who, what, once, read, taken back."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from accounts import actions as people
from notifications import actions
from notifications.models import Delivery, Notification
from tests.notifications.steps import ask, choose, listed, tell, unread
from tests.people import Person

pytestmark = pytest.mark.django_db


def test_a_student_is_told_in_their_language_what_it_is_about(teacher: Person, minji: Person) -> None:
    tell(
        minji,
        by=teacher,
        data={"title": "이차함수", "classroom": "수학 10반", "due_date": "2026-12-01T09:00:00Z"},
    )

    [korean] = listed(minji)
    assert korean["title"] == "새 과제: 이차함수"
    assert korean["body"] == "수학 10반 · 12월 1일 오후 6:00까지"
    assert korean["link"] == "/assignments/7"
    assert korean["actor"]["name"] == teacher.name
    people.update_profile(user=minji.user, language="en", timezone="Europe/London")
    [english] = listed(minji)
    assert english["title"] == "New assignment: 이차함수"
    assert english["body"] == "수학 10반 · due December 1 at 9:00 AM"


def test_who_caused_it_and_who_is_switched_off_are_not_told(
    teacher: Person, minji: Person, seojun: Person
) -> None:
    people.deactivate(user=seojun.user)

    tell(teacher, minji, seojun, by=teacher)

    assert Notification.objects.values_list("user_id", flat=True).get() == minji.id


def test_a_cause_that_is_undone_tells_nobody(minji: Person) -> None:
    with transaction.atomic():
        tell(minji)
        transaction.set_rollback(True)

    assert unread(minji) == 0
    assert not Delivery.objects.exists()


def test_read_is_read_and_twice_changes_nothing(minji: Person) -> None:
    [first] = tell(minji)
    tell(minji, kind="assignment_graded")
    assert unread(minji) == 2

    once = ask(minji, "post", f"/{first}/read")
    assert ask(minji, "post", f"/{first}/read")["read_at"] == once["read_at"]
    assert unread(minji) == 1
    assert [one["kind"] for one in listed(minji, "?unread=1")] == ["assignment_graded"]
    assert ask(minji, "post", "/read-all") == {"read": 1}
    assert ask(minji, "post", "/read-all") == {"read": 0}
    assert unread(minji) == 0


def test_a_key_counts_instead_of_multiplying_until_it_is_read(minji: Person) -> None:
    [first] = tell(minji, key="homework")
    assert tell(minji, key="homework", data={"title": "둘째"}) == [first]

    [row] = listed(minji)
    assert (row["count"], row["title"]) == (2, "새 과제: 둘째")
    ask(minji, "post", f"/{first}/read")
    tell(minji, key="homework")
    assert [one["count"] for one in listed(minji)] == [1, 2]


def test_what_is_taken_back_leaves_the_list_and_is_not_sent(minji: Person, seojun: Person) -> None:
    tell(minji, seojun, kind="assignment_due_soon")
    [kept] = tell(minji, kind="assignment_graded")

    gone = actions.retract(subject="assignment:7", kinds=["assignment_due_soon"], user_ids=[minji.id])

    assert gone == 1
    assert [one["id"] for one in listed(minji)] == [str(kept)]
    assert unread(seojun) == 1
    dropped = Delivery.objects.get(notification__kind="assignment_due_soon", notification__user=minji.user)
    assert (dropped.state, dropped.reason) == ("dropped", "retracted")


def test_who_wants_it_nowhere_is_not_told_at_all(minji: Person) -> None:
    choose(minji, kinds={"assignment_assigned": {"in_app": False, "push": False, "email": False}})
    assert tell(minji) == []
    choose(minji, kinds={"assignment_assigned": {"email": True}})
    tell(minji)

    assert listed(minji) == []
    assert [row["channel"] for row in ask(minji, "get", "/ledger")["results"]] == ["email"]


def test_a_kind_that_does_not_exist_and_a_foreign_link_are_mistakes_of_the_program(minji: Person) -> None:
    with pytest.raises(LookupError, match="assignment_eaten"):
        tell(minji, kind="assignment_eaten")
    for link in ("https://evil.example", "//evil.example", "javascript:alert(1)"):
        with pytest.raises(ValueError, match="page of ours"):
            tell(minji, link=link)
    assert not Notification.objects.exists()


def test_strangers_find_nothing(minji: Person, stranger: Person) -> None:
    [row] = tell(minji)

    assert listed(stranger) == []
    assert ask(stranger, "post", f"/{row}/read", status=404)["code"] == "not_found"
    assert stranger.browser.get(f"/notifications/{row}").status_code == 404
    assert ask(stranger, "get", "/ledger")["results"] == []
    assert unread(minji) == 1


def test_nobody_is_told_anything_without_signing_in(client: Any) -> None:
    for path in ("", "/unread-count", "/settings", "/devices", "/ledger"):
        assert client.get(f"/api/v1/notifications{path}").status_code == 401


async def test_every_page_hears_what_came_and_what_was_read(
    lines: Any, teacher: Person, minji: Person
) -> None:
    from asgiref.sync import sync_to_async

    phone, laptop = await lines.of(minji), await lines.of(minji)
    [row] = await sync_to_async(tell)(minji, by=teacher)
    for line in (phone, laptop):
        event = await line.hears("notification.created")
        assert event["notification"]["id"] == str(row)
        assert event["notification"]["title"] == "새 과제: 이차함수"
    await sync_to_async(ask)(minji, "post", f"/{row}/read")
    for line in (phone, laptop):
        assert (await line.hears("notification.read"))["ids"] == [str(row)]


def test_what_is_long_over_is_forgotten(minji: Person) -> None:
    old, kept, unread_one = (tell(minji)[0] for _one in range(3))
    for row in (old, kept):
        actions.read(user=minji.user, notification_id=row)
    long_ago = timezone.now() - timedelta(days=91)
    Notification.objects.filter(pk=old).update(read_at=long_ago, updated_at=long_ago)
    Notification.objects.filter(pk=unread_one).update(updated_at=long_ago)

    assert actions.forget_old() == 1
    assert {one["id"] for one in listed(minji)} == {str(kept), str(unread_one)}
