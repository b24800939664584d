"""What happens by itself: rings that nobody hears, pages that die."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from calls.actions import note_alive, sweep
from calls.models import Call, CallConnection
from messenger.models import Conversation
from tests.calls.steps import do, join, look, peers_of, start, state_of
from tests.people import Person


def sweep_in(seconds: int, *alive: Any) -> int:
    """As the sweep finds things that much later, with these pages heard of just before."""
    now = timezone.now() + timedelta(seconds=seconds)
    peers = [UUID(answer["peer_id"]) for answer in alive]
    CallConnection.objects.filter(peer_id__in=peers).update(seen_at=now)
    return sweep(now=now)


def test_an_unanswered_call_of_two_is_missed(teacher: Person, minji: Person, pair: Conversation) -> None:
    call = start(teacher, pair)
    page = join(teacher, call)
    assert sweep_in(44, page) == 0
    assert sweep_in(46, page) == 1
    over = look(teacher, call)
    assert (over["status"], over["end_reason"], state_of(over, minji)) == ("ended", "missed", "missed")
    assert sweep_in(50) == 0


def test_a_lesson_waits_for_those_who_missed_the_ring(
    teacher: Person, minji: Person, seojun: Person, algebra: Conversation
) -> None:
    call = start(teacher, algebra)
    page = join(teacher, call)
    sweep_in(46, page)
    on = look(teacher, call)
    assert (on["status"], state_of(on, minji)) == ("initiated", "missed")
    assert join(seojun, call)["status"] == "active"


def test_a_call_its_starter_never_came_to_is_missed(
    teacher: Person, minji: Person, algebra: Conversation
) -> None:
    call = start(teacher, algebra)
    sweep_in(46)
    assert look(minji, call)["end_reason"] == "missed"


def test_those_who_came_stay_without_the_starter(
    teacher: Person, minji: Person, algebra: Conversation
) -> None:
    call = start(teacher, algebra)
    page = join(minji, call)
    sweep_in(46, page)
    on = look(minji, call)
    assert (on["status"], state_of(on, teacher), state_of(on, minji)) == ("initiated", "missed", "joined")
    assert join(teacher, call)["status"] == "active"


def test_a_dead_page_is_gone_after_half_a_minute(
    teacher: Person, minji: Person, algebra: Conversation
) -> None:
    call = start(teacher, algebra)
    page = join(teacher, call)
    dead = join(minji, call)
    assert sweep_in(29, page) == 0
    assert sweep_in(31, page) == 1
    on = look(teacher, call)
    assert (on["status"], state_of(on, minji), peers_of(on, minji)) == ("active", "left", [])
    assert do(minji, call, "answer", status=409, peer_id=dead["peer_id"])["code"] == "peer_gone"
    assert state_of(join(minji, call), minji) == "joined"


def test_one_dead_page_of_two_leaves_its_person_in(
    teacher: Person, minji: Person, algebra: Conversation
) -> None:
    call = start(teacher, algebra)
    pages = [join(teacher, call), join(minji, call)]
    join(minji, call)
    sweep_in(31, *pages)
    on = look(teacher, call)
    assert state_of(on, minji) == "joined"
    assert peers_of(on, minji) == [pages[1]["peer_id"]]


def test_a_call_of_the_dead_does_not_block_the_conversation(
    teacher: Person, minji: Person, algebra: Conversation
) -> None:
    call = start(teacher, algebra)
    join(teacher, call)
    join(minji, call)
    sweep_in(31)
    assert look(teacher, call)["end_reason"] == "completed"
    assert start(teacher, algebra)["status"] == "initiated"


def test_a_lonely_starter_who_dies_cancels(teacher: Person, algebra: Conversation) -> None:
    call = start(teacher, algebra)
    join(teacher, call)
    sweep_in(31)
    assert look(teacher, call)["end_reason"] == "cancelled"


def test_a_page_that_was_heard_of_meanwhile_stays(
    teacher: Person, minji: Person, algebra: Conversation
) -> None:
    call = start(teacher, algebra)
    page = join(teacher, call)
    CallConnection.objects.update(seen_at=timezone.now() - timedelta(seconds=40))
    peer = UUID(page["peer_id"])
    assert note_alive([peer]) == {peer}
    assert sweep() == 0
    do(teacher, call, "end")
    assert note_alive([peer]) == set()


def test_a_call_ends_with_its_conversation(
    minji: Person, seojun: Person, study_group: Conversation, django_assert_max_num_queries: Any
) -> None:
    call = start(minji, study_group)
    pages = [join(minji, call), join(seojun, call)]
    Conversation.objects.filter(pk=study_group.pk).update(archived_at=timezone.now())
    assert sweep_in(1, *pages) == 1
    with django_assert_max_num_queries(1):
        assert sweep() == 0


def test_the_deactivated_are_out(teacher: Person, minji: Person, algebra: Conversation) -> None:
    call = start(teacher, algebra)
    pages = [join(teacher, call), join(minji, call)]
    minji.user.is_active = False
    minji.user.save()
    assert sweep_in(1, *pages) == 1
    assert state_of(look(teacher, call), minji) == "left"


def test_attendance_ends_when_a_page_was_last_heard_of(teacher: Person, algebra: Conversation) -> None:
    call = start(teacher, algebra)
    join(teacher, call)
    seen = CallConnection.objects.get().seen_at
    sweep_in(60)
    assert CallConnection.objects.get().left_at == seen
    assert look(teacher, call)["status"] == "ended"


def test_pages_get_time_to_come_back_after_everything_was_down(
    teacher: Person, minji: Person, algebra: Conversation
) -> None:
    call = start(teacher, algebra)
    page = join(teacher, call)
    join(minji, call)
    back = timezone.now() + timedelta(minutes=10)
    sweep(now=back + timedelta(seconds=29), heard_since=back)
    on = look(teacher, call)
    assert (state_of(on, teacher), state_of(on, minji)) == ("joined", "joined")
    CallConnection.objects.filter(peer_id=page["peer_id"]).update(seen_at=back + timedelta(seconds=20))
    assert sweep(now=back + timedelta(seconds=31), heard_since=back) == 1
    on = look(teacher, call)
    assert (state_of(on, teacher), state_of(on, minji)) == ("joined", "left")


def test_the_deactivated_get_no_time(teacher: Person, minji: Person, algebra: Conversation) -> None:
    call = start(teacher, algebra)
    join(teacher, call)
    join(minji, call)
    minji.user.is_active = False
    minji.user.save()
    now = timezone.now()
    assert sweep(now=now, heard_since=now) == 1
    assert state_of(look(teacher, call), minji) == "left"


def test_six_whose_servers_died_leave_a_conversation_that_can_call_again(
    crowd: tuple[Conversation, list[Person]], teacher: Person
) -> None:
    conversation, people = crowd
    call = start(teacher, conversation)
    join(teacher, call)
    for person in people[:3]:
        join(person, call)
    Call.objects.update(topology="sfu", media_node="dead")
    for person in people[3:]:
        join(person, call)
    sweep_in(31)
    over = look(teacher, call)
    assert (over["status"], over["end_reason"]) == ("ended", "completed")
    assert not CallConnection.objects.live().exists()
    assert start(people[0], conversation)["status"] == "initiated"
