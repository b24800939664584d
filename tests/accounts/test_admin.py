"""The administration: complete, quick with many rows, and changing things through actions only."""

from typing import Any

import pytest
from django.test import Client
from rest_framework_simplejwt.token_blacklist.models import OutstandingToken

from accounts import actions
from accounts.models import Classroom, Enrollment, Organization, Session, User, Zone
from accounts.registries import _listeners
from tests.people import Person, make_class, make_person

LISTS = ["user", "organization", "zone", "classroom", "enrollment", "session"]


@pytest.fixture
def crowd(school: Organization, teacher: Person) -> list[Person]:
    """Two hundred students, each in a class of their own, each signed in."""
    people = [make_person(f"s{n}@school.example", f"학생 {n}", User.Role.STUDENT, school) for n in range(200)]
    for number, person in enumerate(people):
        zone = Zone.objects.create(organization=school, name=f"관 {number}")
        classroom = Classroom.objects.create(zone=zone, name=f"반 {number}")
        Enrollment.objects.create(classroom=classroom, user=person.user)
        actions.open_session(user=person.user)
    return people


@pytest.fixture
def told() -> Any:
    heard: list[Any] = []
    _listeners.append(heard.append)
    yield heard
    _listeners.remove(heard.append)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_of_two_hundred_takes_a_dozen_queries(
    administrator: Person, crowd: list[Person], name: str, django_assert_max_num_queries: Any
) -> None:
    administrator.browser.get(f"/admin/accounts/{name}/")
    with django_assert_max_num_queries(12):
        page = administrator.browser.get(f"/admin/accounts/{name}/?q=1")
    assert page.status_code == 200
    with django_assert_max_num_queries(12):
        assert administrator.browser.get(f"/admin/accounts/{name}/?all=").status_code == 200


def test_a_full_class_opens_with_few_queries(
    administrator: Person, school: Organization, teacher: Person, django_assert_max_num_queries: Any
) -> None:
    students = [
        make_person(f"s{n}@school.example", f"학생 {n}", User.Role.STUDENT, school) for n in range(30)
    ]
    classroom = make_class(school, "수학 10반", [teacher], students)
    administrator.browser.get(f"/admin/accounts/classroom/{classroom.pk}/change/")
    with django_assert_max_num_queries(20):
        page = administrator.browser.get(f"/admin/accounts/classroom/{classroom.pk}/change/")
    assert "학생 29" in page.text


def test_people_are_found_by_name_and_e_mail(administrator: Person, minji: Person, seojun: Person) -> None:
    for search in ("민지", "minji@"):
        page = administrator.browser.get(f"/admin/accounts/user/?q={search}")
        assert [row.name for row in page.context["cl"].queryset] == ["최민지"]


def test_a_person_is_added_with_a_clean_name_and_e_mail(administrator: Person, school: Organization) -> None:
    answer = administrator.browser.post(
        "/admin/accounts/user/add/",
        {
            "email": "New@School.Example",
            "name": "새\u202e 사람",
            "role": "student",
            "organization": school.pk,
            "usable_password": "true",
            "password1": "씨앗-뿌리는-날",
            "password2": "씨앗-뿌리는-날",
        },
    )
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    added = User.objects.get(email="new@school.example")
    assert (added.name, added.organization) == ("새 사람", school)


def test_a_second_spelling_of_an_e_mail_is_refused(administrator: Person, minji: Person) -> None:
    answer = administrator.browser.post(
        "/admin/accounts/user/add/",
        {
            "email": "MINJI@school.example",
            "name": "최민지",
            "role": "student",
            "usable_password": "true",
            "password1": "씨앗-뿌리는-날",
            "password2": "씨앗-뿌리는-날",
        },
    )
    assert "email" in answer.context["adminform"].form.errors


def test_switching_a_person_off_signs_them_out(administrator: Person, minji: Person) -> None:
    assert minji.rest.get("/api/v1/auth/me").status_code == 200
    form = {"email": minji.user.email, "name": minji.user.name, "role": "student", "timezone": "Asia/Seoul"}
    answer = administrator.browser.post(f"/admin/accounts/user/{minji.id}/change/", form)
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    assert not User.objects.get(pk=minji.id).is_active
    assert minji.rest.get("/api/v1/auth/me").status_code == 401
    assert Session.objects.get(user=minji.user).revoked_at is not None


def test_a_password_given_by_the_administrator_ends_sign_ins(administrator: Person, minji: Person) -> None:
    assert minji.browser.get("/profile").status_code == 200
    new = {"usable_password": "true", "password1": "아주-새로운-비밀", "password2": "아주-새로운-비밀"}
    answer = administrator.browser.post(f"/admin/accounts/user/{minji.id}/password/", new)
    assert answer.status_code == 302, answer.context["form"].errors
    assert minji.browser.get("/profile").status_code == 302
    assert Person(User.objects.get(pk=minji.id), "아주-새로운-비밀").browser.session


def test_nobody_is_deleted(administrator: Person, minji: Person) -> None:
    assert administrator.browser.post(f"/admin/accounts/user/{minji.id}/delete/").status_code == 403


