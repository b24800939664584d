"""One durable message, socket to socket, at a steady rate: time to the ack, and until the other hears it."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from benchmarks import ground
from benchmarks.client import Client, connect_all, ms, now, percentile

SECONDS = 8
EACH = 1.5
"""Messages a second for one person, below the limit of 2."""


async def measure(webs: list[ground.Web], rate: int) -> str:
    """Rooms of two, `rate` messages a second in all, spread evenly over the time and the processes."""
    senders = int(rate / EACH) + 1
    members = await asyncio.to_thread(ground.people, senders * 2, f"m{rate}-{len(webs)}-")
    rooms = await asyncio.to_thread(ground.conversations, members, 2)
    sent: dict[str, float] = {}
    acks: list[float] = []
    heard: list[float] = []

    def on_ack(text: bytes) -> None:
        acks.extend(now() - sent[frame["ref"]] for frame in _frames(text) if frame["type"] == "ack")

    def on_event(text: bytes) -> None:
        news = (frame["message"] for frame in _frames(text) if frame["type"] == "message.created")
        heard.extend(now() - sent[message["content"]] for message in news)

    addresses = []
    for index, (_id, (one, other)) in enumerate(rooms):
        addresses.append((webs[index % len(webs)].address(one), on_ack))
        addresses.append((webs[(index + 1) % len(webs)].address(other), on_event))
    clients = await connect_all(addresses)
    await _send(clients[::2], [room for room, _ in rooms], rate, sent)
    await _arrive(heard, len(sent))
    for client in clients:
        client.transport.disconnect()
    lost = len(sent) - len(heard)
    return (
        f"{rate}/s in {len(webs)} process(es): "
        f"ack p50 {ms(percentile(acks, 0.5))}, p99 {ms(percentile(acks, 0.99))}; "
        f"heard p50 {ms(percentile(heard, 0.5))}, p99 {ms(percentile(heard, 0.99))}; "
        f"{len(sent)} sent, {lost} lost"
    )


async def _send(senders: list[Client], rooms: list[str], rate: int, sent: dict[str, float]) -> None:
    start, count = now(), rate * SECONDS
    for number in range(count):
        wait = start + number / rate - now()
        if wait > 0:
            await asyncio.sleep(wait)
        index, name = number % len(senders), f"{rate}-{number}"
        frame = {"type": "message.send", "conversation_id": rooms[index], "content": name, "ref": name}
        sent[name] = now()
        senders[index].say(frame)


async def _arrive(heard: list[float], expected: int) -> None:
    deadline = now() + 10
    while len(heard) < expected and now() < deadline:
        await asyncio.sleep(0.05)


def _frames(text: bytes) -> list[dict[str, Any]]:
    frames = json.loads(text)
    return frames if isinstance(frames, list) else [frames]
