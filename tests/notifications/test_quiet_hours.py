"""Quiet hours in the person's zone hold what is not urgent, and let it go in the morning."""

from datetime import time
from typing import Any

import pytest
import time_machine

from accounts import actions as people
from notifications import actions, delivering
from notifications.models import Delivery
from tests.notifications.providers import Answer, Providers
from tests.notifications.steps import ask, choose, tell, work
from tests.people import Person

pytestmark = pytest.mark.django_db
NIGHT = "2026-11-24T13:30:00Z"
"""Half past ten in the evening in Seoul."""


def sleeps(person: Person) -> None:
    choose(person, kinds={"assignment_assigned": {"push": False}}, quiet_from="22:00", quiet_until="07:30")
    people.update_profile(user=person.user, timezone="Asia/Seoul")


def test_quiet_hours_hold_it_until_they_are_over_in_the_persons_zone(
    near: Providers, minji: Person, android: Any
) -> None:
    ask(minji, "post", "/devices", android, 201)
    choose(minji, quiet_from="22:00", quiet_until="07:30")
    people.update_profile(user=minji.user, timezone="Asia/Seoul")
    with time_machine.travel("2026-11-24T13:30:00Z", tick=False):  # half past ten in the evening there
        tell(minji)
        push = Delivery.objects.get(channel="push")
        assert (push.state, push.reason) == ("held", "quiet_hours")
        assert push.next_at.isoformat() == "2026-11-24T22:30:00+00:00"
        delivering.deliver([push.notification_id])
        assert near.fcm.heard == []
    with time_machine.travel("2026-11-24T22:31:00Z", tick=False):
        delivering.deliver([push.notification_id])
    push.refresh_from_db()
    assert push.state == "sent"
    assert Delivery.objects.get(channel="email").state == "sent"


def test_a_retry_that_falls_into_quiet_hours_waits_too(near: Providers, minji: Person, android: Any) -> None:
    ask(minji, "post", "/devices", android, 201)
    choose(minji, kinds={"assignment_assigned": {"email": False}}, quiet_from="22:00", quiet_until="07:30")
    near.fcm.next_answers = [Answer(429, None, {"retry-after": "1800"})]
    with time_machine.travel("2026-11-24T12:45:00Z", tick=False) as clock:
        tell(minji)
        assert work().state == "pending"
        clock.move_to("2026-11-24T13:20:00Z")
        held = work()
    assert (held.state, held.attempts) == ("held", 1)
    assert near.fcm.accepted == []


def test_taking_the_quiet_hours_away_lets_go_what_they_held(near: Providers, minji: Person) -> None:
    sleeps(minji)
    with time_machine.travel(NIGHT, tick=False):
        tell(minji)
        actions.change_settings(user=minji.user, quiet={"quiet_from": time(21)})
        assert work().state == "held"

        actions.change_settings(user=minji.user, quiet={"quiet_from": None, "quiet_until": None})

        assert work().state == "sent"


def test_the_age_of_what_was_held_counts_from_the_morning(near: Providers, minji: Person) -> None:
    sleeps(minji)
    choose(minji, kinds={"assignment_due_soon": {"push": False}})
    near.mail.next_answers = [Answer(451, "later")]
    with time_machine.travel(NIGHT, tick=False):
        tell(minji, kind="assignment_due_soon")
    with time_machine.travel("2026-11-25T01:29:59Z", tick=False):  # in twelve hours it was over
        assert (work().state, work().reason) == ("pending", "retry")
    with time_machine.travel("2026-11-25T02:00:00Z", tick=False):
        assert work().state == "sent"
