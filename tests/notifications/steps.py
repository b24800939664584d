"""What people do with their notifications, in the words of the tests."""

from __future__ import annotations

from typing import Any

from notifications import actions, delivering
from notifications.models import Delivery
from tests.people import Person

API = "/api/v1/notifications"


def ask(person: Person, method: str, path: str = "", body: Any = None, status: int = 200) -> Any:
    answer = (
        getattr(person.rest, method)(f"{API}{path}", body)
        if body is not None
        else getattr(person.rest, method)(f"{API}{path}")
    )
    assert answer.status_code == status, (answer.status_code, answer.content.decode())
    return answer.json() if answer.content else None


def tell(
    *people: Person, kind: str = "assignment_assigned", by: Person | None = None, **fields: Any
) -> list[Any]:
    values: dict[str, Any] = {
        "link": "/assignments/7",
        "data": {"title": "이차함수", "classroom": "수학 10반"},
        "subject": "assignment:7",
        **fields,
    }
    return actions.notify(
        kind=kind, recipients=[one.id for one in people], actor_id=by.id if by else None, **values
    )


def unread(person: Person) -> int:
    count: int = ask(person, "get", "/unread-count")["unread"]
    return count


def listed(person: Person, query: str = "") -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = ask(person, "get", query)["results"]
    return rows


def choose(person: Person, status: int = 200, **settings: Any) -> Any:
    return ask(person, "put", "/settings", settings, status)


def work() -> Delivery:
    """As the worker does it, when it is nudged; the one delivery there is."""
    delivery = Delivery.objects.get()
    delivering.deliver([delivery.notification_id])
    delivery.refresh_from_db()
    return delivery
