"""The demo school: enough people, classes, talk and lessons that the first screen is alive."""

from accounts.models import User
from calls import statistics
from dreamseed.demo.clock import Clock
from dreamseed.demo.conversations import fill_conversations
from dreamseed.demo.homework import set_homework
from dreamseed.demo.notices import fill_notices
from dreamseed.demo.people import OFFICE, make_school
from dreamseed.demo.timetable import plan_lessons
from dreamseed.realtime.acting import acting


def make_demo() -> bool:
    """Make the demo school; False when it is there already. All of it or, after an error, nothing."""
    if User.objects.filter(email=OFFICE).exists():
        return False
    with acting(None):
        school = make_school()
        clock = Clock()
        fill_conversations(school, clock)
        plan_lessons(school, clock)
        set_homework(school, clock)
        fill_notices(school.people["서연"])
        statistics.refresh()
    return True
