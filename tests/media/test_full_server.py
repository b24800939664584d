"""A server with more wanted of it than it can forward gives fewer pictures, and stays with that."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest_asyncio

from calls.media.budget import Budget
from tests.media.client import Client, until
from tests.media.conftest import Hall


@pytest_asyncio.fixture
async def small_hall() -> AsyncIterator[Hall]:
    """Six people want sixty streams; with four tiles each they get fifty-four."""
    hall = Hall(capacity=55)
    yield hall
    await hall.close()


def pictures(one: Client) -> list[int]:
    """How many it was given, each time it was told."""
    told = [event["tracks"] for event in one.events if event["type"] == "call.tracks"]
    return [sum(track["source"] == "camera" for track in tracks) for tracks in told]


async def test_whatever_pages_say_a_full_server_goes_on_with_four_tiles(small_hall: Hall) -> None:
    class_ = [await small_hall.enters().joins() for _ in range(6)]
    await until(lambda: small_hall.node.load == 60 and all(pictures(one)[-1:] == [4] for one in class_))
    for one in class_:
        one.events.clear()
    for _ in range(3):
        for one in class_:
            others = [str(other.peer_id) for other in class_ if other is not one]
            await one.says("call.view", tiles=others, large=[])
    assert [one.events for one in class_] == [[]] * 6


async def test_what_pages_do_not_show_is_not_counted(small_hall: Hall) -> None:
    class_ = [await small_hall.enters().joins() for _ in range(6)]
    await until(lambda: small_hall.node.load == 60)
    for one in class_[1:]:
        await one.says("call.view", tiles=[], large=[])
    await until(lambda: small_hall.node.load == 35 and pictures(class_[0])[-1] == 5)


async def test_when_the_call_ends_nothing_is_wanted_any_more(hall: Hall) -> None:
    await hall.enters().joins()
    await hall.enters().joins()
    await until(lambda: hall.node.load > 0)
    call_id, hall.call_id = hall.call_id, uuid4()
    await hall.node.changed(call_id)
    assert hall.node.load == 0


def test_all_tiles_come_back_when_clearly_less_is_wanted() -> None:
    budget, lesson, other = Budget(100), uuid4(), uuid4()
    tiles = []
    for wanted in (100, 101, 90, 84, 99):
        budget.wants(lesson, wanted)
        tiles.append(budget.tiles)
    assert tiles == [9, 4, 4, 9, 9]
    budget.wants(other, 20)
    assert budget.tiles == 4
    budget.forget(lesson)
    assert budget.tiles == 9
