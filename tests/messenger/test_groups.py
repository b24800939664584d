"""A group its people made: lines for who comes and goes, a picture, and whom one may bring in."""

from itertools import combinations
from typing import Any

import pytest

from accounts.access import may_write_to
from accounts.actions import deactivate, reactivate
from accounts.models import Organization, User
from messenger.access.conversations import goes_on
from messenger.models import Conversation
from tests.files.steps import photo, send_file
from tests.messenger.steps import ask, begin, look, read_page, stored, texts, where
from tests.people import Person, make_person


def told(person: Person, conversation: Conversation) -> list[tuple[str, str, list[str]]]:
    lines = [one["content"] for one in read_page(person, conversation)["results"]]
    return [(one["kind"], one["by"]["name"], [who["name"] for who in one["people"]]) for one in lines]


def test_lines_tell_who_comes_and_goes(
    teacher: Person, minji: Person, seojun: Person, algebra: Conversation
) -> None:
    group = stored(begin(minji, "group"))
    ask(minji, "post", where(group, "/participants"), {"user_ids": [seojun.id, teacher.id]}, 201)
    ask(minji, "delete", where(group, f"/participants/{teacher.id}"), status=204)
    ask(seojun, "delete", where(group, f"/participants/{seojun.id}"), status=204)
    assert [(kind, by, sorted(names)) for kind, by, names in told(minji, group)] == [
        ("left", "이서준", ["이서준"]),
        ("removed", "최민지", ["김서연"]),
        ("joined", "최민지", ["김서연", "이서준"]),
    ]
    assert look(minji, group)["my"]["unread"] == 0


def test_a_class_follows_its_roster_without_lines(teacher: Person, algebra: Conversation) -> None:
    assert told(teacher, algebra) == []


def change(person: Person, conversation: Conversation, status: int = 200, **fields: Any) -> Any:
    return ask(person, "patch", where(conversation), fields, status)


def test_a_picture_is_seen_by_its_people(
    minji: Person, seojun: Person, stranger: Person, algebra: Any
) -> None:
    group = stored(begin(minji, "group", seojun))
    file = send_file(minji, photo(), "우리.jpg")
    address = change(minji, group, avatar_id=file["id"])["avatar"]
    assert address == f"/files/previews/{file['id']}"
    assert look(seojun, group)["avatar"] == address
    assert seojun.browser.get(address).status_code == 200
    assert stranger.browser.get(address).status_code == 404
    assert change(minji, group, avatar_id=None)["avatar"] == ""
    assert minji.browser.get(address).status_code == 404


def test_what_is_no_picture_or_not_ones_own_is_refused(
    minji: Person, seojun: Person, algebra: Conversation
) -> None:
    group = stored(begin(minji, "group", seojun))
    before = change(minji, group, avatar_id=send_file(minji, photo(), "a.jpg")["id"])["avatar"]
    for file in (send_file(minji), send_file(seojun, photo(), "b.jpg")):
        assert "avatar_id" in change(minji, group, 400, avatar_id=file["id"])["fields"]
    change(seojun, group, 403, avatar_id=send_file(seojun, photo(), "c.jpg")["id"])
    change(minji, group, 400)
    assert look(minji, group)["avatar"] == before
    assert minji.browser.get(before).status_code == 200


def post(person: Person, pair: Any, status: int) -> Any:
    return ask(person, "post", where(pair["id"], "/messages"), {"content": "안녕"}, status)


def test_a_pair_goes_on_as_long_as_one_may_write_to_the_other(
    school: Organization, teacher: Person, minji: Person, seojun: Person, algebra: Conversation
) -> None:
    friends, advice = begin(minji, "direct", seojun), begin(teacher, "direct", minji)
    post(minji, friends, 201)
    school.students_write_to = Organization.Reach.TEACHERS
    school.save()
    refused = post(minji, friends, 403)
    assert (refused["code"], "학교" in refused["detail"]) == ("forbidden", True)
    rules = look(seojun, friends["id"])["rules"]
    assert (rules["post"], rules["call"]) == (False, False)
    assert texts(read_page(seojun, friends["id"])) == ["안녕"]
    post(minji, advice, 201)
    assert look(minji, advice["id"])["rules"]["post"]


@pytest.mark.parametrize("reach", Organization.Reach.values)
def test_who_goes_on_is_who_may_begin_from_either_side(
    reach: str,
    school: Organization,
    teacher: Person,
    minji: Person,
    seojun: Person,
    administrator: Person,
    stranger: Person,
    algebra: Conversation,
) -> None:
    Organization.objects.update(students_write_to=reach)
    outside = make_person("outside@example.com", "밖", User.Role.ADMINISTRATOR, None, is_superuser=True)
    alone = make_person("alone@example.com", "홀로", User.Role.TEACHER, None)
    cast = [teacher, minji, seojun, administrator, stranger, outside, alone]
    for one, other in combinations([User.objects.get(pk=person.id) for person in cast], 2):
        begins = bool(may_write_to(one, [other.pk]) or may_write_to(other, [one.pk]))
        pair = Conversation(type="direct", pair_key=f"{one.pk}:{other.pk}")
        assert goes_on(pair) == begins, (one.name, other.name)


def test_nobody_writes_to_who_is_switched_off(teacher: Person, minji: Person, algebra: Conversation) -> None:
    advice = begin(teacher, "direct", minji)
    sent = post(teacher, advice, 201)
    deactivate(user=minji.user)
    post(teacher, advice, 403)
    ask(teacher, "put", f"messages/{sent['id']}", {"content": "잘 가"}, 403)
    shown = look(teacher, advice["id"])
    assert (shown["rules"]["post"], shown["partner"]["name"]) == (False, "최민지")
    reactivate(user=minji.user)
    post(teacher, advice, 201)


def test_where_the_school_wants_it_so_students_write_to_teachers_alone(
    teacher: Person, minji: Person, seojun: Person, school: Organization, algebra: Conversation
) -> None:
    begin(minji, "direct", seojun)
    school.students_write_to = Organization.Reach.TEACHERS
    school.save()
    minji.user.refresh_from_db()
    found = minji.rest.get("/api/v1/auth/people").json()
    names = [one["name"] for one in found.get("results", found)]
    assert names == ["김서연"]
    begin(minji, "group", seojun, status=400)
    begin(minji, "direct", teacher)
    group = stored(begin(minji, "group", teacher))
    ask(minji, "post", where(group, "/participants"), {"user_ids": [seojun.id]}, 400)
