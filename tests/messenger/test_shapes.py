"""What is answered, what is documented and what the batch statement builds are the same shapes."""

from typing import Any

import pytest
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema

from accounts.serializers import PersonSerializer
from calls.example_answers import ANSWERS
from calls.examples import EXAMPLES as OF_CALLS
from messenger import actions, events, serializers, shapes
from messenger.actions import NewMessage, Sent, send_messages
from messenger.models import Conversation, Message, Participant
from messenger.shapes.examples import EXAMPLES
from tests.messenger.steps import ask, begin, catch_up, look, read_page, say, stored, where
from tests.people import Person


def fits(shape: Any, value: Any, place: str = "") -> None:
    """`value` has exactly the keys of a documented shape, all the way down."""
    if value is None:
        assert shape.allow_null, place
        return
    if hasattr(shape, "many") or hasattr(shape, "child"):
        values = value.items() if isinstance(value, dict) else enumerate(value)
        for key, inner in values:
            fits(shape.child, inner, f"{place}.{key}")
        return
    if not hasattr(shape, "fields"):
        return
    optional = {name for name, field in shape.fields.items() if not field.required and not field.read_only}
    assert value.keys() <= shape.fields.keys(), place
    assert shape.fields.keys() - optional <= value.keys(), place
    for name, field in shape.fields.items():
        if name in value:
            fits(field, value[name], f"{place}.{name}")


def test_a_sent_message_is_as_the_serializer_shows_it(
    teacher: Person, minji: Person, algebra: Conversation
) -> None:
    asked, system = say(minji, algebra, "가" * 300), actions.post_system_message(algebra, "call_ended", {})
    gone = say(minji, algebra, "실수")
    actions.delete_message(user=minji.user, message_id=gone["id"])
    for fields in (
        {},
        {"reply_to_id": asked["id"]},
        {"reply_to_id": system.pk},
        {"reply_to_id": gone["id"]},
        {"thread_id": asked["id"], "reply_to_id": asked["id"]},
    ):
        pointers: dict[str, Any] = {name: str(value) for name, value in fields.items()}
        sent = say(teacher, algebra, "책을 펴세요 🌱", **pointers)
        row = Message.objects.select_related("sender", "reply_to__sender").get(pk=sent["id"])
        assert sent == serializers.message(row, teacher.id)
        fits(shapes.MessageShape(), sent)


def test_so_is_a_repeat_after_editing_and_deleting(
    teacher: Person, minji: Person, algebra: Conversation
) -> None:
    asked = say(minji, algebra)
    new = NewMessage(
        sender_id=teacher.id, conversation_id=algebra.pk, content="책을 펴세요", reply_to_id=asked["id"]
    )
    [first] = send_messages([new])
    assert isinstance(first, Sent)
    message_id = first.message["id"]
    for change in (
        lambda: actions.edit_message(user=teacher.user, message_id=message_id, content="덮으세요"),
        lambda: actions.delete_message(user=teacher.user, message_id=message_id),
    ):
        change()
        [again] = send_messages([new])
        row = Message.objects.select_related("sender", "reply_to__sender").get(pk=message_id)
        assert isinstance(again, Sent)
        assert again.message == serializers.message(row, teacher.id)
        assert not again.created


def test_answers_are_as_documented(teacher: Person, minji: Person, algebra: Conversation) -> None:
    sent = say(teacher, algebra)
    actions.post_system_message(algebra, "call_ended", {"seconds": 3})
    ask(minji, "post", where(algebra, "/read"), {"seq": 1}, 200)
    group = stored(begin(minji, "group", teacher))
    fits(shapes.MessageShape(many=True), read_page(minji, algebra)["results"])
    fits(shapes.ConversationShape(many=True), ask(minji, "get", "conversations")["results"])
    fits(shapes.ConversationShape(), begin(minji, "direct", teacher))
    fits(shapes.ParticipantShape(many=True), ask(minji, "get", where(algebra, "/participants")))
    fits(shapes.SyncShape(), catch_up(minji, {algebra: 0, group: 0}))
    fits(shapes.ReceiptShape(many=True), ask(teacher, "get", f"messages/{sent['id']}/receipts"))
    fits(shapes.UnreadShape(), ask(minji, "get", "unread"))
    fits(shapes.PresenceShape(), ask(minji, "get", f"presence?user_ids={teacher.id}"))
    assert look(minji, algebra)["my"].keys() == shapes.MineShape().fields.keys()


def test_people_are_as_documented(teacher: Person, algebra: Conversation) -> None:
    row = Participant.objects.select_related("user").filter(conversation=algebra, user=teacher.user).get()
    fits(shapes.ParticipantShape(), serializers.participant(row))
    assert serializers.participant(row)["user"].keys() == PersonSerializer().fields.keys()


