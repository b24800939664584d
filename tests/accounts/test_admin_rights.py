"""How far staff who are no superusers reach: not out of their school, and not above themselves."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission

from accounts.models import Classroom, Enrollment, Organization, User, Zone
from tests.people import Person
from tests.test_admin_schools import office

ADMIN = "/admin/accounts"
NEW = {"usable_password": "true", "password1": "아주-새로운-비밀", "password2": "아주-새로운-비밀"}


@pytest.fixture
def staff(school: Organization) -> Person:
    return office(school, "own")


def form(person: Person, **fields: Any) -> dict[str, Any]:
    """Of a person's page, unchanged."""
    user = person.user
    given = {"email": user.email, "name": user.name, "role": user.role, "organization": user.organization_id}
    return {**given, "is_active": "on", "language": "ko", "timezone": "Asia/Seoul", **fields}


def test_nobody_and_nothing_is_put_into_another_school(
    staff: Person, minji: Person, stranger: Person, algebra_class: Classroom
) -> None:
    there = stranger.user.organization_id
    answer = staff.browser.post(f"{ADMIN}/user/{minji.id}/change/", form(minji, organization=there))
    assert "organization" in answer.context["adminform"].form.errors
    answer = staff.browser.post(f"{ADMIN}/zone/add/", {"name": "신관", "organization": there})
    assert "organization" in answer.context["adminform"].form.errors
    who = {"classroom": algebra_class.pk, "user": stranger.id, "role": "student"}
    answer = staff.browser.post(f"{ADMIN}/enrollment/add/", who)
    assert "user" in answer.context["adminform"].form.errors
    assert not Zone.objects.filter(name="신관").exists()
    assert not Enrollment.objects.filter(user=stranger.user).exists()


def test_people_of_another_school_are_not_suggested(staff: Person, stranger: Person, minji: Person) -> None:
    field = {"app_label": "accounts", "model_name": "enrollment", "field_name": "user"}
    found = staff.browser.get("/admin/autocomplete/", {**field, "term": "example"}).json()["results"]
    assert minji.name in str(found)
    assert stranger.name not in str(found)


def test_staff_give_nobody_rights(staff: Person, minji: Person) -> None:
    for person in (minji, staff):
        wishes = form(person, name="새 이름", is_staff="on", is_superuser="on", user_permissions=["1"])
        assert staff.browser.post(f"{ADMIN}/user/{person.id}/change/", wishes).status_code == 302
    after = User.objects.get(pk=minji.id)
    assert (after.name, after.is_staff, after.is_superuser) == ("새 이름", False, False)
    assert not after.user_permissions.exists()
    assert not User.objects.get(pk=staff.id).is_superuser


def test_staff_change_no_superuser_and_no_superusers_password(staff: Person, administrator: Person) -> None:
    page = f"{ADMIN}/user/{administrator.id}"
    assert staff.browser.post(f"{page}/change/", form(administrator, name="나")).status_code == 403
    assert staff.browser.post(f"{page}/password/", NEW).status_code == 403
    assert User.objects.get(pk=administrator.id).name == administrator.name


@pytest.fixture
def clerk(school: Organization) -> Person:
    """Staff who look after people, and nothing else."""
    return office(school, "clerk", "view_user", "add_user", "change_user")


def take_over(staff: Person, other: Person) -> list[int]:
    """The answers to everything by which one becomes somebody else."""
    page = f"{ADMIN}/user/{other.id}"
    wishes = (
        ("change", form(other, email=f"of-{other.id}@school.example")),
        ("password", NEW),
        ("delete", {"post": "yes"}),
    )
    return [staff.browser.post(f"{page}/{what}/", wish).status_code for what, wish in wishes]


def test_staff_change_nobody_who_may_do_more(clerk: Person, staff: Person) -> None:
    before = User.objects.get(pk=staff.id)
    assert take_over(clerk, staff) == [403, 403, 403]
    after = User.objects.get(pk=staff.id)
    assert (after.email, after.password) == (before.email, before.password)


def test_rights_of_a_group_are_rights(clerk: Person, minji: Person) -> None:
    group = Group.objects.create(name="행정실")
    group.permissions.set(Permission.objects.filter(codename="view_report"))
    minji.user.groups.add(group)
    assert take_over(clerk, minji) == [403, 403, 403]


@pytest.mark.parametrize("rank", ["staff", "administrator"])
def test_who_may_do_more_is_not_taken_over_while_switched_off(
    clerk: Person, rank: str, request: pytest.FixtureRequest
) -> None:
    stronger = request.getfixturevalue(rank)
    User.objects.filter(pk=stronger.id).update(is_active=False)
    assert take_over(clerk, stronger) == [403, 403, 403]


def test_staff_change_those_who_may_do_as_much_or_less(clerk: Person, staff: Person, minji: Person) -> None:
    assert take_over(clerk, minji) == [302, 302, 403]
    assert take_over(staff, clerk) == [302, 302, 403]


def test_a_superuser_gives_rights(administrator: Person, minji: Person) -> None:
    answer = administrator.browser.post(f"{ADMIN}/user/{minji.id}/change/", form(minji, is_staff="on"))
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    assert User.objects.get(pk=minji.id).is_staff
