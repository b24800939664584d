"""One call on one forwarding server: how many receivers of a speaker its core carries without loss, and
what a class costs in which everybody sends and shows nine others.

The server is a process of its own; its pages live in this one and only count the packets that arrive
(sequence numbers of RTP are not encrypted), so that they cost less than what is measured.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from benchmarks.client import now
from calls.media import aiortc_inside
from calls.media.subscriber import VOICES
from tests.media.client import Client, until
from tests.media.counting import Counted, count

SECONDS = 8.0
PICTURE = 4000
"""Bytes; 25 a second are 800 kbit/s, with the voice 850."""
SMALL = 800
"""Bytes of a tile's picture; 15 a second and 50 voices make what a page of a class sends."""
SMALL_RATE = 15
VOICE = 100
AT_ONCE = 4
TICKS = os.sysconf("SC_CLK_TCK")


class Server:
    """The process, spoken to as tests/media/client.py speaks to a node."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.pages: dict[UUID, Client] = {}
        self._reading = asyncio.ensure_future(self._read())

    async def handle(self, event: dict[str, Any]) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(event).encode() + b"\n")
        await self.process.stdin.drain()

    def page(self, call_id: UUID) -> Client:
        page = Client(self, call_id, len(self.pages) + 1)
        self.pages[page.peer_id] = page
        return page

    @property
    def cpu(self) -> float:
        """Seconds it has computed until now."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    @property
    def memory(self) -> float:
        """MiB."""
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / (1 << 20)

    async def ends(self) -> None:
        await asyncio.gather(*(page.leaves() for page in self.pages.values()))
        self._reading.cancel()
        self.process.kill()
        await self.process.wait()

    async def _read(self) -> None:
        assert self.process.stdout is not None
        async for line in self.process.stdout:
            told = json.loads(line)
            self.pages[UUID(told["to"])].told(told["event"])


async def measure(receivers: int, more_voices: int) -> str:
    """CPU, memory and loss while one person speaks and `more_voices` others have their microphones open."""
    async with _server() as server:
        return await _measure(server, receivers, more_voices)


async def measure_class(people: int, tiles: int) -> str:
    """CPU and loss while all of them have microphone and camera on and show that many others."""
    async with _server() as server:
        return await _measure_class(server, people, tiles)


@asynccontextmanager
async def _server() -> AsyncIterator[Server]:
    aiortc_inside.install()
    command = [sys.executable, "-m", "benchmarks.forwarding_node"]
    server = Server(await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, limit=1 << 22))
    try:
        yield server
    finally:
        await server.ends()


async def _measure_class(server: Server, people: int, tiles: int) -> str:
    call_id = uuid4()
    pages = [await _joined(server, call_id, "microphone", "camera_small") for _ in range(people)]
    for at, page in enumerate(pages):
        page.made["camera_small"].size, page.made["camera_small"].rate = SMALL, SMALL_RATE
        shown = [str(pages[at - before].peer_id) for before in range(1, tiles + 1)]
        await page.says("call.view", tiles=shown, large=[])
    await until(lambda: all(len(page.tracks) == tiles + VOICES for page in pages), 60)
    share, packets, lost = await _watched(server, [_counted(page) for page in pages])
    return (
        f"a class of {people}, {tiles} tiles each, {people * (tiles + VOICES)} streams: "
        f"{share:.0%} of a core, {packets:,.0f} packets/s, {lost:,} lost"
    )


async def _measure(server: Server, receivers: int, more_voices: int) -> str:
    call_id = uuid4()
    speaker = await _joined(server, call_id, "microphone", "camera")
    empty = server.memory
    voices = [await _joined(server, call_id, "microphone") for _ in range(more_voices)]
    began = now()
    pages = await _all_join(server, call_id, speaker, receivers - more_voices)
    took = now() - began
    counts = [_counted(page) for page in [*voices, *pages]]
    share, packets, lost = await _watched(server, counts)
    everybody = len(counts) + 1
    return (
        f"{len(counts)} receivers, {1 + more_voices} microphones: {share:.0%} of a core, "
        f"{packets:,.0f} packets/s, {lost:,} lost; a participant {share / everybody:.1%} and "
        f"{(server.memory - empty) / (everybody - 1):.1f} MiB; {len(pages)} came in {took:.1f} s"
    )


async def _watched(server: Server, counts: Sequence[Counted]) -> tuple[float, float, int]:
    """Share of a core, packets a second, packets lost."""
    cpu, began = server.cpu, now()
    arrived = sum(one.arrived for one in counts)
    await asyncio.sleep(SECONDS)
    took = now() - began  # longer than that while this process has to catch up
    packets = sum(one.arrived for one in counts) - arrived
    return (server.cpu - cpu) / took, packets / took, sum(one.sent - one.arrived for one in counts)


async def _joined(server: Server, call_id: UUID, *sources: str) -> Client:
    page = await server.page(call_id).joins(*sources, size=PICTURE)
    if "microphone" in page.made:
        page.made["microphone"].size = VOICE
    await until(lambda: page.receiving is not None and page.receiving.connectionState == "connected", 60)
    return page


async def _all_join(server: Server, call_id: UUID, speaker: Client, count: int) -> list[Client]:
    gate = asyncio.Semaphore(AT_ONCE)

    async def one() -> Client:
        async with gate:
            page = await _joined(server, call_id)
            await page.says("call.view", tiles=[], large=[str(speaker.peer_id)])
            return page

    return list(await asyncio.gather(*(one() for _ in range(count))))


def _counted(page: Client) -> Counted:
    assert page.receiving is not None
    return count(page.receiving)
