"""Staff look into their own school alone, in every app; superusers into all."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.db.models import Model
from django.urls import reverse

from accounts.models import Classroom, Organization, User
from assignments.tasks import refresh_statistics as refresh_homework
from calls.tasks import refresh_statistics as refresh_calls
from messenger.models import Conversation, Message, Report
from tests.assignments.steps import grade, hand_in, set_work
from tests.calls.steps import do, join, start
from tests.calls.test_attendance import correct
from tests.calls.test_lessons import plan
from tests.files.steps import send_file
from tests.messenger.steps import ask, say
from tests.notifications.steps import ask as ask_notices
from tests.notifications.steps import choose
from tests.people import Person, make_person

PHONE = {"platform": "fcm", "token": "fcm-token-of-minji-0001", "name": "갤럭시"}
MODELS = tuple(admin.site._registry)


def office(school: Organization | None, name: str, *rights: str) -> Person:
    """Staff who may do this, or else everything, in the administration, and are no superusers."""
    person = make_person(f"{name}@office.example", "사무실", User.Role.ADMINISTRATOR, school, is_staff=True)
    given = Permission.objects.filter(codename__in=rights) if rights else Permission.objects.all()
    person.user.user_permissions.set(given)
    return person


@pytest.fixture
def elsewhere(db: None) -> Organization:
    return Organization.objects.create(name="다른 학교")


@pytest.fixture
def day(teacher: Person, minji: Person, algebra: Conversation, algebra_class: Classroom) -> list[Model]:
    """A school day that leaves a row everywhere; one of each model."""
    ask_notices(minji, "post", "/devices", PHONE, 201)
    choose(minji, quiet_hours={"from": "22:00", "until": "07:00"})
    send_file(minji)
    _a_message_and_a_report(teacher, minji, algebra)
    _a_lesson(teacher, minji, algebra)
    receipt = hand_in(minji, set_work(teacher, algebra_class))
    grade(teacher, receipt["submission_id"], score=7)
    refresh_calls()
    refresh_homework()
    return [row for model in MODELS for row in model._default_manager.all()[:1]]


def _a_message_and_a_report(teacher: Person, minji: Person, algebra: Conversation) -> None:
    message = say(teacher, algebra, "여러분 안녕")
    ask(minji, "post", f"messages/{message['id']}/report", {"reason": "other"}, 201)


def _a_lesson(teacher: Person, minji: Person, algebra: Conversation) -> None:
    plan(teacher, algebra)
    call = start(teacher, algebra)
    join(teacher, call)
    join(minji, call)
    do(teacher, call, "end")
    assert correct(teacher, call, minji).status_code == 200


def list_of(row: Model) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_changelist")


def page_of(row: Model) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def shown(person: Person, row: Model) -> bool:
    return page_of(row) in person.browser.get(list_of(row)).content.decode()


def opens(person: Person, row: Model) -> bool:
    return bool(person.browser.get(page_of(row)).status_code == 200)


def test_the_day_leaves_a_row_everywhere(day: list[Model]) -> None:
    assert {type(row) for row in day} == set(MODELS)


def test_staff_look_into_their_own_school(day: list[Model], school: Organization) -> None:
    own = office(school, "own")
    assert [row for row in day if not (shown(own, row) and opens(own, row))] == []


def test_superusers_look_into_all(day: list[Model], elsewhere: Organization) -> None:
    above = make_person("all@office.example", "본부", User.Role.ADMINISTRATOR, elsewhere, is_staff=True)
    User.objects.filter(pk=above.id).update(is_superuser=True)
    assert [row for row in day if not (shown(above, row) and opens(above, row))] == []


def test_staff_of_another_school_or_of_none_find_nothing(day: list[Model], elsewhere: Organization) -> None:
    for stranger in (office(elsewhere, "far"), office(None, "none")):
        assert [row for row in day if shown(stranger, row) or opens(stranger, row)] == []
        for row in day:
            page = stranger.browser.get(list_of(row)).content.decode()
            assert not any(name in page for name in ("수학 10반", "씨앗고등학교", "최민지")), row


def test_staff_of_another_school_do_nothing_to_rows_they_do_not_find(
    day: list[Model], elsewhere: Organization
) -> None:
    far = office(elsewhere, "far").browser
    for row in day:
        far.post(page_of(row).replace("/change/", "/delete/"), {"post": "yes"})
        for action in admin.site._registry[type(row)].get_actions(far.get(list_of(row)).wsgi_request):
            far.post(list_of(row), {"action": action, "_selected_action": [row.pk], "post": "yes"})
        assert type(row)._default_manager.filter(pk=row.pk).exists(), row
    assert not Message.objects.filter(deleted_at__isnull=False).exists()
    assert not Report.objects.filter(handled_at__isnull=False).exists()
