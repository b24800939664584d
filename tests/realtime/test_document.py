"""The socket's own document: made from what it dispatches with, and true of what it tells."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from dreamseed.realtime.frames import FRAMES
from dreamseed.realtime.told import EVENTS
from messenger.sync import MOST_CONVERSATIONS

TOLD = re.compile(r'"type": \(?"([a-z_]+\.[a-z_]+)"')
APPS = ("accounts", "assignments", "calls", "messenger", "notifications")


@pytest.fixture
def documents(db: None) -> tuple[Any, Any]:
    """Of the socket and of REST."""
    anybody = Client()
    rest = anybody.get("/api/schema", {"format": "json"}).json()
    return anybody.get("/api/schema/socket").json(), rest


def test_it_names_everything_that_is_said_and_heard(documents: tuple[Any, Any]) -> None:
    socket, _rest = documents
    assert socket["asyncapi"] == "3.0.0"
    names = {f"says.{name}" for name in FRAMES} | {f"hears.{name}" for name in EVENTS}
    assert set(socket["components"]["messages"]) == set(socket["channels"]["socket"]["messages"]) == names
    says = socket["components"]["messages"]["says.message.edit"]["payload"]
    shape = socket["components"]["schemas"][says["$ref"].rpartition("/")[2]]
    assert set(shape["required"]) == {"type", "message_id", "content"}


def test_every_reference_leads_somewhere(documents: tuple[Any, Any]) -> None:
    socket, rest = documents
    for reference in _references(socket):
        address, _hash, path = reference.partition("#/")
        found: Any = rest if address == "/api/schema" else socket
        for name in path.split("/"):
            found = found[name]


def test_every_field_that_is_said_or_heard_has_a_type(documents: tuple[Any, Any]) -> None:
    socket, _rest = documents
    untyped = [
        f"{name} {field}"
        for name, shape in (
            *((name, one["payload"]) for name, one in socket["components"]["messages"].items()),
            *socket["components"]["schemas"].items(),
        )
        for field, schema in shape.get("properties", {}).items()
        if not schema
    ]
    assert untyped == []


def test_a_changed_conversation_is_told_by_what_everybody_shares(documents: tuple[Any, Any]) -> None:
    socket, _rest = documents
    payload = socket["components"]["messages"]["hears.conversation.updated"]["payload"]
    assert set(payload["properties"]["conversation"]["properties"]) == {"id", "title", "avatar", "change"}


def test_the_most_conversations_of_a_sync_are_documented(documents: tuple[Any, Any]) -> None:
    socket, rest = documents
    asked = socket["components"]["schemas"]["SyncRequest"]["properties"]["conversations"]
    assert asked["maxProperties"] == MOST_CONVERSATIONS
    by_rest = rest["components"]["schemas"]["SyncInRequest"]["properties"]["conversations"]
    assert by_rest["description"] == f"At most {MOST_CONVERSATIONS}."


def test_no_event_in_the_code_is_left_out() -> None:
    files = (path for app in APPS for path in Path(app).rglob("*.py"))
    told = {name for path in files for name in TOLD.findall(path.read_text())}
    assert told - {"call.view", "call.answer"} <= set(EVENTS)  # those are handed to the forwarding server


def _references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if "$ref" in part:
            yield part["$ref"]
        for one in part.values():
            yield from _references(one)
    elif isinstance(part, list):
        for one in part:
            yield from _references(one)
