"""What people do and see in the pages, in the words of the tests."""

from __future__ import annotations

import asyncio
import json
import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from playwright.async_api import expect

if TYPE_CHECKING:
    from playwright.async_api import Locator, Page

DECODED = """async () => {
  const counts = [];
  for (const connection of window.dreamseedCall.peerConnections()) {
    let frames = 0;
    for (const report of (await connection.getStats()).values())
      if (report.type === "inbound-rtp" && report.kind === "video") frames += report.framesDecoded ?? 0;
    counts.push(frames);
  }
  return counts;
}"""
PLAYING = """(count) => {
  const videos = [...document.querySelectorAll("video[data-testid=remote-video]")];
  return videos.length === count && videos.every((video) => video.currentTime > 0.3 && video.videoWidth > 0);
}"""
GROWN = f"""async ([before, by]) => {{
  const counts = await ({DECODED})();
  return counts.length === before.length && counts.every((frames, index) => frames >= before[index] + by);
}}"""


async def create_conversation(page: Page, title: str, *people: str) -> str:
    """By the dialog; the new conversation's id."""
    await page.get_by_test_id("create-conversation").click()
    await page.locator("#create-dialog input[name=title]").fill(title)
    for email in people:
        await page.get_by_test_id(f"person-{email}").click()
    await page.get_by_test_id("create-conversation-submit").click()
    await page.wait_for_url(re.compile(r"/messenger/[0-9a-f-]{36}"))
    return page.url.rpartition("/")[2]


TITLE = "수학 10반 질문방"


async def both_in(teacher: Page, student: Page) -> str:
    """A conversation both have open; its id."""
    conversation = await create_conversation(teacher, TITLE, "student1@example.com")
    await student.get_by_test_id(f"conversation-{conversation}").click()
    await expect(student.get_by_test_id("message-input")).to_be_visible()
    return conversation


async def asks(page: Page, method: str, path: str, body: Any = None) -> Any:
    """By REST under /api/v1/messenger, with the page's session: what no page has a key for. The answer."""
    [token] = [one["value"] for one in await page.context.cookies() if one["name"] == "csrftoken"]
    answer = await page.request.fetch(
        f"/api/v1/messenger{path}",
        method=method,
        data=body,
        headers={"X-CSRFToken": token, "Referer": page.url},
    )
    assert answer.ok, await answer.text()
    return await answer.json() if answer.status != 204 else None


async def start_video_call(page: Page) -> str:
    """The call's id; the starter is in its room."""
    await page.get_by_test_id("start-video-call").click()
    await page.wait_for_url(re.compile(r"/calls/"))
    await expect(page.get_by_test_id("leave-call")).to_be_visible()
    return page.url.rpartition("/")[2].partition("?")[0]


IS_IN = "() => window.dreamseedCall?.session.state === 'in'"


async def is_in(page: Page) -> None:
    """The page has its place in the call, and its socket."""
    await page.wait_for_function(IS_IN)


async def meet(starter: Page, other: Page) -> str:
    """A call of two pages of one conversation; both are in. Its id."""
    call = await start_video_call(starter)
    await other.goto(f"/calls/{call}?join=1")
    for page in (starter, other):
        await is_in(page)
    return call


def reports(page: Page) -> asyncio.Future[dict[str, Any]]:
    """The first statistics of a connection, between two readings, that the page's next socket sends."""
    found: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()

    def look(sent: str | bytes) -> None:
        frame = json.loads(sent)
        if "bitrate_down" in frame.get("stats", {}) and not found.done():
            found.set_result(frame["stats"])

    page.on("websocket", lambda socket: socket.on("framesent", look))
    return found


def arriving(page: Page, event: str) -> asyncio.Future[None]:
    """The first event of this type that the page's next socket hears, though nobody may listen yet."""
    heard: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def look(received: str | bytes) -> None:
        frames = json.loads(received)
        if any(one["type"] == event for one in ([frames] if isinstance(frames, dict) else frames)):
            with suppress(asyncio.InvalidStateError):
                heard.set_result(None)

    page.on("websocket", lambda socket: socket.on("framereceived", look))
    return heard


async def answer(page: Page) -> None:
    await expect(page.get_by_test_id("call-invitation")).to_be_visible()
    await page.get_by_test_id("answer-call").click()
    await page.wait_for_url(re.compile(r"/calls/"))


async def sees_others(page: Page, count: int) -> None:
    """Every remote picture plays: its time runs and frames are decoded."""
    await page.wait_for_function(PLAYING, arg=count)
    before = await page.evaluate(DECODED)
    assert len(before) == count
    await page.wait_for_function(GROWN, arg=[before, 5])


async def decoded(page: Page) -> list[int]:
    counts: list[int] = await page.evaluate(DECODED)
    return counts


async def media_goes_on(page: Page, since: list[int], by: int) -> None:
    """At least `by` more frames on every connection than `since`."""
    await page.wait_for_function(GROWN, arg=[since, by])


async def says(page: Page, text: str) -> None:
    await _unfold_chat(page)
    await page.get_by_test_id("message-input").fill(text)
    await page.get_by_test_id("send-message").click()


async def _unfold_chat(page: Page) -> None:
    """Beside a call it may be folded away."""
    if "/calls/" in page.url and not await page.get_by_test_id("message-input").is_visible():
        await page.get_by_test_id("toggle-chat").click()


def message(page: Page, text: str) -> Locator:
    return page.get_by_test_id("message").filter(has_text=text)


async def reads(page: Page, text: str) -> None:
    """The message is there, once."""
    await _unfold_chat(page)
    await expect(message(page, text)).to_have_count(1)
    await expect(message(page, text)).to_be_visible()


PATIENCE = 120_000
"""Milliseconds. Six browsers that draw pictures share two cores: what is waited for comes when it comes."""
FORWARDED = """(count) => {
  const session = window.dreamseedCall?.session;
  if (!session || session.topology !== "sfu" || session.mesh) return false;
  const tiles = [...document.querySelectorAll("[data-testid=tile]")].filter((tile) => tile.checkVisibility());
  const playing = (tile) => [...tile.querySelectorAll("video")].filter((video) => video.videoWidth > 0);
  const videos = tiles.map(playing);
  window.framesSeen ??= new Map();
  if (tiles.length !== count || videos.some((list) => !list.length)) return false;
  return videos.every((list, at) => {
    const user = tiles[at].dataset.user;
    const frames = Math.max(...list.map((video) => video.getVideoPlaybackQuality().totalVideoFrames));
    if (!window.framesSeen.has(user)) window.framesSeen.set(user, frames);
    return frames >= window.framesSeen.get(user) + 5;
  });
}"""
HEARD = """async () => {
  let energy = 0;
  for (const connection of window.dreamseedCall.peerConnections())
    for (const report of (await connection.getStats()).values())
      if (report.type === "inbound-rtp" && report.kind === "audio") energy += report.totalAudioEnergy ?? 0;
  return energy;
}"""


async def sees_forwarded(page: Page, count: int) -> None:
    """That many others' pictures move, and all of them come through the forwarding server."""
    await page.evaluate("() => { window.framesSeen = new Map(); }")
    await page.wait_for_function(FORWARDED, arg=count, timeout=PATIENCE)


async def hears_somebody(page: Page) -> None:
    """The energy of what was decoded grows: Chromium's fake microphone beeps."""
    before = await page.evaluate(HEARD)
    await page.wait_for_function(f"async (before) => await ({HEARD})() > before", arg=before)
