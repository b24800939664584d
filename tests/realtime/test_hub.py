"""Delivery inside one process: each change once, gaps noticed, nobody hears after leaving."""

import json
from typing import Any

import pytest

from dreamseed.realtime.hub import Close, Delivery, Hub, Join, Leave, Room

TOPIC = "conversation:1"


class Ear:
    """What the hub needs of a socket."""

    def __init__(self, name: str, user_id: int = 1, session_id: str | None = None) -> None:
        self.id, self.user_id, self.session_id = name, user_id, session_id
        self.topics: set[str] = set()
        self.heard: list[str] = []
        self.closed: int | None = None

    def push(self, text: str) -> None:
        self.heard.append(text)

    def close(self, code: int) -> None:
        self.closed = code


def ears(hub: Hub, *names: str, change: int | None = 0) -> list[Any]:
    made: list[Any] = [Ear(name) for name in names]
    for one in made:
        hub.enter(one)
        hub.join(one, TOPIC, change)
    return made


def say(hub: Hub, *changes: int | None, skip: str | None = None) -> None:
    for change in changes:
        hub.deliver(Delivery(TOPIC, change, json.dumps(change), skip=skip))


def test_everybody_of_a_topic_hears_each_event_but_who_caused_it() -> None:
    hub = Hub()
    one, other = ears(hub, "one", "other")
    say(hub, 1, skip="one")
    say(hub, 2)
    assert (one.heard, other.heard) == (["2"], ["1", "2"])


def test_who_joined_later_hears_what_is_said_instead_of_a_past_they_do_not_see() -> None:
    hub = Hub()
    people: list[Any] = [Ear("early"), Ear("between"), Ear("late")]
    for one, since in zip(people, (0, 3, 7), strict=True):
        hub.join(one, TOPIC, 0, since)
    hub.deliver(Delivery(TOPIC, 1, "all", [(7, "a number"), (3, "a part")]))
    hub.deliver(Delivery(TOPIC, 2, "news"))
    assert [one.heard for one in people] == [["all", "news"], ["a part", "news"], ["a number", "news"]]


def test_a_topic_nobody_joined_is_silent() -> None:
    hub = Hub()
    [one] = ears(hub, "one")
    hub.deliver(Delivery("conversation:2", 1, "1"))
    assert one.heard == []


def test_each_change_is_delivered_once_in_whatever_order() -> None:
    hub = Hub()
    [one] = ears(hub, "one")
    say(hub, 1, 3, 2, 3, 1, 2, 5, 5, 4)
    assert one.heard == ["1", "3", "2", "5", "4"]
    assert hub.highs() == {TOPIC: 5}


def test_events_without_number_always_arrive() -> None:
    hub = Hub()
    [one] = ears(hub, "one")
    say(hub, None, None)
    assert one.heard == ["null", "null"]


def test_a_gap_is_late_after_a_while_and_not_before(monkeypatch: pytest.MonkeyPatch) -> None:
    hub = Hub()
    ears(hub, "one")
    say(hub, 1, 3)
    assert hub.late_gaps() == {}
    monkeypatch.setattr("dreamseed.realtime.hub.GAP_PATIENCE", -1)
    assert hub.late_gaps() == {TOPIC: 1}
    say(hub, 2)
    assert hub.late_gaps() == {}


def test_a_repair_ends_waiting_for_numbers_no_row_carries_any_more() -> None:
    room = Room(high=1)
    assert room.is_new(4)
    room.settle(4)
    assert (room.high, room.ahead) == (4, set())


def test_what_arrives_during_a_repair_is_not_taken_for_complete() -> None:
    """3 was missed, the database was read at 4, then 6 overtook 5."""
    room = Room(high=2)
    assert room.is_new(4)
    assert room.is_new(6)
    room.settle(4)
    assert (room.high, room.ahead) == (4, {6})
    assert room.is_new(5)
    assert room.high == 6


def test_a_repair_that_read_less_than_arrived_takes_nothing_back() -> None:
    room = Room(high=7)
    room.settle(5)
    assert room.high == 7


def test_a_room_counts_on_when_a_second_socket_joins_with_an_older_number() -> None:
    hub = Hub()
    ears(hub, "one")
    say(hub, 1, 2, 3)
    ears(hub, "late", change=1)
    assert hub.highs() == {TOPIC: 3}


def test_who_left_hears_nothing_and_an_empty_room_is_forgotten() -> None:
    hub = Hub()
    one, other = ears(hub, "one", "other")
    say(hub, 1, 3)
    hub.leave(one, TOPIC)
    say(hub, 2)
    assert (one.heard, other.heard) == (["1", "3"], ["1", "3", "2"])
    hub.exit(other)
    assert hub.rooms == {}
    assert hub.sockets() == [one]
    hub.exit(one)
    assert (hub.people, hub.late_gaps()) == ({}, {})


def test_leaving_what_one_never_joined_is_harmless() -> None:
    hub = Hub()
    [one] = ears(hub, "one")
    hub.leave(one, "conversation:2")
    hub.exit(one)
    hub.exit(one)


def test_a_session_is_closed_without_the_persons_other_devices() -> None:
    hub = Hub()
    phone, desk, another = Ear("phone", 1, "a"), Ear("desk", 1, "b"), Ear("another", 2, "c")
    everybody: list[Any] = [phone, desk, another]
    for one in everybody:
        hub.enter(one)
    hub.take([Close(1, 4003, "a")])
    assert [one.closed for one in everybody] == [4003, None, None]
    hub.take([Close(1, 4008)])
    assert [one.closed for one in everybody] == [4008, 4008, None]


def test_people_who_are_not_here_are_no_trouble() -> None:
    Hub().take([Join([7], {TOPIC: 1}), Leave([7], [TOPIC]), Close(7, 4003), Delivery(TOPIC, 1, "1")])
