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


@pytest.mark.django_db
@pytest.mark.parametrize("path", LISTS)
def test_a_cursor_made_by_hand_is_not_found(teacher: Person, path: str) -> None:
    for position in POSITIONS:
        cursor = b64encode(f"p={position}".encode()).decode()
        answer = teacher.rest.get(path, {"cursor": cursor})
        assert answer.status_code == 404, (position, answer.content)
        assert answer.json()["code"] == "not_found"
