"""The room, the list of lessons, the administration; what every shape holds and costs."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from calls import serializers, shapes
from calls.models import Call
from messenger.models import Conversation
from tests.calls.steps import ROOT, do, join, start
from tests.people import Person


def past_call(teacher: Person, minji: Person, conversation: Conversation) -> Any:
    call = start(teacher, conversation)
    join(teacher, call)
    join(minji, call)
    return do(teacher, call, "end")


def count_queries(work: Any) -> int:
    with CaptureQueriesContext(connection) as queries:
        work()
    return len(queries)


def test_the_shape_is_what_is_documented(teacher: Person, minji: Person, algebra: Conversation) -> None:
    call = past_call(teacher, minji, algebra)
    assert set(call) == set(shapes.CallShape().fields)
    for person in call["participants"]:
        assert set(person) == set(shapes.CallParticipantShape().fields)


def test_many_calls_cost_no_more_queries_than_one(
    teacher: Person, minji: Person, algebra: Conversation
) -> None:
    def history() -> None:
        found = teacher.rest.get(f"{ROOT}/conversations/{algebra.pk}/calls/history").json()
        assert len(found["results"]) == Call.objects.count()

    past_call(teacher, minji, algebra)
    history()
    one = count_queries(history)
    for _more in range(3):
        past_call(teacher, minji, algebra)
    assert count_queries(history) == one
    assert count_queries(lambda: serializers.calls(list(Call.objects.all()))) == 4


def test_history_comes_in_pages(teacher: Person, minji: Person, algebra: Conversation) -> None:
    calls = [past_call(teacher, minji, algebra)["id"] for _each in range(3)]
    first = minji.rest.get(f"{ROOT}/conversations/{algebra.pk}/calls/history?page_size=2").json()
    second = minji.rest.get(first["next"]).json()
    assert [one["id"] for one in first["results"] + second["results"]] == calls[::-1]
    assert second["next"] is None


def test_the_room_has_its_call(teacher: Person, minji: Person, algebra: Conversation, settings: Any) -> None:
    settings.STUN_SERVER_URL = "stun:stun.example:3478"
    call = start(teacher, algebra)
    page = minji.browser.get(f"/calls/{call['id']}")
    assert page.status_code == 200
    assert page.context["call"]["id"] == call["id"]
    assert page.context["conversation"]["id"] == str(algebra.pk)
    assert page.context["ice_servers"] == [{"urls": ["stun:stun.example:3478"]}]
    assert page.context["may_end"] is False
    assert teacher.browser.get(f"/calls/{call['id']}").context["may_end"] is True


def test_strangers_find_no_room(
    teacher: Person, stranger: Person, algebra: Conversation, client: Any
) -> None:
    call = start(teacher, algebra)
    assert stranger.browser.get(f"/calls/{call['id']}").status_code == 404
    assert client.get(f"/calls/{call['id']}").status_code == 302


def test_lessons_are_those_of_my_conversations(
    teacher: Person, minji: Person, stranger: Person, algebra: Conversation, pair: Conversation
) -> None:
    past = past_call(teacher, minji, algebra)
    running = start(teacher, pair)
    page = minji.browser.get("/lessons")
    assert [one["call"]["id"] for one in page.context["running"]] == [running["id"]]
    assert [one["call"]["id"] for one in page.context["past"]] == [past["id"]]
    assert page.context["past"][0]["conversation"]["title"] == algebra.title
    elsewhere = stranger.browser.get("/lessons")
    assert elsewhere.context["running"] == elsewhere.context["past"] == []
    assert minji.browser.get("/lessons?page=seven").status_code == 200


def test_who_keeps_the_register_finds_it_while_the_lesson_runs(
    teacher: Person, minji: Person, stranger: Person, algebra: Conversation
) -> None:
    call = start(teacher, algebra)
    join(teacher, call)
    join(minji, call)
    link = f'href="/calls/{call["id"]}/attendance"'
    assert link in teacher.browser.get("/lessons").content.decode()
    for person in (minji, stranger):
        assert link not in person.browser.get("/lessons").content.decode()


def test_many_lessons_cost_no_more_queries_than_one(
    teacher: Person, minji: Person, algebra: Conversation
) -> None:
    past_call(teacher, minji, algebra)
    minji.browser.get("/lessons")
    one = count_queries(lambda: minji.browser.get("/lessons"))
    for _more in range(3):
        past_call(teacher, minji, algebra)
    assert count_queries(lambda: minji.browser.get("/lessons")) == one


@pytest.mark.parametrize("model", ["call", "callparticipant"])
def test_the_administration_looks_up_calls(
    administrator: Person, teacher: Person, minji: Person, algebra: Conversation, model: str
) -> None:
    past_call(teacher, minji, algebra)
    address = f"/admin/calls/{model}/?q={minji.name}"
    assert minji.name in administrator.browser.get(address).content.decode() or model == "call"
    one = count_queries(lambda: administrator.browser.get(address))
    for _more in range(3):
        past_call(teacher, minji, algebra)
    assert count_queries(lambda: administrator.browser.get(address)) == one
    row = Call.objects.latest("created_at")
    detail = row.pk if model == "call" else row.participants.latest("joined_at").pk
    assert administrator.browser.get(f"/admin/calls/{model}/{detail}/change/").status_code == 200
