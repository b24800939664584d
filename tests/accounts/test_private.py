"""What one person was shown is nobody else's on the same computer."""

from messenger.models import Conversation
from tests.people import Person


def test_no_browser_keeps_a_page(minji: Person) -> None:
    assert minji.browser.get("/messenger")["Cache-Control"] == "private, no-store"


def test_no_browser_keeps_what_a_program_was_told(minji: Person, algebra: Conversation) -> None:
    for address in ("", f"/{algebra.pk}", f"/{algebra.pk}/messages"):
        answer = minji.rest.get(f"/api/v1/messenger/conversations{address}")
        assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")


def test_nor_what_was_refused(stranger: Person, algebra: Conversation) -> None:
    answer = stranger.rest.get(f"/api/v1/messenger/conversations/{algebra.pk}")
    assert (answer.status_code, answer["Cache-Control"]) == (404, "private, no-store")