def test_times_are_utc_with_milliseconds(teacher: Person, algebra: Conversation) -> None:
    sent = say(teacher, algebra)
    assert sent["created_at"].endswith("Z")
    assert len(sent["created_at"]) == len("2026-11-23T01:02:03.004Z")


def test_events_carry_the_shapes(teacher: Person, algebra: Conversation) -> None:
    sent = say(teacher, algebra)
    event = events.message_created(sent).event["message"]
    fits(shapes.MessageShape(), event)
    assert "client_id" not in event


@pytest.mark.parametrize("shape", list(EXAMPLES), ids=lambda shape: shape.__name__)
def test_examples_are_what_they_are_examples_of(shape: Any) -> None:
    example = EXAMPLES[shape]
    if shape.__module__.endswith("incoming"):
        asked = shape(data=example)
        assert asked.is_valid(), asked.errors
        assert example.keys() <= asked.validated_data.keys()
    else:
        fits(shape(), example)


@pytest.mark.parametrize("shape", list(OF_CALLS), ids=lambda shape: shape.__name__)
def test_examples_of_calls_are_taken(shape: Any) -> None:
    asked = shape(data=OF_CALLS[shape])
    assert asked.is_valid(), asked.errors
    assert OF_CALLS[shape].keys() == asked.validated_data.keys()


@pytest.mark.parametrize("shape", list(ANSWERS), ids=lambda shape: shape.__name__)
def test_examples_of_what_calls_answer_are_as_their_shapes(shape: Any) -> None:
    fits(shape(), ANSWERS[shape])
    shape().run_validation(ANSWERS[shape])


def doors() -> list[tuple[str, Any]]:
    """What the document says of each: ("get /api/v1/messenger/…", operation)."""
    document = SchemaGenerator().get_schema(request=None, public=True)
    return [
        (f"{method} {path}", door)
        for path, methods in document["paths"].items()
        if path.startswith("/api/v1/messenger/")
        for method, door in methods.items()
    ]


def test_every_answer_has_an_example() -> None:
    without = [
        name
        for name, door in doors()
        for code, answer in door["responses"].items()
        for content in [answer.get("content", {}).get("application/json")]
        if code.startswith("2") and content is not None and "examples" not in content
    ]
    assert without == []


def test_every_door_with_a_body_has_an_example() -> None:
    without = [
        name
        for name, door in doors()
        for content in door.get("requestBody", {}).get("content", {}).values()
        if "examples" not in content
    ]
    assert without == []


def test_the_api_document_is_valid_and_names_every_door() -> None:
    document = SchemaGenerator().get_schema(request=None, public=True)
    validate_schema(document)
    paths = {
        path for path in document["paths"] if path.startswith("/api/v1/messenger/") and "call" not in path
    }
    assert {
        "/api/v1/messenger/conversations",
        "/api/v1/messenger/conversations/{conversation_id}",
        "/api/v1/messenger/conversations/{conversation_id}/messages",
        "/api/v1/messenger/conversations/{conversation_id}/participants",
        "/api/v1/messenger/conversations/{conversation_id}/participants/{user_id}",
        "/api/v1/messenger/conversations/{conversation_id}/read",
        "/api/v1/messenger/messages/{message_id}",
        "/api/v1/messenger/messages/{message_id}/receipts",
        "/api/v1/messenger/unread",
        "/api/v1/messenger/sync",
        "/api/v1/messenger/presence",
    } <= paths


def test_pages_are_documented_as_they_are(minji: Person, algebra: Conversation) -> None:
    document = SchemaGenerator().get_schema(request=None, public=True)
    for path in (
        "conversations",
        "conversations/{conversation_id}/messages",
        "conversations/{conversation_id}/calls/history",
    ):
        answer = document["paths"][f"/api/v1/messenger/{path}"]["get"]["responses"]["200"]
        schema = answer["content"]["application/json"]["schema"]
        while "$ref" in schema:
            schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        assert schema.get("properties", {}).keys() == read_page(minji, algebra).keys(), path


def test_every_door_tells_how_it_refuses(stranger: Person, algebra: Conversation) -> None:
    document = SchemaGenerator().get_schema(request=None, public=True)
    doors = [door for methods in document["paths"].values() for door in methods.values()]
    assert {door["responses"]["4XX"]["content"]["application/json"]["schema"]["$ref"] for door in doors} == {
        "#/components/schemas/Refusal"
    }
    refusal = document["components"]["schemas"]["Refusal"]
    answer = ask(stranger, "get", where(algebra), status=404)
    assert set(refusal["required"]) <= answer.keys() <= refusal["properties"].keys()
