"""From the mesh to the forwarding server no picture stands still, as every remote tile's own frames tell."""

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
"""Milliseconds a picture may stand still from its last frame page to page to its first through the server."""
NOISE = 8
"""While the call moves it may do so, or this many times what the same pages showed before: where pages,
programs and servers share two cores, those who come cost everybody frames. A lost picture stands still for
seconds."""
WATCH = """() => {
  window.longest = window.shown = 0;
  window.switches = [];
  const seen = new Map();
  const watch = (video) => {
    if (video.watched) return;
    video.watched = true;
    const tile = video.closest("[data-testid=tile]").dataset.peer;
    const frame = (now) => {
      // whichever element of a tile is shown: what it shows is what the person sees
      if (!video.shown && seen.has(tile)) window.switches.push(now - seen.get(tile));
      video.shown = true;
      if (seen.has(tile)) window.longest = Math.max(window.longest, now - seen.get(tile));
      seen.set(tile, now);
      window.shown += 1;
      video.requestVideoFrameCallback(frame);
    };
    video.requestVideoFrameCallback(frame);
  };
  const look = () => document.querySelectorAll("[data-testid=tile] video").forEach(watch);
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
  look();
}"""
LONGEST = "() => { const longest = window.longest; window.longest = window.shown = 0; return longest; }"
SHOWN = "(count) => window.shown >= count"
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
        await page.evaluate(WATCH)
    await asyncio.gather(*(page.wait_for_function(SHOWN, arg=ENOUGH) for page in pages))
    before = [await page.evaluate(LONGEST) for page in pages]

    classmates += [Classmate(one, call) for one in others]
    for one in classmates:
        await one.comes(site.socket_url)
    await asyncio.gather(*(page.wait_for_function(MOVED) for page in pages))
    await asyncio.gather(*(page.evaluate("() => { window.shown = 0; }") for page in pages))
    await asyncio.gather(*(page.wait_for_function(SHOWN, arg=ENOUGH) for page in pages))
    while_moving = [await page.evaluate(LONGEST) for page in pages]
    switches = [await page.evaluate("window.switches") for page in pages]
    assert all(gaps and max(gaps) <= STILL for gaps in switches), switches
    allowed = [max(STILL, NOISE * one) for one in before]
    assert all(one <= most for one, most in zip(while_moving, allowed, strict=True)), (before, while_moving)
