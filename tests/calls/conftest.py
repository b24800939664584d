"""Conversations to call in, beside the class of tests/people.py."""

import pytest

from accounts.models import Organization, User
from messenger.actions import create_conversation
from messenger.models import Conversation
from tests.people import Person, make_person


@pytest.fixture
def pair(teacher: Person, minji: Person) -> Conversation:
    """The teacher and minji alone."""
    return create_conversation(user=teacher.user, type="direct", participant_ids=[minji.id])[0]


@pytest.fixture
def study_group(algebra_class: object, minji: Person, seojun: Person) -> Conversation:
    """minji and seojun, made by minji."""
    made = create_conversation(user=minji.user, type="group", title="스터디", participant_ids=[seojun.id])
    return made[0]


@pytest.fixture
def crowd(school: Organization, teacher: Person) -> tuple[Conversation, list[Person]]:
    """A conversation of the teacher and five others."""
    people = [
        make_person(f"crowd{number}@school.example", f"학생{number}", User.Role.STUDENT, school)
        for number in range(5)
    ]
    ids = [one.id for one in people]
    made = create_conversation(user=teacher.user, type="group", title="모임", participant_ids=ids)
    return made[0], people
