"""What becomes of a delivery: taken, refused, tried again, cut off, held back, not needed any more."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from accounts import actions as people
from notifications import delivering
from notifications.models import Delivery, Device
from notifications.shapes import DeliveryShape
from notifications.templatetags.notices import REASONS
from tests.notifications.providers import CUT, Answer, Provider, Providers
from tests.notifications.steps import ask, choose, tell, work
from tests.people import Person

pytestmark = pytest.mark.django_db
WAYS = ["fcm", "apns", "webpush", "mail"]


@pytest.fixture
def way(request: Any, near: Providers, minji: Person, android: Any, iphone: Any) -> Provider:
    """minji can be reached in just this way."""
    name: str = request.param
    kinds = {"assignment_assigned": {"push": name != "mail", "email": name == "mail"}}
    choose(minji, kinds=kinds)
    device = {"fcm": android, "apns": iphone, "webpush": near.webpush.subscription()}.get(name)
    if device:
        ask(minji, "post", "/devices", device, 201)
    provider: Provider = getattr(near, name)
    return provider


def way_is_mail(way: Provider) -> bool:
    return type(way).__name__ == "Mail"


every_way = pytest.mark.parametrize("way", WAYS, indirect=True)
pushes = pytest.mark.parametrize("way", WAYS[:3], indirect=True)


@every_way
def test_it_is_taken_once(way: Provider, minji: Person) -> None:
    tell(minji)
    done = work()
    work()

    assert (done.state, done.attempts, bool(done.provider_id)) == ("sent", 1, True)
    assert len(way.accepted) == 1
    [line] = ask(minji, "get", "/ledger")["results"]
    assert (line["state"], line["error"]) == ("sent", "")


@every_way
def test_what_fails_there_is_tried_again_later(way: Provider, minji: Person) -> None:
    way.next_answers = [Answer(451 if way_is_mail(way) else 500, "later")]
    tell(minji)
    failed = work()

    assert (failed.state, failed.reason, failed.attempts) == ("pending", "retry", 1)
    assert failed.next_at > timezone.now()
    assert work().attempts == 1  # not before its time
    with time_machine.travel(failed.next_at + timedelta(seconds=1), tick=False):
        assert (work().state, Delivery.objects.get().attempts) == ("sent", 2)
    assert len(way.accepted) == 1


@pushes
def test_a_provider_that_says_when_is_left_in_peace_until_then(way: Provider, minji: Person) -> None:
    way.next_answers = [Answer(429, {"reason": "TooManyRequests"}, {"retry-after": "120"})]
    tell(minji)
    before = timezone.now()
    failed = work()

    assert failed.state == "pending"
    assert failed.next_at >= before + timedelta(seconds=120)
    assert "429" in failed.error


@every_way
def test_a_line_that_is_cut_leaves_it_unknown_and_it_is_not_said_twice(way: Provider, minji: Person) -> None:
    way.next_answers = [CUT]
    tell(minji)
    cut = work()

    assert (cut.state, cut.reason) == ("unknown", "cut")
    with time_machine.travel(timezone.now() + timedelta(hours=2), tick=False):
        delivering.sweep()
        work()
    assert len(way.heard) == 1


@pushes
def test_a_device_that_is_gone_is_forgotten(way: Provider, near: Providers, minji: Person) -> None:
    unregistered = near.fcm.refusal(404, "UNREGISTERED")
    way.next_answers = [unregistered if way is near.fcm else Answer(410, {"reason": "Unregistered"})]
    tell(minji)

    assert work().state == "dead"
    assert ask(minji, "get", "/devices")["results"] == []
    assert not Device.objects.exists()
    tell(minji, kind="assignment_graded")
    assert Delivery.objects.filter(channel="push").count() == 1


@every_way
def test_what_a_provider_will_never_take_has_failed(way: Provider, near: Providers, minji: Person) -> None:
    way.next_answers = [Answer(550 if way_is_mail(way) else 400, {"reason": "PayloadTooLarge"})]
    tell(minji)

    assert work().state == "failed"
    assert Device.objects.exists() is (way is not near.mail)


@every_way
def test_nobody_there_is_tried_again_until_it_is_given_up(
    way: Provider, minji: Person, settings: Any
) -> None:
    settings.FCM_URL = settings.APNS_URL = "https://127.0.0.1:1"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    settings.WEB_PUSH_HOSTS = ["127.0.0.1:1"]
    Device.objects.filter(platform="webpush").update(token="https://127.0.0.1:1/push")
    tell(minji)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        while (tried := work()).state == "pending":
            clock.move_to(tried.next_at + timedelta(seconds=1))

    assert (tried.state, tried.reason, tried.attempts) == ("failed", "given_up", delivering.TRIES)
    assert way.heard == []


def test_two_workers_never_have_the_same_one(near: Providers, minji: Person, android: Any) -> None:
    ask(minji, "post", "/devices", android, 201)
    tell(minji)
    push = Delivery.objects.get(channel="push")
    assert delivering._claim(push.pk) is not None
    delivering.deliver_one(push.pk)

    assert near.fcm.heard == []
    push.refresh_from_db()
    assert push.state == "claimed"


def test_what_a_dead_worker_held_is_unknown_and_what_waits_goes_on(
    near: Providers, minji: Person, android: Any
) -> None:
    ask(minji, "post", "/devices", android, 201)
    tell(minji)
    push = Delivery.objects.get(channel="push")
    claimed = delivering._claim(push.pk)
    assert claimed is not None
    assert delivering.sweep() == 0
    assert delivering.sweep(now=timezone.now() + timedelta(minutes=2)) == 1
    delivering._finish(claimed, "sent")  # it was not dead after all, but too late

    push.refresh_from_db()
    assert (push.state, push.reason) == ("unknown", "worker_died")
    assert Delivery.objects.get(channel="email").state == "pending"


def test_read_meanwhile_signed_out_meanwhile_switched_off_meanwhile(
    near: Providers, minji: Person, android: Any
) -> None:
    ask(minji, "post", "/devices", android, 201)
    [first] = tell(minji)
    ask(minji, "post", f"/{first}/read")
    tell(minji)
    choose(minji, kinds={"assignment_assigned": {"email": False}})
    people.revoke_session(session=minji.session)
    for row in Delivery.objects.all():
        delivering.deliver([row.notification_id])

    assert sorted(Delivery.objects.values_list("channel", "state", "reason")) == [
        ("email", "dropped", "read"),
        ("email", "dropped", "switched_off"),
        ("push", "dropped", "read"),
        ("push", "dropped", "signed_out"),
    ]
    assert near.fcm.heard == near.mail.heard == []


def test_a_younger_one_goes_out_instead_of_two(near: Providers, minji: Person, android: Any) -> None:
    ask(minji, "post", "/devices", android, 201)
    for title in ("하나", "둘", "셋"):
        tell(minji, key="homework", data={"title": title})
    rows = Delivery.objects.filter(channel="push")
    delivering.deliver(list(rows.values_list("notification_id", flat=True)))

    [push] = near.fcm.accepted
    assert push["notification"] == {"title": "새 과제: 셋", "body": "새 소식 3개"}
    tell(minji, key="homework", data={"title": "넷"})
    assert (rows.filter(state="pending").count(), Delivery.objects.filter(channel="email").count()) == (1, 1)


def test_a_provider_of_anymail_gives_its_own_number(near: Providers, minji: Person, settings: Any) -> None:
    settings.EMAIL_BACKEND = "anymail.backends.test.EmailBackend"
    tell(minji)

    done = work()
    assert (done.state, bool(done.provider_id)) == ("sent", True)


@every_way
def test_what_breaks_before_anything_is_sent_is_tried_again(
    way: Provider, minji: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(minji)

    def broken(*_args: Any) -> Any:
        raise KeyError("title")

    with monkeypatch.context() as patch:
        patch.setattr("notifications.wording.words", broken)
        patch.setattr("notifications.sending.mail.words", broken)
        failed = work()

    assert (failed.state, failed.reason, failed.error) == ("pending", "retry", "KeyError: 'title'")
    assert way.heard == []
    with time_machine.travel(failed.next_at + timedelta(seconds=1), tick=False):
        assert work().state == "sent"


def test_the_ledger_describes_every_reason_there_is() -> None:
    described = DeliveryShape().fields["reason"].help_text
    assert [reason for reason in REASONS if reason not in str(described)] == []
