"""Between processes: what is packed comes out the same, in order, and losses are noticed."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from channels.layers import get_channel_layer

from dreamseed.realtime import bus as module
from dreamseed.realtime.bus import GROUP, Bus, pack, unpack
from dreamseed.realtime.hub import Close, Delivery, Item, Join, Leave

ITEMS: list[Item] = [
    Delivery("conversation:1", 7, '{"말": "책"}', ((3, "{}"),)),
    Delivery("user:1", None, "{}"),
    Join((1, 2**40), {"conversation:1": 3, "conversation:2": None}, 4),
    Leave((1,), ("conversation:1", "call:2")),
    Close(1, 4003, "session"),
    Close(2, 4003),
]


def test_what_is_packed_comes_out_the_same() -> None:
    assert unpack(pack(ITEMS)) == ITEMS
    assert pack([]) == b""


def test_who_needs_no_echo_matters_only_in_its_own_process() -> None:
    assert unpack(pack([Delivery("user:1", 1, "{}", skip="socket")])) == [Delivery("user:1", 1, "{}")]


class Listener:
    """A bus with what it was told."""

    def __init__(self) -> None:
        self.items: asyncio.Queue[Item] = asyncio.Queue()
        self.returned, self.silent = asyncio.Event(), asyncio.Event()
        self.bus = Bus(self.take, self.returned.set, self.silent.set)

    def take(self, items: list[Item]) -> None:
        for item in items:
            if item[0] != "presence":  # somebody of the test before went offline only now
                self.items.put_nowait(item)

    async def hears(self, count: int) -> list[Item]:
        async with asyncio.timeout(10):
            return [await self.items.get() for _one in range(count)]


@pytest.fixture
async def pair(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[Listener, Listener]]:
    monkeypatch.setattr(module, "HEARTBEAT", 0.05)
    one, other = Listener(), Listener()
    for listener in (one, other):
        listener.bus.start()
    async with asyncio.timeout(10):
        await one.bus.confirmed.wait()
        await other.bus.confirmed.wait()
    yield one, other
    for listener in (one, other):
        await listener.bus.stop()


async def test_others_hear_it_in_order_and_oneself_not(pair: tuple[Listener, Listener]) -> None:
    one, other = pair
    for number in range(200):
        one.bus.put([Delivery("user:1", None, str(number))])
    assert [item.text for item in await other.hears(200)] == [str(number) for number in range(200)]  # type: ignore[union-attr]
    await one.bus.flushed()
    assert one.items.empty()


async def test_a_lost_batch_is_noticed(pair: tuple[Listener, Listener]) -> None:
    one, other = pair
    one.bus.put([Delivery("user:1", None, "before")])
    await other.hears(1)
    one.bus._number += 1  # a batch that Valkey dropped
    one.bus.put([Delivery("user:1", None, "after")])
    await other.hears(1)
    async with asyncio.timeout(10):
        await other.returned.wait()


@pytest.mark.parametrize(
    "payload",
    [
        {"type": "hub"},
        {"type": "hub", "from": "x", "n": 1, "e": b"\xff"},
        {"type": "hub", "from": "y", "n": 1, "e": b"\x91\x91\xa1z"},
    ],
)
async def test_a_bad_batch_does_not_end_the_reader(
    payload: dict[str, Any], pair: tuple[Listener, Listener]
) -> None:
    one, other = pair
    layer: Any = get_channel_layer()
    await layer.group_send(GROUP, payload)
    one.bus.put([Delivery("user:1", None, "still here")])
    assert [item.text for item in await other.hears(1)] == ["still here"]  # type: ignore[union-attr]
    assert other.returned.is_set()


async def test_a_peer_that_stops_speaking_is_noticed(
    pair: tuple[Listener, Listener], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = pair
    monkeypatch.setattr(module, "SILENCE", 1.0)
    one.bus.put(ITEMS[:1])
    await other.hears(1)
    await one.bus.stop()
    async with asyncio.timeout(10):
        await other.silent.wait()
