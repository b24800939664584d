"""Five hundred calls of two negotiate at once: how long a signal is on its way from page to page."""

from __future__ import annotations

import asyncio
import json
from typing import Any
from uuid import uuid4

from benchmarks import ground
from benchmarks.client import Client, connect, ms, now, percentile

CALLS = 500
SECONDS = 8.0
"""In which every call exchanges an offer, an answer and ten candidates each way."""
CANDIDATES = 10
SDP = "v=0\r\n" + "a=" + "x" * 6000
AT_ONCE = 20
PATIENCE = 60.0


class Page:
    """One socket: its acks by `ref`, and what it hears of the other page."""

    def __init__(self, arrived: Any) -> None:
        self.peer_id = str(uuid4())
        self.client: Client
        self._arrived = arrived
        self._acks: dict[str, asyncio.Future[dict[str, Any]]] = {}

    async def asks(self, **frame: Any) -> dict[str, Any]:
        """Send a frame and wait for its ack."""
        ref = uuid4().hex
        ack = self._acks[ref] = asyncio.get_running_loop().create_future()
        self.client.say({"ref": ref, **frame})
        return await asyncio.wait_for(ack, PATIENCE)

    def heard(self, text: bytes) -> None:
        frames = json.loads(text)
        for frame in frames if isinstance(frames, list) else [frames]:
            if frame["type"] in ("ack", "error") and frame.get("ref") in self._acks:
                self._acks.pop(frame["ref"]).set_result(frame)
            elif frame["type"].startswith("webrtc."):
                self._arrived(frame)


async def measure(webs: list[ground.Web]) -> str:
    """p50, p95, p99 of the relay; with two processes the pages of a call are at different ones."""
    sent: dict[str, float] = {}
    took: list[float] = []

    def arrived(frame: dict[str, Any]) -> None:
        took.append(now() - sent[frame.get("candidate") or frame["sdp"][len(SDP) :]])

    members = await asyncio.to_thread(ground.people, CALLS * 2, f"s{len(webs)}-")
    rooms = await asyncio.to_thread(ground.conversations, members, 2)
    began = now()
    gate = asyncio.Semaphore(AT_ONCE)
    calls = await asyncio.gather(*(_call(webs, room, pair, arrived, gate) for room, pair in rooms))
    met = now() - began
    await asyncio.gather(*(_negotiate(number, *call, sent) for number, call in enumerate(calls)))
    deadline = now() + 10
    while len(took) < len(sent) and now() < deadline:
        await asyncio.sleep(0.05)
    for _call_id, *pages in calls:
        for page in pages:
            page.client.transport.disconnect()
    figures = ", ".join(
        f"p{share:.0%}"[:-1] + f" {ms(percentile(took, share))}" for share in (0.5, 0.95, 0.99)
    )
    return (
        f"{CALLS} calls in {len(webs)} process(es), {len(sent) / SECONDS:,.0f} signals/s: relay {figures}; "
        f"{len(sent) - len(took)} lost; all had met after {met:.0f} s"
    )


async def _call(
    webs: list[ground.Web], room: str, pair: list[ground.Person], arrived: Any, gate: asyncio.Semaphore
) -> tuple[str, Page, Page]:
    """Two people who are in a call."""
    async with gate:
        pages = Page(arrived), Page(arrived)
        for number, (page, person) in enumerate(zip(pages, pair, strict=True)):
            web = webs[number % len(webs)]
            page.client = await connect(web.address(person), page.heard)
        start = {"type": "call.initiate", "conversation_id": room, "call_type": "video"}
        call_id = (await pages[0].asks(**start))["call_id"]
        for page in pages:
            await page.asks(type="call.answer", call_id=call_id, peer_id=page.peer_id)
    return call_id, *pages


async def _negotiate(number: int, call_id: str, one: Page, other: Page, sent: dict[str, float]) -> None:
    """The signals of one call, spread evenly; each call begins at its own moment."""
    signals: list[tuple[Page, str]] = [(one, "webrtc.offer"), (other, "webrtc.answer")]
    signals += [(page, "webrtc.ice_candidate") for _ in range(CANDIDATES) for page in (one, other)]
    step = SECONDS / len(signals)
    begin = now() + step * number / CALLS
    for index, (page, type) in enumerate(signals):
        await asyncio.sleep(max(0.0, begin + index * step - now()))
        name = f"{number}-{index}"
        body = {"candidate": name} if type == "webrtc.ice_candidate" else {"sdp": SDP + name}
        frame = {"type": type, "call_id": call_id, **body}
        sent[name] = now()
        page.client.say(frame)
