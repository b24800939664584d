"""The guide's HTTP exchanges, one after another, and that its files and diagrams are there."""

from __future__ import annotations

import json
from uuid import uuid4

import msgspec
from rest_framework.test import APIClient

from dreamseed.realtime.frames import decode
from tests.guide import examples
from tests.people import PASSWORD, Person


def test_every_exchange_is_answered_as_it_stands_there(teacher: Person, minji: Person) -> None:
    variables: dict[str, object] = {"student_id": minji.id}
    client = APIClient()
    for one in examples.exchanges():
        body = examples.fill(one.body, variables)
        body = body.replace("teacher@example.com", teacher.user.email).replace('"dreamseed"', f'"{PASSWORD}"')
        data = json.loads(body) if body else None
        address = examples.fill(one.path, variables)
        response = getattr(client, one.method.lower())(address, data, format="json")
        assert response.status_code == one.status, (one.path, response.content)
        examples.learn(one.answer.replace("\n", " "), response.json(), variables)
        if "access" in variables:
            client.credentials(HTTP_AUTHORIZATION=f"Bearer {variables['access']}")
    assert {"conversation_id", "call_id"} <= variables.keys()


def test_every_frame_is_taken_as_it_stands_there() -> None:
    variables: dict[str, object] = {"call_id": uuid4(), "peer_id": uuid4()}
    found = examples.frames()
    for one in found:
        said = examples.fill(one, variables)
        examples.learn(said, msgspec.to_builtins(decode(said)), {})
    assert found


def test_the_guide_is_whole() -> None:
    text = examples.text()
    languages = {language for language, _code in examples.BLOCK.findall(text)}
    assert languages == {"http", "json", "mermaid", "ts", "tsx"}
    assert len(text.split()) > 3000
    assert text.count("```mermaid") >= 3
    named = {
        "tokens.ts",
        "socket.ts",
        "peer.ts",
        "roster.ts",
        "call.ts",
        "forwarding.ts",
        "CallRoom.tsx",
        "CallScreen.tsx",
    }
    assert set(examples.files()) == named
    assert text.count("\n```") == 2 * len(examples.BLOCK.findall(text))
