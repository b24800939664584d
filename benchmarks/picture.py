"""From the click on "answer" to the first remote picture, between two real Chromium pages."""

from __future__ import annotations

import asyncio
from typing import Any

from django.core.management import call_command
from playwright.async_api import Browser, Page, async_playwright

from benchmarks import ground
from benchmarks.client import ms, percentile
from tests import chromium
from tests.browsers import ARGUMENTS

ROUNDS = 12
WATCH = """() => new Promise((resolve) => {
  const look = () => {
    const video = document.querySelector("video[data-testid=remote-video]");
    if (!video) return requestAnimationFrame(look);
    video.requestVideoFrameCallback(() => resolve(performance.timeOrigin + performance.now()));
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


async def measure(web: ground.Web) -> str:
    """p50 and p95 of both sides over a dozen calls; the page load after the click is part of it."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium.find(), args=ARGUMENTS)
        teacher = await _signed_in(browser, web, "teacher@example.com")
        student = await _signed_in(browser, web, "student1@example.com")
        conversation = await _direct(teacher, student)
        answers = [await _call(web, teacher, student, conversation) for _ in range(ROUNDS)]
        await browser.close()
    sides = {"who answers": [one for one, _ in answers], "who called": [other for _, other in answers]}
    return "; ".join(
        f"{side} sees the other after p50 {ms(percentile(took, 0.5))}, p95 {ms(percentile(took, 0.95))}"
        for side, took in sides.items()
    )


async def _signed_in(browser: Browser, web: ground.Web, email: str) -> Page:
    context = await browser.new_context(base_url=f"http://localhost:{web.port}", locale="ko-KR")
    page = await context.new_page()
    await page.goto("/login")
    await page.fill("input[name=email]", email)
    await page.fill("input[name=password]", "dreamseed")
    await page.click("form button[type=submit]")
    await page.wait_for_url("**/messenger*")
    return page


async def _direct(teacher: Page, student: Page) -> str:
    other = await student.evaluate("JSON.parse(document.getElementById('me').textContent).id")
    return str(
        await teacher.evaluate(
            """async (other) => {
              const token = document.cookie.match(/csrftoken=([^;]+)/)[1];
              const headers = {"Content-Type": "application/json", "X-CSRFToken": token};
              const body = JSON.stringify({type: "direct", participant_ids: [other]});
              const answer = await fetch("/api/v1/messenger/conversations", {method: "POST", headers, body});
              return (await answer.json()).id;
            }""",
            other,
        )
    )


async def _call(web: ground.Web, teacher: Page, student: Page, conversation: str) -> tuple[float, float]:
    """Seconds from the student's click until each side's first decoded frame of the other."""
    await student.goto("/messenger")
    await teacher.goto(f"/messenger/{conversation}")
    await teacher.click("[data-testid=start-video-call]")
    await teacher.wait_for_url("**/calls/*")
    answer = await student.wait_for_selector("[data-testid=answer-call]")
    seen = asyncio.create_task(_watch(teacher))
    clicked = await _click(answer)
    await student.wait_for_url("**/calls/*", wait_until="commit")
    mine, theirs = await asyncio.wait_for(asyncio.gather(_watch(student), seen), 30)
    await teacher.click("[data-testid=end-call]")
    await teacher.wait_for_selector("[data-testid=call-ended]")
    return (mine - clicked) / 1000, (theirs - clicked) / 1000


async def _watch(page: Page) -> float:
    """When the first remote frame was presented, in milliseconds of Unix time."""
    return float(await page.evaluate(WATCH))


async def _click(button: Any) -> float:
    return float(await button.evaluate(CLICK))
