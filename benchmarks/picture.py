"""From the click on "answer" to the first remote picture, between two real Chromium pages; directly, or with
four programs in the call, so that it goes through the forwarding server."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from typing import Any

from channels.db import database_sync_to_async as in_database
from django.core.management import call_command
from playwright.async_api import Browser, Page, async_playwright

from accounts.models import User
from benchmarks import ground
from benchmarks.client import ms, percentile
from calls.media import aiortc_inside
from tests import chromium
from tests.browsers import ARGUMENTS
from tests.e2e.classmates import Classmate
from tests.e2e.steps import is_in
from tests.people import Person
from tests.wardrobe import CHEAP_DEVICES

ROUNDS = 12
PACE = 6.5
"""Seconds a round has at least: a person may start ten calls a minute."""
WATCH = """(selector) => new Promise((resolve) => {
  const look = () => {
    const video = document.querySelector(selector);
    if (!video) return requestAnimationFrame(look);
    const frame = (_now, { width }) => {
      if (width > 2) resolve(performance.timeOrigin + performance.now()); // smaller: there is none yet
      else video.requestVideoFrameCallback(frame);
    };
    video.requestVideoFrameCallback(frame);
  };
  look();
})"""
CLICK = (
    """(button) => { const at = performance.timeOrigin + performance.now(); button.click(); return at; }"""
)


def prepare() -> None:
    """The demo school, and the pages' files."""
    call_command("collectstatic", verbosity=0, interactive=False)
    call_command("demo", verbosity=0)


async def measure(web: ground.Web, others: int) -> str:
    """p50 and p95 of both sides over a dozen calls; the page load after the click is part of it.
    `others` programs are in the call before."""
    aiortc_inside.install()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium.find(), args=ARGUMENTS)
        teacher = await signed_in(browser, web, "teacher@example.com")
        student = await signed_in(browser, web, "student1@example.com")
        crowd = await in_database(students)(others)
        conversation = await together(teacher, student, crowd)
        answers = [await _round(web, teacher, student, conversation, crowd) for _ in range(ROUNDS)]
        await browser.close()
    sides = {"who answers": [one for one, _ in answers], "who called": [other for _, other in answers]}
    way = "through the server, six people" if others else "page to page"
    return f"{way}: " + "; ".join(
        f"{side} sees the other after p50 {ms(percentile(took, 0.5))}, p95 {ms(percentile(took, 0.95))}"
        for side, took in sides.items()
    )


async def signed_in(browser: Browser, web: ground.Web, email: str) -> Page:
    context = await browser.new_context(base_url=f"http://localhost:{web.port}", locale="ko-KR")
    await context.add_init_script(CHEAP_DEVICES)
    page = await context.new_page()
    await page.goto("/login")
    await page.fill("input[name=email]", email)
    await page.fill("input[name=password]", "dreamseed")
    await page.click("form button[type=submit]")
    await page.wait_for_url("**/messenger*")
    return page


def students(count: int) -> list[Person]:
    """Others than the one with a page."""
    emails = [f"student{number}@example.com" for number in range(2, 2 + count)]
    return [Person(user, "dreamseed") for user in User.objects.filter(email__in=emails)]


async def together(teacher: Page, student: Page, crowd: list[Person]) -> str:
    """A conversation of them all."""
    ids = [await student.evaluate("JSON.parse(document.getElementById('me').textContent).id")]
    wishes = {"type": "group", "title": "bench", "participant_ids": [*ids, *(one.id for one in crowd)]}
    return str(
        await teacher.evaluate(
            """async (wishes) => {
              const token = document.cookie.match(/csrftoken=([^;]+)/)[1];
              const headers = {"Content-Type": "application/json", "X-CSRFToken": token};
              const body = JSON.stringify(wishes);
              const answer = await fetch("/api/v1/messenger/conversations", {method: "POST", headers, body});
              return (await answer.json()).id;
            }""",
            wishes,
        )
    )


async def _round(*call: Any) -> tuple[float, float]:
    took, _paced = await asyncio.gather(_call(*call), asyncio.sleep(PACE))
    return took


async def _call(
    web: ground.Web, teacher: Page, student: Page, conversation: str, crowd: list[Person]
) -> tuple[float, float]:
    """Seconds from the student's click until each side's first decoded frame of the other."""
    await student.goto("/messenger")
    await teacher.goto(f"/messenger/{conversation}")
    await teacher.click("[data-testid=start-video-call]")
    await teacher.wait_for_url("**/calls/*")
    await is_in(teacher)
    answer = await student.wait_for_selector("[data-testid=answer-call]")
    async with AsyncExitStack() as stack:
        await come(web, teacher.url.rpartition("/")[2].partition("?")[0], crowd, stack)
        mine, theirs = await _answered(teacher, student, answer)
        await teacher.click("[data-testid=end-call]")
        await teacher.wait_for_selector("[data-testid=call-ended]")
    return mine, theirs


async def come(web: ground.Web, call: str, crowd: list[Person], stack: AsyncExitStack) -> None:
    """Programs into the call, until the stack is closed."""
    programs = [Classmate(one, call) for one in crowd]
    for program in programs:
        stack.push_async_callback(program.leaves)
        await program.comes(web.socket_url)
    for program in programs:
        await program.connects()


async def _answered(teacher: Page, student: Page, answer: Any) -> tuple[float, float]:
    their_id = await student.evaluate("JSON.parse(document.getElementById('me').textContent).id")
    seen = asyncio.create_task(_watch(teacher, f"[data-user='{their_id}']"))
    clicked = await _click(answer)
    await student.wait_for_url("**/calls/*", wait_until="commit")
    mine, theirs = await asyncio.wait_for(asyncio.gather(_watch(student), seen), 30)
    return (mine - clicked) / 1000, (theirs - clicked) / 1000


async def _watch(page: Page, whose: str = "") -> float:
    """When the first frame of a tile (of anybody) was presented, in milliseconds of Unix time."""
    return float(await page.evaluate(WATCH, f"{whose} video[data-testid=remote-video]"))


async def _click(button: Any) -> float:
    return float(await button.evaluate(CLICK))
