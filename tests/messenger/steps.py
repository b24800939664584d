"""What people do with conversations in tests, over REST."""

import json
from typing import Any
from uuid import UUID

from asgiref.sync import sync_to_async

from messenger.models import Conversation
from tests.people import Person

ROOT = "/api/v1/messenger"


def ask(person: Person, method: str, path: str, body: Any = None, status: int | None = None) -> Any:
    """The answer's JSON; with `status` the answer must have it."""
    sent = {} if body is None else {"data": json.dumps(body, default=str), "content_type": "application/json"}
    response = getattr(person.rest, method)(f"{ROOT}/{path}", **sent)
    assert status in (None, response.status_code), response.content
    return response.json() if response.content else None


ask_async = sync_to_async(ask)
"""`ask` from an async test."""


def where(conversation: Conversation | UUID | str, rest: str = "") -> str:
    return f"conversations/{getattr(conversation, 'pk', conversation)}{rest}"


def say(
    person: Person, conversation: Conversation, content: str = "책을 펴세요", status: int = 201, **fields: Any
) -> Any:
    body = {"content": content, **fields}
    return ask(person, "post", where(conversation, "/messages"), body, status)


def read_page(person: Person, conversation: Conversation, query: str = "", status: int = 200) -> Any:
    return ask(person, "get", where(conversation, f"/messages{query}"), status=status)


def texts(page: Any) -> list[str]:
    """What people wrote, oldest first."""
    return [one["content"] for one in reversed(page["results"]) if one["message_type"] != "system"]


def look(person: Person, conversation: Conversation, status: int = 200) -> Any:
    return ask(person, "get", where(conversation), status=status)


def begin(person: Person, type: str, *others: Person, status: int = 201, **fields: Any) -> Any:
    """Create a conversation."""
    fields = {"title": "스터디", "participant_ids": [one.id for one in others], **fields}
    return ask(person, "post", "conversations", {"type": type, **fields}, status)


def catch_up(person: Person, known: dict[Any, int], status: int = 200) -> Any:
    body = {"conversations": {str(getattr(key, "pk", key)): change for key, change in known.items()}}
    return ask(person, "post", "sync", body, status)


def stored(shape: Any) -> Conversation:
    """The row of a conversation shape."""
    return Conversation.objects.get(pk=shape["id"])