def test_enrolling_on_the_class_page_is_told_to_the_class_conversations(
    administrator: Person, algebra_class: Classroom, minji: Person, school: Organization, told: list[Any]
) -> None:
    newcomer = make_person("doyun@school.example", "정도윤", User.Role.STUDENT, school)
    minjis = Enrollment.objects.get(user=minji.user)
    answer = administrator.browser.post(
        f"/admin/accounts/classroom/{algebra_class.pk}/change/",
        {
            "zone": algebra_class.zone_id,
            "name": algebra_class.name,
            "enrollments-TOTAL_FORMS": "2",
            "enrollments-INITIAL_FORMS": "1",
            "enrollments-0-id": minjis.pk,
            "enrollments-0-classroom": algebra_class.pk,
            "enrollments-0-DELETE": "on",
            "enrollments-1-classroom": algebra_class.pk,
            "enrollments-1-user": newcomer.id,
            "enrollments-1-role": "student",
        },
    )
    assert answer.status_code == 302
    assert [(change.user, change.enrolled) for change in told] == [(minji.user, False), (newcomer.user, True)]


def test_enrollments_are_added_changed_and_removed_through_actions(
    administrator: Person, algebra_class: Classroom, minji: Person, school: Organization, told: list[Any]
) -> None:
    doyun = make_person("doyun@school.example", "정도윤", User.Role.STUDENT, school)
    place = {"classroom": algebra_class.pk, "user": doyun.id}
    assert (
        administrator.browser.post(
            "/admin/accounts/enrollment/add/", {**place, "role": "student"}
        ).status_code
        == 302
    )
    added = Enrollment.objects.get(user=doyun.user)
    address = f"/admin/accounts/enrollment/{added.pk}"
    assert administrator.browser.post(f"{address}/change/", {**place, "role": "teacher"}).status_code == 302
    assert administrator.browser.post(f"{address}/delete/", {"post": "yes"}).status_code == 302
    assert [(change.role, change.enrolled) for change in told] == [
        ("student", True),
        ("teacher", True),
        ("teacher", False),
    ]
    assert not Enrollment.objects.filter(user=doyun.user).exists()


def test_a_person_of_another_school_cannot_be_enrolled(
    administrator: Person, algebra_class: Classroom, stranger: Person
) -> None:
    form = {"classroom": algebra_class.pk, "user": stranger.id, "role": "student"}
    answer = administrator.browser.post("/admin/accounts/enrollment/add/", form)
    assert "user" in answer.context["adminform"].form.errors


def test_nobody_changes_schools_while_enrolled(
    administrator: Person, algebra_class: Classroom, minji: Person, stranger: Person
) -> None:
    form = {
        "email": minji.user.email,
        "name": minji.user.name,
        "role": "student",
        "timezone": "Asia/Seoul",
        "is_active": "on",
        "organization": stranger.user.organization_id,
    }
    answer = administrator.browser.post(f"/admin/accounts/user/{minji.id}/change/", form)
    assert "organization" in answer.context["adminform"].form.errors
    actions.unenroll(classroom=algebra_class, user=minji.user)
    assert administrator.browser.post(f"/admin/accounts/user/{minji.id}/change/", form).status_code == 302


def test_sign_ins_are_ended_but_neither_written_nor_removed(administrator: Person, minji: Person) -> None:
    session = minji.session
    browser = administrator.browser
    assert browser.get("/admin/accounts/session/add/").status_code == 403
    assert browser.post(f"/admin/accounts/session/{session.pk}/delete/").status_code == 403
    browser.post("/admin/accounts/session/", {"action": "end", "_selected_action": str(session.pk)})
    session.refresh_from_db()
    assert session.revoked_at is not None


def test_tokens_are_shown_nowhere(administrator: Person, minji: Person) -> None:
    assert minji.token
    assert OutstandingToken.objects.exists()
    assert administrator.browser.get("/admin/token_blacklist/outstandingtoken/").status_code == 404


@pytest.mark.parametrize("name", LISTS)
def test_the_administration_is_closed_to_teachers_and_students(
    teacher: Person, minji: Person, name: str
) -> None:
    for person in (teacher, minji):
        assert person.browser.get(f"/admin/accounts/{name}/", follow=True).status_code == 403
    assert Client().get(f"/admin/accounts/{name}/").status_code == 302


@pytest.mark.django_db
def test_a_class_has_a_name_that_is_seen(
    administrator: Person, algebra_class: Classroom, school: Organization
) -> None:
    body = {
        "zone": algebra_class.zone_id, "name": "\u200b\u3164",
        "enrollments-TOTAL_FORMS": 0, "enrollments-INITIAL_FORMS": 0,
    }  # fmt: skip

    answer = administrator.browser.post("/admin/accounts/classroom/add/", body)

    assert answer.status_code == 200
    assert "눈에 보이는 글자를 써 주세요." in answer.content.decode()
    assert Classroom.objects.get() == algebra_class
