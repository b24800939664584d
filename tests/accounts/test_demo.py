"""The demo school: alive at first sight, and made once."""

from time import perf_counter
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.models import Classroom, Organization, User
from calls.models import Call
from calls.registers import register_of
from dreamseed.demo import make_demo
from dreamseed.demo.people import MATHS
from messenger.models import Conversation, Message, Participant
from notifications.models import Notification
from tests.people import Person


@pytest.fixture
def demo(db: None) -> None:
    call_command("demo", verbosity=0)


def demo_person(email: str) -> Person:
    return Person(User.objects.get(email=email), "dreamseed")


def test_everybody_can_sign_in_with_the_one_password(demo: None) -> None:
    emails = ["teacher@example.com", "admin@example.com", *(f"student{n}@example.com" for n in range(1, 7))]
    assert sorted(User.objects.values_list("email", flat=True)) == sorted(emails)
    for email in emails:
        assert demo_person(email).browser.session
    assert demo_person("admin@example.com").browser.get("/admin/").status_code == 200


def test_two_classes_of_six_with_one_teacher(demo: None) -> None:
    for classroom in Classroom.objects.all():
        roles = sorted(classroom.enrollments.values_list("role", flat=True))
        assert roles == ["student"] * 6 + ["teacher"]
    assert Classroom.objects.count() == 2


def test_conversations_have_a_past_in_its_order(demo: None) -> None:
    assert 30 <= Message.objects.filter(message_type="text").count() <= 100
    for conversation in Conversation.objects.all():
        messages = list(conversation.messages.order_by("seq"))
        times = [message.created_at for message in messages]
        assert times == sorted(times)
        assert times[-1] <= timezone.now()
        assert [message.seq for message in messages] == list(range(1, conversation.seq + 1))
        assert conversation.last_message_at == times[-1]


def test_some_is_unread_and_most_is_read(demo: None) -> None:
    maths = Conversation.objects.get(classroom__name=MATHS, type="group")
    behind = {row.user.email: row.last_read_seq for row in maths.participants.select_related("user")}
    assert behind["student1@example.com"] == maths.seq
    unread = maths.messages.filter(seq__gt=behind["teacher@example.com"]).exclude(
        sender__email="teacher@example.com"
    )
    assert unread.count() == 2
    assert Participant.objects.filter(last_read_seq=0).count() == 0


def test_lessons_were_held_and_have_ended(demo: None) -> None:
    assert not Call.objects.live().exists()
    assert Call.objects.filter(end_reason="missed").count() == 1
    assert Message.objects.filter(message_type="system").count() == Call.objects.count() >= 5
    for call in Call.objects.filter(end_reason="completed"):
        assert 15 * 60 <= call.seconds <= 50 * 60


def test_the_register_of_a_lesson_says_who_came(demo: None) -> None:
    found = {
        entry.status for call in Call.objects.filter(end_reason="completed") for entry in register_of(call)
    }
    assert found == {"present", "late", "left_early", "absent"}


def test_the_teacher_is_no_pupil_of_their_register(demo: None) -> None:
    teacher = demo_person("teacher@example.com")
    calls = Call.objects.filter(conversation__type="group", end_reason="completed")
    for call in calls.filter(initiator=teacher.user):
        saved = teacher.browser.get(f"/calls/{call.pk}/attendance.csv").content.decode()
        assert "student1@example.com" in saved
        assert "teacher@example.com" not in saved


def test_lessons_are_planned(demo: None) -> None:
    teacher = demo_person("teacher@example.com")
    planned = teacher.rest.get("/api/v1/messenger/lessons").json()
    assert len(planned) >= 4
    assert "이차함수 질문 시간" in teacher.browser.get("/lessons").content.decode()


def test_a_second_time_changes_nothing_and_takes_no_time(
    demo: None, django_assert_max_num_queries: Any
) -> None:
    before = sorted(Message.objects.values_list("pk", "updated_at"))
    User.objects.filter(email="student1@example.com").update(name="이름을 바꾼 민지")
    started = perf_counter()
    with django_assert_max_num_queries(1):
        assert not make_demo()
    assert perf_counter() - started < 0.3
    assert sorted(Message.objects.values_list("pk", "updated_at")) == before
    assert User.objects.filter(name="이름을 바꾼 민지").exists()


def test_a_school_of_the_same_name_is_left_alone(db: None) -> None:
    own = Organization.objects.create(name="씨앗고등학교")
    call_command("demo", verbosity=0)
    assert not own.people.exists()


def test_the_list_of_the_teacher_is_alive(demo: None) -> None:
    answer = demo_person("teacher@example.com").rest.get("/api/v1/messenger/conversations")
    listed = answer.json()["results"]
    assert len(listed) == 7
    assert sum(one["my"]["unread"] for one in listed) == 4


def test_what_was_sent_can_be_seen_and_downloaded(demo: None) -> None:
    teacher = demo_person("teacher@example.com")
    maths = Conversation.objects.get(classroom__name=MATHS, type="group")
    files = teacher.rest.get(f"/api/v1/messenger/conversations/{maths.pk}/files").json()["results"]

    assert [one["name"] for one in files] == ["판서.jpg", "이차함수 연습 문제.pdf"]
    assert [one["content_type"] for one in files] == ["image/jpeg", "application/pdf"]
    assert all(teacher.browser.get(one["url"]).status_code == 200 for one in files)
    assert files[0]["created_at"] < timezone.now().isoformat()[:10]


def test_what_is_unread_was_told_when_it_was_said(demo: None) -> None:
    teacher = User.objects.get(email="teacher@example.com")
    maths = Conversation.objects.get(classroom__name=MATHS, type="group")
    told = Notification.objects.get(user=teacher, subject=f"conversation:{maths.pk}")

    assert told.count == 2
    assert told.updated_at == Message.objects.get(pk=told.data["message_id"]).created_at
    assert not Notification.objects.filter(deliveries__isnull=False).exists()
