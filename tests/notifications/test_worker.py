"""A real worker: it is nudged, it sweeps, and it may be killed in the middle."""

import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db.models import F

from dreamseed.embedded import programs
from messenger.actions import NewMessage, create_conversation, send_messages
from notifications.models import Delivery
from tests.calls.steps import start
from tests.notifications.providers import Providers
from tests.notifications.steps import ask, listed, tell
from tests.people import Person
from tests.processes import Process, own_valkey

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 60.0


def until(what: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < deadline, list(Delivery.objects.values())
        time.sleep(0.05)


def worker(folder: Path, near: Providers, beat: bool = True, env: Mapping[str, str] | None = None) -> Process:
    command = [one for one in programs.worker(folder) if beat or one != "--beat"]
    return Process("notifier", command, {**near.environment(), "EMAIL_TLS": "0", **(env or {})})


def states() -> dict[str, int]:
    found: dict[str, int] = {}
    for state in Delivery.objects.values_list("state", flat=True):
        found[state] = found.get(state, 0) + 1
    return found


def test_a_worker_killed_in_the_middle_loses_nothing_and_says_nothing_twice(
    near: Providers, minji: Person, android: Any, tmp_path: Path
) -> None:
    ask(minji, "post", "/devices", android, 201)
    for number in range(12):
        tell(minji, kind="conversation_invite", data={"title": f"모임 {number}"})
    near.fcm.hold()
    with own_valkey() as valkey:  # where nobody was nudged: the sweep finds them
        notifier = worker(tmp_path, near, env=valkey.environment())
        notifier.start()
        try:
            assert near.fcm.came.acquire(timeout=PATIENCE)
            in_flight = Delivery.objects.filter(state="claimed")
            until(lambda: in_flight.count() == len(near.fcm.heard))
            notifier.kill()
            held = set(in_flight.values_list("pk", flat=True))
            assert held
            near.fcm.released.set()
            in_flight.update(claimed_at=F("claimed_at") - timedelta(minutes=2))
            notifier.start()
            until(lambda: states() == {"sent": 12 - len(held), "unknown": len(held)})
        finally:
            notifier.stop()

    assert set(Delivery.objects.filter(state="unknown").values_list("pk", flat=True)) == held
    assert set(Delivery.objects.filter(state="unknown").values_list("reason", flat=True)) == {"worker_died"}
    told = [push["data"]["notification_id"] for push in near.fcm.accepted]
    assert len(told) == len(set(told))


def test_an_invitation_to_a_call_is_pushed_by_the_nudge_alone(
    near: Providers, teacher: Person, minji: Person, android: Any, tmp_path: Path
) -> None:
    ask(minji, "post", "/devices", android, 201)
    pair = create_conversation(user=teacher.user, type="direct", participant_ids=[minji.id])[0]
    notifier = worker(tmp_path, near, beat=False)
    notifier.start()
    try:
        call = start(teacher, pair)
        assert near.fcm.came.acquire(timeout=PATIENCE)
        until(lambda: states() == {"sent": 1})
    finally:
        notifier.stop()
    [push] = near.fcm.accepted
    assert push["notification"]["title"] == "김서연님이 전화를 걸었어요"
    assert push["android"]["priority"] == "HIGH"
    assert push["data"]["link"] == f"/calls/{call['id']}"


def test_a_message_is_told_and_pushed_by_the_nudge_alone(
    near: Providers, teacher: Person, minji: Person, android: Any, tmp_path: Path
) -> None:
    ask(minji, "post", "/devices", android, 201)
    pair = create_conversation(user=teacher.user, type="direct", participant_ids=[minji.id])[0]
    notifier = worker(tmp_path, near, beat=False)
    notifier.start()
    try:
        send_messages([NewMessage(sender_id=teacher.id, conversation_id=pair.pk, content="숙제 봤니?")])
        assert near.fcm.came.acquire(timeout=PATIENCE)
    finally:
        notifier.stop()
    assert near.fcm.accepted[0]["notification"] == {"title": teacher.name, "body": "숙제 봤니?"}
    assert [one["kind"] for one in listed(minji)] == ["new_message"]
