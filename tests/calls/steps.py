"""What people do with calls in tests, over REST."""

from typing import Any
from uuid import uuid4

from messenger.models import Conversation
from tests.people import Person

ROOT = "/api/v1/messenger"


def start(person: Person, conversation: Conversation, status: int = 201, **fields: Any) -> Any:
    body = {"call_type": "video", **fields}
    response = person.rest.post(f"{ROOT}/conversations/{conversation.pk}/calls", body, format="json")
    assert response.status_code == status, response.content
    return response.json()


def do(person: Person, call: Any, verb: str, status: int = 200, **fields: Any) -> Any:
    """`answer`, `reject`, `leave`, `end`, `invite`."""
    response = person.rest.post(f"{ROOT}/calls/{call['id']}/{verb}", fields, format="json")
    assert response.status_code == status, response.content
    return response.json()


def join(person: Person, call: Any, **fields: Any) -> Any:
    return do(person, call, "answer", peer_id=str(uuid4()), **fields)


def look(person: Person, call: Any) -> Any:
    response = person.rest.get(f"{ROOT}/calls/{call['id']}")
    assert response.status_code == 200, response.content
    return response.json()


def state_of(call: Any, person: Person) -> str | None:
    return next((one["state"] for one in call["participants"] if one["user"]["id"] == person.id), None)


def peers_of(call: Any, person: Person) -> list[str]:
    return next(one["peers"] for one in call["participants"] if one["user"]["id"] == person.id)
