"""A group its people made: lines for who comes and goes, a picture, and whom one may bring in."""

from typing import Any

from accounts.models import Organization
from messenger.models import Conversation
from tests.files.steps import photo, send_file
from tests.messenger.steps import ask, begin, look, read_page, stored, where
from tests.people import Person


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
