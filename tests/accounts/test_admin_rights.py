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


@pytest.fixture
def clerk(school: Organization) -> Person:
    """Staff who look after people, and nothing else."""
    return office(school, "clerk", "view_user", "add_user", "change_user")


def form(person: Person, **fields: Any) -> dict[str, Any]:
    """Of a person's page, unchanged."""
    user = person.user
    given = {"email": user.email, "name": user.name, "role": user.role, "organization": user.organization_id}
    return {**given, "is_active": "on", "language": "ko", "timezone": "Asia/Seoul", **fields}


def test_nobody_and_nothing_is_put_into_another_school(
    staff: Person, minji: Person, stranger: Person, algebra_class: Classroom
) -> None:
    there = stranger.user.organization_id
    staff.browser.post(f"{ADMIN}/user/{minji.id}/change/", form(minji, organization=there))
    assert User.objects.get(pk=minji.id).organization_id == minji.user.organization_id
    answer = staff.browser.post(f"{ADMIN}/zone/add/", {"name": "신관", "organization": there})
    assert "organization" in answer.context["adminform"].form.errors
    who = {"classroom": algebra_class.pk, "user": stranger.id, "role": "student"}
    answer = staff.browser.post(f"{ADMIN}/enrollment/add/", who)
    assert "user" in answer.context["adminform"].form.errors
    assert not Zone.objects.filter(name="신관").exists()
    assert not Enrollment.objects.filter(user=stranger.user).exists()


@pytest.mark.parametrize("asked", ["none", "another"])
def test_whom_staff_add_is_of_their_school(
    clerk: Person, school: Organization, stranger: Person, asked: str
) -> None:
    there = {"none": "", "another": stranger.user.organization_id}[asked]
    newcomer = {"email": "doyun@school.example", "name": "정도윤", "role": "student", "organization": there}
    answer = clerk.browser.post(f"{ADMIN}/user/add/", {**newcomer, **NEW})
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    assert User.objects.get(email="doyun@school.example").organization == school


def test_staff_leave_everybody_in_their_school(clerk: Person, minji: Person, school: Organization) -> None:
    for person in (minji, clerk):
        answer = clerk.browser.post(f"{ADMIN}/user/{person.id}/change/", form(person, organization=""))
        assert answer.status_code == 302, answer.context["adminform"].form.errors
        assert User.objects.get(pk=person.id).organization == school


def test_only_superusers_are_asked_for_a_persons_school(
    clerk: Person, administrator: Person, minji: Person
) -> None:
    for page in (f"{ADMIN}/user/add/", f"{ADMIN}/user/{minji.id}/change/"):
        assert 'name="organization"' not in clerk.browser.get(page).content.decode()
        assert 'name="organization"' in administrator.browser.get(page).content.decode()


def test_staff_of_no_school_add_nobody(db: None) -> None:
    nowhere = office(None, "nowhere")
    newcomer = {"email": "doyun@school.example", "name": "정도윤", "role": "student", **NEW}
    assert nowhere.browser.post(f"{ADMIN}/user/add/", newcomer).status_code == 403
    assert not User.objects.filter(email="doyun@school.example").exists()


def test_only_superusers_add_schools(staff: Person, administrator: Person) -> None:
    new = {"name": "새싹고등학교", "students_write_to": "classes"}
    assert staff.browser.post(f"{ADMIN}/organization/add/", new).status_code == 403
    assert not Organization.objects.filter(name="새싹고등학교").exists()
    assert administrator.browser.post(f"{ADMIN}/organization/add/", new).status_code == 302


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
