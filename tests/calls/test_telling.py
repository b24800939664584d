"""What people are told of calls where they are not looking."""

from messenger.models import Conversation
from notifications.models import Delivery
from tests.calls.steps import do, join, start
from tests.calls.test_sweep import sweep_in
from tests.notifications.steps import ask, listed
from tests.people import Person


def kinds(person: Person) -> list[str]:
    return [one["kind"] for one in listed(person) if one["kind"].startswith("call")]


def test_an_invitation_is_told_until_one_comes_in(
    teacher: Person, minji: Person, seojun: Person, algebra: Conversation
) -> None:
    call = start(teacher, algebra)
    [told] = [one for one in listed(minji) if one["kind"] == "call_invitation"]
    assert told["title"] == "김서연님이 전화를 걸었어요"
    assert (told["body"], told["link"]) == ("수학 10반", f"/calls/{call['id']}")
    assert kinds(teacher) == []

    join(teacher, call)
    join(minji, call)
    assert kinds(minji) == []
    assert kinds(seojun) == ["call_invitation"]
    do(seojun, call, "reject")
    assert kinds(seojun) == []


def test_who_did_not_hear_it_ring_has_missed_a_call(
    teacher: Person, minji: Person, seojun: Person, algebra: Conversation
) -> None:
    call = start(teacher, algebra)
    page = join(teacher, call)
    join(minji, call)
    sweep_in(46, page)

    [missed] = [one for one in listed(seojun) if one["kind"] == "call_missed"]
    assert missed["link"] == f"/messenger/{algebra.pk}"
    assert kinds(seojun) == ["call_missed"]
    assert kinds(minji) == []


def test_a_call_that_is_taken_back_was_missed_and_rings_again_as_one(
    teacher: Person, minji: Person, pair: Conversation
) -> None:
    for _again in range(2):
        do(teacher, start(teacher, pair), "end")

    [missed] = [one for one in listed(minji) if one["kind"].startswith("call")]
    assert (missed["kind"], missed["count"]) == ("call_missed", 2)
    assert missed["title"] == "김서연님의 전화를 받지 못했어요"


def test_quiet_hours_do_not_hold_a_call(teacher: Person, minji: Person, pair: Conversation) -> None:
    day = {"quiet_from": "00:00", "quiet_until": "23:59"}
    ask(minji, "put", "/settings", {**day, "kinds": {"call_invitation": {"email": True}}})
    start(teacher, pair)

    assert Delivery.objects.get(notification__kind="call_invitation").state == "pending"
