"""The guide's clients and the product's own page meet in one call."""

from __future__ import annotations

import asyncio
from typing import Any

from playwright.async_api import expect

from tests.e2e import steps
from tests.e2e.test_screen_sharing import SOUNDING
from tests.guide.conftest import NewClient

TITLE = "수학 10반 원격수업"
MOVING = """async (count) => {
  const videos = [...document.querySelectorAll("video[data-testid=remote]")];
  window.seen ??= new Map();
  if (videos.length !== count) return false;
  return videos.every((video, at) => {
    const frames = video.getVideoPlaybackQuality().totalVideoFrames;
    if (!window.seen.has(at)) window.seen.set(at, frames);
    return video.videoWidth > 0 && frames >= window.seen.get(at) + 5;
  });
}"""
HEARD = """async () => {
  let energy = 0;
  for (const connection of window.dreamseedCall.connections)
    for (const report of (await connection.getStats()).values())
      if (report.type === "inbound-rtp" && report.kind === "audio") energy += report.totalAudioEnergy ?? 0;
  return energy > 0;
}"""
SOUNDS = """(count) => {
  const videos = [...document.querySelectorAll("video[data-testid=remote]")];
  const tracks = videos.flatMap((video) => video.srcObject?.getAudioTracks() ?? []);
  return tracks.filter((track) => track.enabled).length === count;
}"""
"""That many voices and sounds of screens are played."""
AGREED = "() => window.dreamseedCall.connections.every((one) => one.signalingState === 'stable')"


async def sees(page: Any, count: int) -> None:
    """That many others' pictures move in a client of the guide."""
    await page.evaluate("() => { window.seen = new Map(); }")
    await page.wait_for_function(MOVING, arg=count, timeout=30_000)


def problems(page: Any) -> Any:
    return page.problems


async def test_react_and_phone_meet_the_products_page_directly_then_through_the_server(
    demo_school: None, new_person_page: Any, new_client: NewClient
) -> None:
    emails = [f"student{number}@example.com" for number in range(1, 5)]
    teacher = await new_person_page("teacher@example.com")
    await steps.create_conversation(teacher, TITLE, *emails)
    call = await steps.start_video_call(teacher)

    react = await new_client("CallRoom", emails[0], call)
    phone = await new_client("CallScreen", emails[1], call)
    await asyncio.gather(steps.sees_others(teacher, 2), sees(react, 2), sees(phone, 2))
    for page in (react, phone):
        await page.wait_for_function(HEARD)
        await page.wait_for_function(AGREED)

        await page.evaluate("() => window.dreamseedCall.options.socket.renew()")

    more = [await new_client("CallRoom", emails[2], call), await new_client("CallScreen", emails[3], call)]
    pages = (react, phone, *more)
    await asyncio.gather(steps.sees_forwarded(teacher, 4), *(sees(page, 4) for page in pages))
    for page in pages:
        await page.wait_for_function("() => window.dreamseedCall.connections.length === 2")
        await page.wait_for_function(HEARD)
    assert teacher.problems == []
    assert [one for page in pages for one in problems(page) if "401" not in one] == []  # worn out tokens


async def test_who_may_not_be_heard_is_not_heard_by_their_shared_screen_either(
    demo_school: None, new_person_page: Any, new_client: NewClient
) -> None:
    emails = [f"student{number}@example.com" for number in range(1, 4)]
    teacher, student = [await new_person_page(email) for email in ("teacher@example.com", emails[0])]
    await steps.create_conversation(teacher, TITLE, *emails)
    call = await steps.start_video_call(teacher)
    await student.add_init_script(SOUNDING)
    await student.goto(f"/calls/{call}?join=1")
    clients = [await new_client("CallRoom", emails[1], call), await new_client("CallScreen", emails[2], call)]
    await asyncio.gather(*(sees(page, 3) for page in clients))

    await student.get_by_test_id("toggle-screen").click()
    for page in clients:
        await sees(page, 4)
        await page.wait_for_function(SOUNDS, arg=4)
    await student.get_by_test_id("toggle-audio").click()
    for page in clients:
        await page.wait_for_function(SOUNDS, arg=3)

    await teacher.get_by_test_id("toggle-people").click()
    await teacher.get_by_test_id("hold-muted").click()
    await expect(student.get_by_test_id("screen-sound-off")).to_be_visible()
    for page in clients:
        await page.wait_for_function(SOUNDS, arg=1)
        await sees(page, 4)
    await student.get_by_test_id("stop-sharing").click()
    await asyncio.gather(*(sees(page, 3) for page in clients))
    assert [problems(page) for page in (teacher, student)] == [[], []]
