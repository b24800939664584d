"""The cast: the same people in every test, as they come to the doors of the program.

김서연 teaches 최민지 and 이서준 in 수학 10반; the stranger learns at another school.
"""

from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client
from rest_framework.test import APIClient

from accounts import actions
from accounts.models import Classroom, Enrollment, Organization, Session, User, Zone

if TYPE_CHECKING:
    from messenger.models import Conversation

__all__ = [
    "administrator",
    "algebra",
    "algebra_class",
    "announcements",
    "minji",
    "school",
    "seojun",
    "stranger",
    "teacher",
]

PASSWORD = "씨앗-뿌리는-날"


@dataclass(eq=False)
class Person:
    """Somebody with the devices they use: `.rest` (a program with JWT), `.browser` (pages with cookies)."""

    user: User
    password: str = PASSWORD
    tokens: dict[str, str] = field(default_factory=dict)

    @property
    def id(self) -> int:
        return self.user.pk

    @property
    def name(self) -> str:
        return self.user.name

    @cached_property
    def session(self) -> Session:
        """The sign-in of the program."""
        return actions.open_session(user=self.user, user_agent="Dreamseed for tests")

    @property
    def token(self) -> str:
        """An access token, as a socket takes it."""
        if not self.tokens:
            self.tokens = actions.issue_tokens(session=self.session)
        return self.tokens["access"]

    @cached_property
    def rest(self) -> APIClient:
        client = APIClient()
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {self.token}")
        return client

    @cached_property
    def browser(self) -> Client:
        """Signed in at /login, as a browser does it."""
        client = Client()
        client.post("/login", {"email": self.user.email, "password": self.password})
        assert "_auth_user_id" in client.session, "could not sign in"
        return client


@cache
def _hash(password: str) -> str:
    return make_password(password)


def make_person(email: str, name: str, role: str, organization: Organization | None, **fields: Any) -> Person:
    """A person of this school, quickly: the password is hashed once a run."""
    user = User.objects.create(
        email=email, name=name, role=role, organization=organization, password=_hash(PASSWORD), **fields
    )
    return Person(user)


def make_class(school: Organization, name: str, teachers: list[Person], students: list[Person]) -> Classroom:
    """A class with its people enrolled by the action, so that its conversations exist."""
    zone, _created = Zone.objects.get_or_create(organization=school, name="본관")
    classroom = Classroom.objects.create(zone=zone, name=name)
    for person in teachers:
        actions.enroll(classroom=classroom, user=person.user, role=Enrollment.Role.TEACHER)
    for person in students:
        actions.enroll(classroom=classroom, user=person.user, role=Enrollment.Role.STUDENT)
    return classroom


@pytest.fixture
def school(db: None) -> Organization:
    return Organization.objects.create(name="씨앗고등학교")


@pytest.fixture
def teacher(school: Organization) -> Person:
    return make_person("seoyeon@school.example", "김서연", User.Role.TEACHER, school)


@pytest.fixture
def minji(school: Organization) -> Person:
    return make_person("minji@school.example", "최민지", User.Role.STUDENT, school)


@pytest.fixture
def seojun(school: Organization) -> Person:
    return make_person("seojun@school.example", "이서준", User.Role.STUDENT, school)


@pytest.fixture
def stranger(db: None) -> Person:
    """A student of another school."""
    other = Organization.objects.create(name="바람고등학교")
    return make_person("stranger@elsewhere.example", "나그네", User.Role.STUDENT, other)


@pytest.fixture
def administrator(school: Organization) -> Person:
    return make_person(
        "office@school.example", "오지원", User.Role.ADMINISTRATOR, school, is_staff=True, is_superuser=True
    )


@pytest.fixture
def algebra_class(school: Organization, teacher: Person, minji: Person, seojun: Person) -> Classroom:
    """수학 10반: taught by the teacher, attended by minji and seojun."""
    return make_class(school, "수학 10반", [teacher], [minji, seojun])


@pytest.fixture
def algebra(algebra_class: Classroom) -> "Conversation":
    """The conversation of 수학 10반."""
    return _conversation(algebra_class, "group")


@pytest.fixture
def announcements(algebra_class: Classroom) -> "Conversation":
    """The announcement board of 수학 10반."""
    return _conversation(algebra_class, "announcement")


def _conversation(classroom: Classroom, type: str) -> "Conversation":
    from messenger.models import Conversation

    return Conversation.objects.get(classroom=classroom, type=type)
