"""What the demo's teacher has planned: a lesson soon, and those of every week."""

from datetime import datetime, time, timedelta

from accounts.models import User
from calls.actions import plan_lesson
from dreamseed.demo.clock import SATURDAY, SEOUL, Clock
from dreamseed.demo.people import MATHS, SCIENCE, School
from messenger.models import Conversation

SOON = timedelta(minutes=30)
WEEKLY = (  # class, title, school days from today, hour
    (MATHS, "이차함수의 그래프", 1, time(10)),
    (SCIENCE, "물질의 상태 변화", 2, time(11)),
    (MATHS, "수학 문제 풀이", 3, time(14)),
)


def plan_lessons(school: School, clock: Clock) -> None:
    teacher = school.people["서연"]
    start = clock.now.replace(second=0, microsecond=0) + SOON
    start -= timedelta(minutes=start.minute % 5)
    _plan(teacher, school, MATHS, "이차함수 질문 시간", start)
    for classroom, title, days, hour in WEEKLY:
        _plan(teacher, school, classroom, title, _school_day(clock, days, hour), repeat="weekly")


def _plan(
    teacher: User, school: School, classroom: str, title: str, start: datetime, repeat: str = ""
) -> None:
    conversation = Conversation.objects.get(classroom=school.classes[classroom], type="group")
    plan_lesson(
        user=teacher, conversation_id=conversation.pk, title=title, starts_at=start, minutes=50, repeat=repeat
    )


def _school_day(clock: Clock, days: int, hour: time) -> datetime:
    day = clock.now.astimezone(SEOUL).date()
    for _day in range(days):
        day += timedelta(days=1)
        while day.weekday() >= SATURDAY:
            day += timedelta(days=1)
    return datetime.combine(day, hour, SEOUL)
