"""The batch statement and access.py answer alike, whoever sends what where."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest

from accounts import actions as people
from dreamseed.realtime.errors import NotFound, Refused
from messenger import access, actions
from messenger.actions import NewMessage, Sent, send_messages
from messenger.models import Conversation, Message
from tests.messenger.steps import begin, stored
from tests.people import Person

PEOPLE = ["teacher", "minji", "seojun", "stranger", "removed", "deactivated"]
PLACES = ["algebra", "announcements", "direct", "group", "archived", "nowhere"]
ANSWERS = ["nothing", "old", "new", "deleted", "in a thread", "system", "foreign", "unknown"]


@pytest.fixture
def world(
    teacher: Person,
    minji: Person,
    seojun: Person,
    stranger: Person,
    algebra: Conversation,
    announcements: Conversation,
) -> dict[str, Any]:
    """People and places; seojun came late to the group, which holds one message of every kind."""
    removed, deactivated = _extras(algebra)
    group = stored(begin(minji, "group", teacher))
    kinds = _kinds(group, minji)
    for person in (seojun, removed, deactivated):
        actions.add_participants(
            user=teacher_of(group, minji), conversation_id=group.pk, user_ids=[person.id]
        )
    kinds["new"] = _say(minji, group)
    archived = stored(begin(minji, "group", seojun, teacher))
    actions.archive_conversation(user=minji.user, conversation_id=archived.pk)
    actions.remove_participant(user=minji.user, conversation_id=group.pk, user_id=removed.id)
    assert algebra.classroom is not None
    people.unenroll(classroom=algebra.classroom, user=removed.user)
    people.deactivate(user=deactivated.user)
    places = {
        "algebra": algebra,
        "announcements": announcements,
        "direct": stored(begin(teacher, "direct", minji)),
        "group": group,
        "archived": archived,
    }
    kinds["foreign"] = _say(teacher, algebra)
    cast = {"teacher": teacher, "minji": minji, "seojun": seojun, "stranger": stranger}
    return {**cast, "removed": removed, "deactivated": deactivated, **places, "kinds": kinds}


def teacher_of(group: Conversation, maker: Person) -> Any:
    return maker.user


def _extras(algebra: Conversation) -> list[Person]:
    from tests.people import make_person

    assert algebra.classroom is not None
    assert algebra.org is not None
    found = []
    for name in ("removed", "deactivated"):
        person = make_person(f"{name}@school.example", f"학생 {name}", "student", algebra.org)
        people.enroll(classroom=algebra.classroom, user=person.user, role="student")
        found.append(person)
    return found


def _kinds(group: Conversation, writer: Person) -> dict[str, UUID | None]:
    old, deleted = _say(writer, group), _say(writer, group)
    actions.delete_message(user=writer.user, message_id=deleted)
    return {
        "nothing": None,
        "old": old,
        "deleted": deleted,
        "in a thread": _say(writer, group, thread_id=old),
        "system": actions.post_system_message(group, "call_ended", {}).pk,
        "unknown": uuid4(),
    }


def _say(person: Person, conversation: Conversation, **fields: Any) -> UUID:
    new = NewMessage(sender_id=person.id, conversation_id=conversation.pk, content="말", **fields)
    [answer] = send_messages([new])
    assert isinstance(answer, Sent)
    return UUID(answer.message["id"])


def code_of(work: Callable[[], Any]) -> str:
    try:
        work()
    except Refused as refusal:
        return refusal.code
    return "sent"


def by_statement(person: Person, conversation_id: UUID, **fields: Any) -> str:
    new = NewMessage(sender_id=person.id, conversation_id=conversation_id, content="말", **fields)
    [answer] = send_messages([new])
    return answer.code if isinstance(answer, Refused) else "sent"


def by_rules(person: Person, conversation_id: UUID, **fields: UUID | None) -> str:
    """What access.py says: through its doors, one after the other."""

    def walk() -> None:
        if not person.user.is_active:
            raise NotFound  # never gets as far as a door
        conversation = access.conversation_for(person.user, conversation_id)
        if not access.may_post(conversation, conversation.me):
            raise Refused(code="forbidden")
        for name, message_id in fields.items():
            if message_id is not None and not _fits(person, conversation, name, message_id):
                raise Refused(code="invalid")

    return code_of(walk)


def _fits(person: Person, conversation: Conversation, name: str, message_id: UUID) -> bool:
    try:
        message = access.message_for(person.user, message_id)
    except NotFound:
        return False
    if message.conversation_id != conversation.pk:
        return False
    return name == "reply_to_id" or (message.thread_id is None and message.deleted_at is None)


def test_who_may_write_where(world: dict[str, Any]) -> None:
    for name in PEOPLE:
        for place in PLACES:
            conversation_id = world[place].pk if place in world else uuid4()
            expected = by_rules(world[name], conversation_id)
            assert by_statement(world[name], conversation_id) == expected, (name, place)


@pytest.mark.parametrize("field", ["reply_to_id", "thread_id"])
def test_what_may_be_answered(field: str, world: dict[str, Any]) -> None:
    for name in PEOPLE:
        for kind in ANSWERS:
            fields = {field: world["kinds"][kind]}
            expected = by_rules(world[name], world["group"].pk, **fields)
            assert by_statement(world[name], world["group"].pk, **fields) == expected, (name, kind)


def test_the_matrix_says_both_yes_and_no(world: dict[str, Any]) -> None:
    """So that two broken sides cannot agree by refusing everything."""
    said = {name: {place: by_rules(world[name], world[place].pk) for place in PLACES[:-1]} for name in PEOPLE}
    assert said == {
        "teacher": dict(zip(PLACES, ["sent", "sent", "sent", "sent", "not_found"], strict=False)),
        "minji": dict(zip(PLACES, ["sent", "forbidden", "sent", "sent", "not_found"], strict=False)),
        "seojun": dict(zip(PLACES, ["sent", "forbidden", "not_found", "sent", "not_found"], strict=False)),
        "stranger": dict.fromkeys(PLACES[:-1], "not_found"),
        "removed": dict.fromkeys(PLACES[:-1], "not_found"),
        "deactivated": dict.fromkeys(PLACES[:-1], "not_found"),
    }
    replies = [
        by_rules(world["seojun"], world["group"].pk, reply_to_id=world["kinds"][kind]) for kind in ANSWERS
    ]
    assert replies == ["sent", "invalid", "sent", "invalid", "invalid", "invalid", "invalid", "invalid"]


def test_a_refused_message_leaves_no_trace(world: dict[str, Any]) -> None:
    group = Conversation.objects.get(pk=world["group"].pk)
    count = Message.objects.count()
    by_statement(world["stranger"], group.pk)
    by_statement(world["minji"], group.pk, reply_to_id=uuid4())
    assert Message.objects.count() == count
    assert Conversation.objects.get(pk=group.pk).change == group.change
