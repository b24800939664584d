"""A forwarding server is killed in a call: how soon two real Chromium pages go on through another."""

from __future__ import annotations

import asyncio
import signal
import subprocess
from collections.abc import Awaitable
from contextlib import AsyncExitStack, ExitStack
from time import perf_counter
from typing import Any

from channels.db import database_sync_to_async as in_database
from playwright.async_api import Page, async_playwright

from benchmarks import ground
from benchmarks.client import percentile
from benchmarks.picture import come, signed_in, students, together
from calls.media import aiortc_inside
from dreamseed.embedded.processes import end
from tests import chromium
from tests.browsers import ARGUMENTS
from tests.e2e import steps

ROUNDS = 10
OTHERS = 4
"""Programs in the call, so that it goes through a server. They speak to the first one alone."""
LOOK = """async (is) => {
  while (!(await is())) await new Promise((done) => setTimeout(done, 10));
}"""
REMEMBER = """() => {
  window.server = dreamseedCall.session.call.media_server;
  window.connectionsBefore = dreamseedCall.peerConnections();
}"""
NOTICED = f"() => ({LOOK})(() => dreamseedCall.session.call.media_server !== window.server)"
AGAIN = f"""() => ({LOOK})(async () => {{
  const [link] = dreamseedCall.session.connections.filter(({{ id }}) => id === "sfu:recv");
  if (!link || window.connectionsBefore.includes(link.connection)) return false;
  const reports = [...(await link.connection.getStats()).values()];
  return reports.some(({{ type, framesDecoded }}) => type === "inbound-rtp" && framesDecoded > 0);
}})"""
SETTLED = """() => {
  const all = dreamseedCall.peerConnections();
  return all.length === 2 && all.every((one) => one.connectionState === "connected");
}"""


async def measure(web: ground.Web, first: subprocess.Popen[bytes], servers: ExitStack) -> str:
    """p50 and the longest of both pages over ten deaths in one call."""
    aiortc_inside.install()
    async with AsyncExitStack() as stack:
        pages = await _in_a_call(web, stack)
        took: list[tuple[float, float]] = []
        serving = first
        for _ in range(ROUNDS):
            successor = servers.enter_context(ground.media())
            took += await _killed(serving, pages)
            serving = successor
    noticed, again = zip(*took, strict=True)
    return f"noticed after {_said(noticed)}; pictures again after {_said(again)}"


def _said(took: tuple[float, ...]) -> str:
    return f"p50 {percentile(list(took), 0.5):.2f} s, at most {max(took):.2f} s"


async def _in_a_call(web: ground.Web, stack: AsyncExitStack) -> list[Page]:
    """Two pages that see each other through the server."""
    playwright = await stack.enter_async_context(async_playwright())
    browser = await playwright.chromium.launch(executable_path=chromium.find(), args=ARGUMENTS)
    stack.push_async_callback(browser.close)
    teacher, student = [
        await signed_in(browser, web, email) for email in ("teacher@example.com", "student1@example.com")
    ]
    crowd = await in_database(students)(OTHERS)
    await teacher.goto(f"/messenger/{await together(teacher, student, crowd)}")
    call = await steps.start_video_call(teacher)
    await student.goto(f"/calls/{call}?join=1")
    await come(web, call, crowd, stack)
    return [teacher, student]


async def _killed(server: subprocess.Popen[bytes], pages: list[Page]) -> list[tuple[float, float]]:
    """Seconds until each page heard of the other server, and until it decoded a picture from there."""
    for page in pages:
        await page.wait_for_function(SETTLED, timeout=steps.PATIENCE)
        await page.evaluate(REMEMBER)
    began = perf_counter()
    end(server, signal.SIGKILL)

    async def after(event: Awaitable[Any]) -> float:
        await asyncio.wait_for(event, 60)
        return perf_counter() - began

    both = (asyncio.gather(after(page.evaluate(NOTICED)), after(page.evaluate(AGAIN))) for page in pages)
    return [(noticed, again) for noticed, again in await asyncio.gather(*both)]
