"""A whole class comes into one call in the same instant: how long until everybody is in."""

from __future__ import annotations

import asyncio
from typing import Any

from benchmarks import ground
from benchmarks.client import connect, ms, now, percentile
from benchmarks.signaling import Page

PEOPLE = 50


async def measure(webs: list[ground.Web]) -> str:
    """From `call.answer` to its ack, and how much each page hears of the others meanwhile."""
    members = await asyncio.to_thread(ground.people, PEOPLE, f"j{len(webs)}-")
    [(room, _)] = await asyncio.to_thread(ground.conversations, members, PEOPLE)
    heard = [0]
    pages = await asyncio.gather(*(_open(webs[n % len(webs)], one, heard) for n, one in enumerate(members)))
    started = await pages[0].asks(type="call.initiate", conversation_id=room, call_type="video")
    await _come(pages[0], started["call_id"])
    heard[0], began = 0, now()
    took = await asyncio.gather(*(_come(page, started["call_id"]) for page in pages[1:]))
    everybody = now() - began
    for page in pages:
        page.client.transport.disconnect()
    return (
        f"{PEOPLE} people in {len(webs)} process(es): all in after {everybody:.2f} s, "
        f"p50 {ms(percentile(took, 0.5))}, p95 {ms(percentile(took, 0.95))}; "
        f"each heard {heard[0] / PEOPLE / 1024:,.0f} KiB of it"
    )


async def _open(web: ground.Web, person: ground.Person, heard: list[int]) -> Page:
    page = Page(lambda _frame: None)

    def hear(text: bytes) -> None:
        heard[0] += len(text)
        page.heard(text)

    page.client = await connect(web.address(person), hear)
    return page


async def _come(page: Page, call_id: Any) -> float:
    began = now()
    await page.asks(type="call.answer", call_id=call_id, peer_id=page.peer_id)
    return now() - began
