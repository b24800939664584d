"""Ten thousand messages: how evenly a page draws while somebody turns the wheel through them."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from time import perf_counter
from typing import Any

from channels.db import database_sync_to_async as in_database
from django.db.models import F
from django.utils import timezone
from playwright.async_api import Page, async_playwright

from accounts.models import User
from benchmarks import ground
from benchmarks.client import percentile
from benchmarks.picture import signed_in
from messenger.models import Conversation, Message, Participant
from tests import chromium
from tests.browsers import ARGUMENTS

MESSAGES = 10_000
EVERY = timedelta(minutes=7)
TURN = -400
"""Pixels a turn of the wheel."""
PACE = 0.016
WATCH = """() => {
  window.gaps = [];
  let last = performance.now();
  const frame = (now) => {
    window.gaps.push(now - last);
    last = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}"""
FIRST = """() => document.querySelector("[data-part=items]")?.textContent.includes("말 0번째")"""
SLOW = 50
"""Milliseconds between two frames that one sees."""


async def measure(web: ground.Web) -> str:
    """From the newest to the first, by the wheel alone."""
    conversation = await in_database(_long_conversation)()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium.find(), args=ARGUMENTS)
        page = await signed_in(browser, web, "teacher@example.com")
        began = perf_counter()
        await page.goto(f"/messenger/{conversation}")
        await page.get_by_text(f"말 {MESSAGES - 1}번째").wait_for()
        opened = perf_counter() - began
        await page.evaluate(WATCH)
        began = perf_counter()
        await _to_the_first(page)
        took = perf_counter() - began
        gaps: list[float] = await page.evaluate("window.gaps")
        await browser.close()
    p50, p95, p99 = (f"{percentile(gaps, share):.0f} ms" for share in (0.5, 0.95, 0.99))
    return (
        f"opened after {opened:.2f} s; {MESSAGES:,} messages in {took:.0f} s: a frame every p50 {p50}, "
        f"p95 {p95}, p99 {p99}, at most {max(gaps):.0f} ms; "
        f"{sum(one > SLOW for one in gaps) / len(gaps):.1%} later than {SLOW} ms"
    )


async def _to_the_first(page: Page) -> None:
    await page.locator("[data-part=log]").first.hover()
    while not await page.evaluate(FIRST):
        for _ in range(20):
            await asyncio.gather(page.mouse.wheel(0, TURN), asyncio.sleep(PACE))


def _long_conversation() -> Any:
    """Of the teacher and a student, read to its end."""
    people = [User.objects.get(email=f"{name}@example.com") for name in ("teacher", "student1")]
    row = Conversation.objects.create(type="group", title="bench", seq=MESSAGES, change=MESSAGES)
    for one in people:
        Participant.objects.create(conversation=row, user=one, last_read_seq=MESSAGES)
    Message.objects.bulk_create(
        [
            Message(
                conversation=row,
                sender=people[number // 3 % 2],
                seq=number + 1,
                change=number + 1,
                content=f"말 {number}번째. " + "수학 숙제는 12쪽까지입니다. " * (number % 7),
            )
            for number in range(MESSAGES)
        ],
        batch_size=1000,
    )
    began = timezone.now() - EVERY * MESSAGES
    Message.objects.filter(conversation=row).update(created_at=began + F("seq") * EVERY)
    return row.pk
