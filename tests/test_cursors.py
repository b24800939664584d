"""A cursor is the program's own word: one that was made by hand leads nowhere, and breaks nothing."""

from base64 import b64encode

import pytest

from tests.people import Person

LISTS = (
    "/api/assignments/teacher",
    "/api/v1/auth/sessions",
    "/api/v1/messenger/conversations",
    "/api/v1/notifications",
)
POSITIONS = ("abc", "\0", "2026", "9999-99-99", "9" * 400)
FAR = ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00")


@pytest.mark.django_db
@pytest.mark.parametrize("path", LISTS)
def test_a_cursor_made_by_hand_is_not_found(teacher: Person, path: str) -> None:
    for position in POSITIONS:
        cursor = b64encode(f"p={position}".encode()).decode()
        answer = teacher.rest.get(path, {"cursor": cursor})
        assert answer.status_code == 404, (position, answer.content)
        assert answer.json()["code"] == "not_found"


@pytest.mark.django_db
@pytest.mark.parametrize("path", LISTS)
def test_nor_does_one_from_the_ends_of_the_calendar_break_anything(teacher: Person, path: str) -> None:
    for position in FAR:
        cursor = b64encode(f"p={position}".encode()).decode()
        assert teacher.rest.get(path, {"cursor": cursor}).status_code in (200, 404), position
