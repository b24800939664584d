"""What members may do in a call, and what bad input is told. Strangers: test_every_door.py."""

from typing import Any

import pytest

from messenger.models import Conversation
from tests.calls.steps import ROOT, do, join, start, state_of
from tests.people import Person


def test_students_do_not_start_lessons_in_their_class(minji: Person, algebra: Conversation) -> None:
    assert start(minji, algebra, status=403)["code"] == "forbidden"


def test_students_do_not_end_the_lesson(teacher: Person, minji: Person, algebra: Conversation) -> None:
    call = start(teacher, algebra)
    join(minji, call)
    assert do(minji, call, "end", status=403)["code"] == "forbidden"


def test_who_started_it_ends_it_between_two(teacher: Person, minji: Person, pair: Conversation) -> None:
    call = start(minji, pair)
    assert do(teacher, call, "end", status=403)["code"] == "forbidden"
    assert do(minji, call, "end")["status"] == "ended"


def test_members_invite_from_inside_only(minji: Person, seojun: Person, study_group: Conversation) -> None:
    call = start(minji, study_group)
    assert do(seojun, call, "invite", status=403, user_ids=[minji.id])["code"] == "forbidden"
    join(seojun, call)
    assert state_of(do(seojun, call, "invite", user_ids=[minji.id]), minji) == "waiting"


def test_only_members_are_rung(teacher: Person, stranger: Person, algebra: Conversation) -> None:
    refused = start(teacher, algebra, status=400, invited_user_ids=[stranger.id])
    assert (refused["code"], list(refused["fields"])) == ("invalid", ["invited_user_ids"])
    call = start(teacher, algebra)
    refused = do(teacher, call, "invite", status=400, user_ids=[stranger.id])
    assert list(refused["fields"]) == ["user_ids"]
    assert refused["code"] == "invalid"


def test_declining_takes_an_invitation(
    teacher: Person, minji: Person, seojun: Person, algebra: Conversation
) -> None:
    call = start(teacher, algebra, invited_user_ids=[minji.id])
    assert do(seojun, call, "reject", status=404)["code"] == "not_found"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"call_type": "hologram"},
        {"call_type": "video", "invited_user_ids": "everybody"},
        {"call_type": "video", "invited_user_ids": [2**70]},
        {"call_type": "video", "invited_user_ids": list(range(501))},
        {"call_type": "video", "client_id": "first"},
    ],
)
def test_a_bad_start_names_its_field(teacher: Person, algebra: Conversation, body: Any) -> None:
    response = teacher.rest.post(f"{ROOT}/conversations/{algebra.pk}/calls", body, format="json")
    assert (response.status_code, response.json()["code"]) == (400, "invalid")
    assert response.json()["fields"]


def test_a_bad_peer_names_its_field(teacher: Person, algebra: Conversation) -> None:
    refused = do(teacher, start(teacher, algebra), "answer", status=400, peer_id="mine")
    assert list(refused["fields"]) == ["peer_id"]


def test_somebody_who_left_school_is_not_called(teacher: Person, minji: Person, pair: Conversation) -> None:
    minji.user.is_active = False
    minji.user.save()
    assert start(teacher, pair, status=403)["code"] == "forbidden"


def test_ice_servers_come_from_the_configuration(teacher: Person, settings: Any, client: Any) -> None:
    assert teacher.rest.get(f"{ROOT}/ice-servers").json() == {"ice_servers": []}
    settings.STUN_SERVER_URL = "stun:stun.example:3478"
    settings.TURN_SERVER_URL = "turn:turn.example:3478, turns:turn.example:5349"
    settings.TURN_USERNAME, settings.TURN_PASSWORD = "seed", "leaf"
    assert teacher.rest.get(f"{ROOT}/ice-servers").json()["ice_servers"] == [
        {"urls": ["stun:stun.example:3478"]},
        {
            "urls": ["turn:turn.example:3478", "turns:turn.example:5349"],
            "username": "seed",
            "credential": "leaf",
        },
    ]
    assert client.get(f"{ROOT}/ice-servers").status_code == 401
