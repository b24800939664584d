"""A class's conversations follow its enrollments."""

from accounts import actions
from accounts.models import Classroom, Organization, User
from messenger.models import Conversation
from tests.people import Person, make_person


def roles(conversation: Conversation) -> dict[str, str]:
    rows = conversation.participants.active().select_related("user")
    return {row.user.name: row.role for row in rows}


def test_a_class_has_a_conversation_and_a_board_that_its_teachers_look_after(
    algebra: Conversation, announcements: Conversation
) -> None:
    for conversation in (algebra, announcements):
        assert roles(conversation) == {"김서연": "admin", "최민지": "member", "이서준": "member"}


def test_enrolling_twice_changes_nothing(
    algebra: Conversation, algebra_class: Classroom, minji: Person
) -> None:
    before = Conversation.objects.get(pk=algebra.pk).change
    actions.enroll(classroom=algebra_class, user=minji.user, role="student")
    assert Conversation.objects.get(pk=algebra.pk).change == before


def test_one_who_becomes_a_teacher_of_the_class_looks_after_it_too(
    algebra: Conversation, announcements: Conversation, algebra_class: Classroom, school: Organization
) -> None:
    trainee = make_person("trainee@school.example", "남도현", User.Role.TEACHER, school)
    actions.enroll(classroom=algebra_class, user=trainee.user, role="student")
    assert roles(algebra)["남도현"] == "member"
    actions.enroll(classroom=algebra_class, user=trainee.user, role="teacher")
    assert roles(algebra)["남도현"] == roles(announcements)["남도현"] == "admin"
    actions.enroll(classroom=algebra_class, user=trainee.user, role="student")
    assert roles(algebra)["남도현"] == "member"


def test_leaving_the_class_is_leaving_its_conversations_and_coming_back_opens_them(
    algebra: Conversation, announcements: Conversation, algebra_class: Classroom, minji: Person
) -> None:
    actions.unenroll(classroom=algebra_class, user=minji.user)
    assert "최민지" not in roles(algebra) | roles(announcements)
    assert minji.rest.get(f"/api/v1/messenger/conversations/{algebra.pk}").status_code == 404
    actions.enroll(classroom=algebra_class, user=minji.user, role="student")
    assert minji.rest.get(f"/api/v1/messenger/conversations/{algebra.pk}").status_code == 200


def test_a_class_without_a_teacher_is_not_handed_to_a_student(
    algebra: Conversation, announcements: Conversation, algebra_class: Classroom, teacher: Person
) -> None:
    actions.unenroll(classroom=algebra_class, user=teacher.user)
    assert set(roles(algebra).values()) == set(roles(announcements).values()) == {"member"}
