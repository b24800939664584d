"""Who is in the demo school, and in which class."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from accounts.actions import enroll
from accounts.models import Classroom, Enrollment, Organization, User, Zone

PASSWORD = "dreamseed"  # noqa: S105  everybody may know it; `check --deploy` refuses a demo in production
OFFICE = "admin@example.com"
SCHOOL, CAMPUS = "씨앗고등학교", "본관"
MATHS, SCIENCE = "수학 10반", "과학 10반"

TEACHER, STUDENT, ADMINISTRATOR = User.Role.TEACHER, User.Role.STUDENT, User.Role.ADMINISTRATOR
# short name in the scripts: e-mail, name, role, minutes since last seen
PEOPLE = {
    "서연": ("teacher@example.com", "김서연", TEACHER, 8),
    "민지": ("student1@example.com", "최민지", STUDENT, 14),
    "서준": ("student2@example.com", "이서준", STUDENT, 31),
    "하은": ("student3@example.com", "박하은", STUDENT, 52),
    "도윤": ("student4@example.com", "정도윤", STUDENT, 95),
    "지우": ("student5@example.com", "윤지우", STUDENT, 170),
    "예준": ("student6@example.com", "한예준", STUDENT, 1300),
    "행정": (OFFICE, "정은혜", ADMINISTRATOR, 240),
}


@dataclass(frozen=True)
class School:
    """What the scripts speak of: people by their short names, classes by theirs."""

    people: dict[str, User]
    classes: dict[str, Classroom]


def make_school() -> School:
    """The school, its people and classes; enrolling brings the classes' conversations with it."""
    organization = Organization.objects.create(name=_free_name())
    people = _make_people(organization)
    zone = Zone.objects.create(organization=organization, name=CAMPUS)
    classes = {name: Classroom.objects.create(zone=zone, name=name) for name in (MATHS, SCIENCE)}
    for classroom in classes.values():
        for person in people.values():
            if person.role != ADMINISTRATOR:
                enroll(classroom=classroom, user=person, role=_role_in_class(person))
    return School(people, classes)


def _free_name() -> str:
    """A school of that name may stand here already, and is not ours to touch."""
    return f"{SCHOOL} (체험)" if Organization.objects.filter(name=SCHOOL).exists() else SCHOOL


def _make_people(organization: Organization) -> dict[str, User]:
    password = make_password(PASSWORD)  # a tenth of a second each, and all the same
    now = timezone.now()
    rows = {
        key: User(
            email=email,
            name=name,
            role=role,
            organization=organization,
            password=password,
            is_staff=role == ADMINISTRATOR,
            is_superuser=role == ADMINISTRATOR,
            last_seen=now - timedelta(minutes=minutes),
        )
        for key, (email, name, role, minutes) in PEOPLE.items()
    }
    User.objects.bulk_create(rows.values())
    return rows


def _role_in_class(person: User) -> str:
    return Enrollment.Role.TEACHER if person.role == TEACHER else Enrollment.Role.STUDENT
