"""Two things at the same moment: one of them happens, and everybody hears of the same one."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from calls import actions
from calls.models import Call, CallConnection, CallParticipant
from dreamseed.realtime.errors import Refused
from messenger.actions import remove_participant
from messenger.models import Conversation, Message
from tests.people import Person

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 6


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Each in a thread of its own; what it answered, or the code with which it was refused."""
    barrier = Barrier(len(works))

    def run(work: Callable[[], Any]) -> Any:
        try:
            barrier.wait()
            return work()
        except Refused as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def begin(person: Person, conversation: Conversation) -> Call:
    return actions.start_call(user=person.user, conversation_id=conversation.pk, call_type="audio")[0]


def answer(person: Person, call: Call, **fields: Any) -> Any:
    return actions.answer_call(user=person.user, call_id=call.pk, **fields)


@pytest.mark.parametrize("round", range(ROUNDS))
def test_two_start_at_once(teacher: Person, minji: Person, pair: Conversation, round: int) -> None:
    results = at_once(lambda: begin(teacher, pair), lambda: begin(minji, pair))
    assert sorted(isinstance(one, Call) for one in results) == [False, True]
    assert "call_running" in results
    assert Call.objects.live().count() == 1


@pytest.mark.parametrize("round", range(ROUNDS))
def test_one_answers_while_the_other_ends(
    teacher: Person, minji: Person, pair: Conversation, round: int
) -> None:
    call = begin(teacher, pair)
    at_once(lambda: answer(minji, call), lambda: actions.end_call(user=teacher.user, call_id=call.pk))
    call.refresh_from_db()
    assert call.is_ended
    assert not CallConnection.objects.live().exists()
    assert not CallParticipant.objects.filter(state__in=("joined", "invited", "waiting")).exists()
    assert Message.objects.filter(message_type="system").count() == 1


@pytest.mark.parametrize("round", range(ROUNDS))
def test_declining_in_the_last_second(teacher: Person, minji: Person, pair: Conversation, round: int) -> None:
    call = begin(teacher, pair)
    late = timezone.now() + timedelta(seconds=46)
    declined, _swept = at_once(
        lambda: actions.reject_call(user=minji.user, call_id=call.pk), lambda: actions.sweep(now=late)
    )
    call.refresh_from_db()
    assert call.end_reason == ("missed" if declined == "call_ended" else "declined")
    assert Message.objects.filter(message_type="system").count() == 1


@pytest.mark.parametrize("round", range(ROUNDS))
def test_answering_on_two_devices_at_once(
    teacher: Person, minji: Person, pair: Conversation, round: int
) -> None:
    call = begin(teacher, pair)
    at_once(lambda: answer(minji, call), lambda: answer(minji, call))
    assert CallParticipant.objects.filter(user=minji.user, state="joined").count() == 1
    assert CallConnection.objects.live().count() == 2


def test_the_last_place_is_taken_once(crowd: tuple[Conversation, list[Person]], teacher: Person) -> None:
    conversation, people = crowd
    call = begin(teacher, conversation)
    for person in (teacher, *people[:2]):
        answer(person, call)
    results = at_once(*(lambda person=person: answer(person, call) for person in people[2:]))
    assert results.count("call_full") == 2
    assert CallParticipant.objects.filter(state="joined").count() == 4


def test_one_peer_id_in_two_calls(
    teacher: Person, minji: Person, pair: Conversation, study_group: Conversation
) -> None:
    calls = [begin(teacher, pair), begin(minji, study_group)]
    peer_id = uuid4()
    results = at_once(
        lambda: answer(teacher, calls[0], peer_id=peer_id), lambda: answer(minji, calls[1], peer_id=peer_id)
    )
    assert results.count("peer_taken") == 1
    assert CallParticipant.objects.filter(state="joined").count() == 1


@pytest.mark.parametrize("round", range(ROUNDS))
def test_coming_in_while_being_removed(
    minji: Person, seojun: Person, study_group: Conversation, round: int
) -> None:
    call = begin(minji, study_group)
    answer(minji, call)
    at_once(
        lambda: answer(seojun, call),
        lambda: remove_participant(user=minji.user, conversation_id=study_group.pk, user_id=seojun.id),
    )
    assert not CallParticipant.objects.filter(user=seojun.user, state="joined").exists()
    assert CallConnection.objects.live().count() == 1


@pytest.mark.parametrize("round", range(ROUNDS))
def test_coming_back_while_being_swept(
    teacher: Person, minji: Person, pair: Conversation, round: int
) -> None:
    call = begin(teacher, pair)
    pages = [answer(teacher, call), answer(minji, call)]
    late = timezone.now() - timedelta(seconds=31)
    CallConnection.objects.filter(peer_id=pages[1].peer_id).update(seen_at=late)
    back, _swept = at_once(lambda: answer(minji, call, peer_id=pages[1].peer_id), actions.sweep)
    call.refresh_from_db()
    assert call.is_ended == (back in ("call_ended", "peer_gone"))
