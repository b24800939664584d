"""From the mesh to the forwarding server no picture stands still, as the pages' getStats tells."""

from __future__ import annotations

import asyncio
from typing import Any

from channels.db import database_sync_to_async as in_database
from playwright.async_api import Page

from accounts.models import Organization
from tests.e2e import steps
from tests.e2e.classmates import Classmate, make_crowd
from tests.people import Person
from tests.processes import Site

STILL = 300
"""Milliseconds a picture may stand still from its last frame on one line to its first on another."""
NOISE = 8
"""While the call moves it may do so, or this many times what the same pages showed before: where pages,
programs and servers share two cores, those who come cost everybody frames. A lost picture stands still for
seconds."""
DECODED = """() => {
  window.longest = window.decoded = 0;
  window.changes = [];
  const counts = new Map();
  const last = new Map();
  const count = (person, line, { framesDecoded = 0, timestamp: now }) => {
    const grown = framesDecoded - (counts.get(line) ?? 0);
    counts.set(line, framesDecoded);
    if (!person || grown <= 0) return;
    const before = last.get(person);
    const still = before ? now - before.now : 0;
    if (before && before.line !== line) window.changes.push(still);
    window.longest = Math.max(window.longest, still);
    window.decoded += grown;
    last.set(person, { now, line });
  };
  const look = async () => {
    const { connections, forwarding } = window.dreamseedCall.session;
    for (const { id, connection } of connections)
      for (const report of (await connection.getStats()).values()) {
        if (report.type !== "inbound-rtp" || report.kind !== "video") continue;
        const sent = forwarding?.tracks.find(({ mid }) => mid === report.mid);
        count(id === "sfu:recv" ? sent?.peer_id : id, `${id} ${report.id}`, report);
      }
    setTimeout(look, 20);
  };
  look();
}"""
"""Frames of every person, whichever connection brings them. Chromium counts anew every 50 ms."""
LONGEST = "() => { const longest = window.longest; window.longest = window.decoded = 0; return longest; }"
MORE = "(count) => window.decoded >= count"
SHOWN = """() => {
  window.exchanges = [];
  const last = new Map();
  const watched = new WeakSet();
  const watch = (video) => {
    if (watched.has(video)) return;
    watched.add(video);
    const tile = video.closest("[data-testid=tile]").dataset.peer;
    const frame = (now) => {
      const before = last.get(tile);
      if (video.dataset.testid) {
        if (before && before.video !== video) window.exchanges.push(now - before.now);
        last.set(tile, { now, video });
      }
      video.requestVideoFrameCallback(frame);
    };
    video.requestVideoFrameCallback(frame);
  };
  const look = () => document.querySelectorAll("[data-testid=tile] video").forEach(watch);
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
  look();
}"""
"""What getStats cannot say: that the element shown, which has the test id, is exchanged in time."""
MOVED = "() => window.dreamseedCall.session.topology === 'sfu' && !window.dreamseedCall.session.mesh"
ENOUGH = 100
"""Frames: four seconds of them."""


async def test_nobodys_picture_stands_still_while_the_call_moves(
    school: Organization,
    teacher: Person,
    classmates: list[Classmate],
    new_person_page: Any,
    site: Site,
) -> None:
    conversation, [minji, *others] = await in_database(make_crowd)(school, teacher, 4)
    pages: list[Page] = [
        await new_person_page(one.user.email, one.password, path=f"/messenger/{conversation.pk}")
        for one in (teacher, minji)
    ]
    call = await steps.start_video_call(pages[0])
    await pages[1].goto(f"/calls/{call}?join=1")
    for page in pages:
        await steps.sees_others(page, 1)
        await page.evaluate(DECODED)
        await page.evaluate(SHOWN)
    await asyncio.gather(*(page.wait_for_function(MORE, arg=ENOUGH) for page in pages))
    before = [await page.evaluate(LONGEST) for page in pages]

    classmates += [Classmate(one, call) for one in others]
    for one in classmates:
        await one.comes(site.socket_url)
    await asyncio.gather(*(page.wait_for_function(MOVED) for page in pages))
    await asyncio.gather(*(page.evaluate("() => { window.decoded = 0; }") for page in pages))
    await asyncio.gather(*(page.wait_for_function(MORE, arg=ENOUGH) for page in pages))
    while_moving = [await page.evaluate(LONGEST) for page in pages]
    for moments in ("changes", "exchanges"):
        gaps = [await page.evaluate(f"window.{moments}") for page in pages]
        assert all(one and max(one) <= STILL for one in gaps), (moments, gaps)
    allowed = [max(STILL, NOISE * one) for one in before]
    assert all(one <= most for one, most in zip(while_moving, allowed, strict=True)), (before, while_moving)
