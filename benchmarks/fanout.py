"""Deliveries a second in rooms of 30, durable, with every limit on, beside a bare server in the same run."""

from __future__ import annotations

import asyncio
import os
import sys
from dataclasses import dataclass

from benchmarks import ground
from benchmarks.client import Client, connect_all, now
from dreamseed.embedded.processes import end, spawn

ROOM = 30
ROOMS = 6
EACH = 20
"""Messages a person sends at once: what the limit of 20 in 10 s lets through."""


@dataclass
class Counter:
    """Deliveries that arrived, however they were joined into frames; told by what each contains once."""

    mark: bytes
    count: int = 0
    last: float = 0.0

    def __call__(self, text: bytes) -> None:
        found = text.count(self.mark)
        if found:
            self.count += found
            self.last = now()


async def through_us(webs: list[ground.Web], query: str, prefix: str) -> float:
    """Deliveries a second through web processes, `query` asks for joined frames or not."""
    members = await asyncio.to_thread(ground.people, ROOM * ROOMS, prefix)
    rooms = await asyncio.to_thread(ground.conversations, members, ROOM)
    counter = Counter(b'"type":"message.created"')
    addresses = [
        (webs[number % len(webs)].address(person, query), counter)
        for _room, inside in rooms
        for number, person in enumerate(inside)
    ]
    clients = await connect_all(addresses)
    names = [room for room, inside in rooms for _ in inside]
    return await _burst(clients, names, counter, ROOM * ROOMS * EACH * (ROOM - 1))


async def through_bare() -> float:
    """The same frames through a server that does nothing but send them on."""
    port = ground.free_port()
    process = spawn([sys.executable, "-m", "benchmarks.bare", str(port)], env=os.environ, cwd=ground.BASE)
    try:
        await _listening(port)
        counter = Counter(b'"type": "message.send"')
        names = [f"room-{number}" for number in range(ROOMS) for _ in range(ROOM)]
        clients = await connect_all([(f"ws://127.0.0.1:{port}/{name}", counter) for name in names])
        return await _burst(clients, names, counter, ROOM * ROOMS * EACH * (ROOM - 1))
    finally:
        end(process)


async def _burst(clients: list[Client], rooms: list[str], counter: Counter, expected: int) -> float:
    begin = now()
    for number in range(EACH):
        for client, room in zip(clients, rooms, strict=True):
            client.say(_frame(room, number))
        await asyncio.sleep(0)
    while counter.count < expected and now() - max(begin, counter.last) < 10:
        await asyncio.sleep(0.02)
    for client in clients:
        client.transport.disconnect()
    if counter.count < expected:
        print(f"      {expected - counter.count} of {expected} deliveries did not come")
    return counter.count / (counter.last - begin)


def _frame(room: str, number: int) -> dict[str, str]:
    return {"type": "message.send", "conversation_id": room, "content": f"{number} {'가' * 60}"}


async def _listening(port: int) -> None:
    for _ in range(200):
        try:
            _reader, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.05)
        else:
            writer.close()
            return
    raise SystemExit("the bare server does not start")
