"""Whom one may write to, and one's own devices."""

from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.contrib.sessions.models import Session as PageSession
from rest_framework.test import APIClient
from rest_framework_simplejwt.token_blacklist.models import OutstandingToken

from accounts import access, actions
from accounts.models import Classroom, Organization, Session, User
from tests.people import Person, make_class, make_person

PEOPLE = "/api/v1/auth/people"
SESSIONS = "/api/v1/auth/sessions"


@pytest.fixture
def doyun(school: Organization) -> Person:
    """A student of the same school in no class of theirs."""
    return make_person("doyun@school.example", "정도윤", User.Role.STUDENT, school)


def names(person: Person, search: str = "") -> list[str]:
    answer = person.rest.get(PEOPLE, {"search": search} if search else {})
    assert answer.status_code == 200
    return [one["name"] for one in answer.json()["results"]]


def test_students_see_their_teachers_and_classmates(
    minji: Person, doyun: Person, stranger: Person, algebra_class: Classroom
) -> None:
    assert names(minji) == ["김서연", "이서준"]
    assert names(doyun) == []
    assert names(stranger) == []


def test_teachers_and_administrators_see_their_whole_school(
    teacher: Person, administrator: Person, minji: Person, doyun: Person, stranger: Person
) -> None:
    assert names(teacher) == ["오지원", "정도윤", "최민지"]
    assert names(administrator) == ["김서연", "정도윤", "최민지"]


def test_a_guardian_and_a_person_of_no_school_see_nobody(school: Organization, teacher: Person) -> None:
    assert names(make_person("g@school.example", "보호자", User.Role.GUARDIAN, school)) == []
    assert names(make_person("t@nowhere.example", "떠돌이", User.Role.TEACHER, None)) == []


def test_the_deactivated_are_gone(
    teacher: Person, minji: Person, seojun: Person, algebra_class: Classroom
) -> None:
    actions.deactivate(user=seojun.user)
    assert names(minji) == ["김서연"]
    assert names(teacher) == ["최민지"]


def test_search_finds_parts_of_names_and_e_mails(teacher: Person, minji: Person, seojun: Person) -> None:
    assert names(teacher, "민지") == ["최민지"]
    assert names(teacher, "SEOJUN@") == ["이서준"]
    assert names(teacher, "최 school") == ["최민지"]
    assert names(teacher, "100%") == []
    assert names(teacher, "' OR 1=1 --") == []
    assert names(teacher, "\x00") == ["이서준", "최민지"]
    assert names(teacher, "가" * 5000) == []


def test_search_tells_students_nothing_about_others(minji: Person, stranger: Person, doyun: Person) -> None:
    assert names(minji, "나그네") == names(minji, "정도윤") == []


def test_a_person_in_two_shared_classes_is_listed_once(
    school: Organization, teacher: Person, minji: Person, algebra_class: Classroom
) -> None:
    make_class(school, "과학 10반", [teacher], [minji])
    assert names(minji) == ["김서연", "이서준"]


def test_leaving_the_class_closes_the_way(minji: Person, seojun: Person, algebra_class: Classroom) -> None:
    assert access.may_write_to(minji.user, [seojun.id]) == {seojun.id}
    actions.unenroll(classroom=algebra_class, user=seojun.user)
    assert access.may_write_to(minji.user, [seojun.id]) == set()


def test_may_write_to_keeps_only_those_allowed(
    minji: Person, teacher: Person, stranger: Person, algebra_class: Classroom
) -> None:
    assert access.may_write_to(minji.user, [teacher.id, stranger.id, minji.id, 10**9]) == {teacher.id}
    assert access.may_write_to(minji.user, []) == set()


def test_pages_of_people_follow_each_other(teacher: Person, school: Organization) -> None:
    for number in range(7):
        make_person(f"s{number}@school.example", "같은 이름", User.Role.STUDENT, school)
    found: list[int] = []
    address: str | None = f"{PEOPLE}?page_size=3"
    while address:
        page = teacher.rest.get(address).json()
        found += [one["id"] for one in page["results"]]
        address = page["next"]
    assert len(found) == len(set(found)) == 7


def test_the_list_takes_the_same_few_queries_for_many(
    teacher: Person, school: Organization, django_assert_max_num_queries: Any
) -> None:
    for number in range(200):
        make_person(f"s{number}@school.example", f"학생 {number}", User.Role.STUDENT, school)
    teacher.rest.get(PEOPLE)
    with django_assert_max_num_queries(2):
        assert len(teacher.rest.get(PEOPLE, {"page_size": 200}).json()["results"]) == 200


def test_enrolling_a_stranger_is_refused(stranger: Person, algebra_class: Classroom) -> None:
    from dreamseed.realtime.errors import Invalid

    with pytest.raises(Invalid):
        actions.enroll(classroom=algebra_class, user=stranger.user, role="student")
    assert not stranger.user.enrollments.exists()


def test_one_sees_ones_own_devices_and_which_one_asks(minji: Person, seojun: Person) -> None:
    assert seojun.session.pk
    assert minji.browser.session
    listed = {one["user_agent"]: one["current"] for one in minji.rest.get(SESSIONS).json()["results"]}
    assert listed == {"Dreamseed for tests": True, "": False}
    asked_by_page = minji.browser.get(SESSIONS).json()["results"]
    assert {one["user_agent"]: one["current"] for one in asked_by_page} == {
        "Dreamseed for tests": False,
        "": True,
    }
    assert "page_key" not in asked_by_page[0]


def test_a_device_can_be_signed_out_from_another(minji: Person) -> None:
    page = Session.objects.get(page_key=minji.browser.session.session_key)
    assert minji.rest.delete(f"{SESSIONS}/{page.pk}").status_code == 204
    assert minji.browser.get("/profile").status_code == 302
    assert minji.rest.delete(f"{SESSIONS}/{page.pk}").status_code == 404, "it is over"


def test_anothers_device_is_not_there(minji: Person, seojun: Person) -> None:
    assert minji.rest.delete(f"{SESSIONS}/{seojun.session.pk}").status_code == 404
    assert minji.rest.delete(f"{SESSIONS}/{uuid4()}").status_code == 404
    assert minji.rest.delete(f"{SESSIONS}/1").status_code == 404
    assert seojun.rest.get("/api/v1/auth/me").status_code == 200


def test_what_nobody_can_use_any_more_is_forgotten(minji: Person, seojun: Person) -> None:
    assert seojun.rest.get("/api/v1/auth/me").status_code == 200
    with time_machine.travel("2020-01-01"):
        assert minji.token
        assert minji.browser.session
    actions.forget_expired()
    assert list(Session.objects.values_list("user", flat=True)) == [seojun.id]
    assert list(OutstandingToken.objects.values_list("user", flat=True)) == [seojun.id]
    assert not PageSession.objects.exists()


@pytest.mark.parametrize("path", [PEOPLE, SESSIONS, "/api/v1/auth/me"])
def test_doors_are_closed_to_nobody(db: None, path: str) -> None:
    assert APIClient().get(path).status_code == 401


def test_a_page_needs_its_csrf_token_to_change_anything(minji: Person) -> None:
    minji.browser.handler.enforce_csrf_checks = True
    assert minji.browser.patch("/api/v1/auth/me", {"name": "x"}, "application/json").status_code == 403
