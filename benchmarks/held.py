"""Sockets one process holds: how many, how quickly they are all served, and what each costs in memory."""

from __future__ import annotations

import asyncio
import resource

import psutil

from benchmarks import ground
from benchmarks.client import connect_all, now

SOCKETS = 4000
A_PERSON = 8


async def measure(web: ground.Web) -> str:
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    count = min(SOCKETS, limit - 500)
    members = await asyncio.to_thread(ground.people, count // A_PERSON, "h")
    await asyncio.to_thread(ground.conversations, members, 30)
    process = psutil.Process(web.process.pid)
    before = process.memory_info().rss
    begin = now()
    clients = await connect_all(
        [(web.address(person), None) for person in members for _ in range(A_PERSON)], 100
    )
    took = now() - begin
    kib = (process.memory_info().rss - before) / 1024 / len(clients)
    held = sum(client.closed is None for client in clients)
    for client in clients:
        client.transport.disconnect()
    return f"{held} sockets held by one process, {kib:.1f} KiB each; all of them served in {took:.1f} s"
