"""What REST does, it does as often as the socket; and nobody makes conversations without end."""

from typing import Any
from uuid import UUID

import pytest

from dreamseed.realtime import limits
from messenger.frames import FRAMES
from messenger.models import Conversation
from tests.messenger.steps import ask, begin, where
from tests.people import Person

MESSAGE, PLACE = UUID(int=1), UUID(int=2)
DOORS: list[tuple[str, str, Any, str]] = [
    ("put", f"messages/{MESSAGE}", {"content": "!"}, "message.edit"),
    ("delete", f"messages/{MESSAGE}", None, "message.delete"),
    ("post", f"messages/{MESSAGE}/reactions", {"emoji": "👍"}, "reaction.add"),
    ("delete", f"messages/{MESSAGE}/reactions/👍", None, "reaction.remove"),
    ("post", f"messages/{MESSAGE}/thread/read", {"seq": 1}, "thread.read"),
    ("post", where(PLACE, "/read"), {"seq": 1}, "message.read"),
    ("post", "sync", {"conversations": {}}, "sync.request"),
    ("get", "presence?user_ids=1", None, "presence.watch"),
    ("put", "presence", {"status": "online"}, "presence.set"),
]


@pytest.fixture(autouse=True)
def _no_time_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "monotonic", lambda: 0.0)
    limits.forget()


def used_up(person: Person, name: str, limit: str) -> None:
    """As if the person had just done this as often as one may."""
    while not limits.spend(person.id, name, limit):
        pass


@pytest.mark.django_db
@pytest.mark.parametrize(("method", "path", "body", "frame"), DOORS)
def test_rest_and_the_socket_draw_on_one_bucket(
    method: str, path: str, body: Any, frame: str, minji: Person
) -> None:
    limit = FRAMES[frame].limit
    assert limit is not None
    used_up(minji, frame, limit)
    answer = ask(minji, method, path, body, 429)
    assert (answer["code"], answer["retry_after"] > 0) == ("rate_limited", True)


def test_conversations_are_begun_twenty_a_minute(
    minji: Person, seojun: Person, algebra: Conversation
) -> None:
    for _one in range(20):
        begin(minji, "group", seojun)
    refused = begin(minji, "group", seojun, status=429)
    assert refused["code"] == "rate_limited"
    assert Conversation.objects.filter(title="스터디").count() == 20


def test_people_come_and_go_sixty_times_a_minute(
    minji: Person, seojun: Person, algebra: Conversation
) -> None:
    group = begin(minji, "group")
    used_up(minji, "participants.change", "60/60s")
    people = where(group["id"], "/participants")
    assert ask(minji, "post", people, {"user_ids": [seojun.id]}, 429)["code"] == "rate_limited"
    assert ask(minji, "delete", f"{people}/{minji.id}", status=429)["code"] == "rate_limited"
