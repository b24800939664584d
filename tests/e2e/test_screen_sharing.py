"""A shared screen: through the mesh and the forwarding server, taken over, and ended in every way."""

from __future__ import annotations

import asyncio
from typing import Any

from playwright.async_api import Page, expect

from tests.e2e import steps

TITLE = "수학 10반 원격수업"
SCREEN = """
  navigator.mediaDevices.getDisplayMedia = async () => {
    const canvas = document.createElement("canvas");
    canvas.width = 960;
    canvas.height = 540;
    const context = canvas.getContext("2d");
    let frame = 0;
    setInterval(() => {
      context.fillStyle = `hsl(${(frame += 7) % 360} 60% 40%)`;
      context.fillRect(0, 0, 960, 540);
    }, 60);
    window.screenTrack = canvas.captureStream(15).getVideoTracks()[0];
    return new MediaStream([window.screenTrack]);
  };
"""
"""Without a display there is no screen to capture: this one is painted, all that follows is real."""
SOUNDING = SCREEN.replace(
    "return new MediaStream([window.screenTrack]);",
    """const audio = new AudioContext();
    const out = audio.createMediaStreamDestination(), tone = audio.createOscillator();
    tone.connect(out);
    tone.start();
    return new MediaStream([window.screenTrack, ...out.stream.getAudioTracks()]);""",
)
REFUSED = """(message) => {
  window.refusals ??= 0;
  navigator.mediaDevices.getDisplayMedia = async () => {
    window.refusals += 1;
    throw new DOMException(message, "NotAllowedError");
  };
}"""
MOVES = """() => {
  const video = document.querySelector("video[data-testid=screen-video]");
  if (!video || video.videoWidth < 300) return false;
  const frames = video.getVideoPlaybackQuality().totalVideoFrames;
  if (window.screenSeen?.video !== video) window.screenSeen = { video, frames };
  return frames >= window.screenSeen.frames + 5;
}"""
FORWARDED = "() => window.dreamseedCall?.session.forwarding && !window.dreamseedCall.session.mesh"
IS_LARGE = "() => document.querySelector('.tile[data-source=screen]')?.hasAttribute('data-large')"
ENDED = """() => window.dreamseedCall.session.sharer === undefined
  && !document.querySelector(".tile[data-source=screen]")"""
QUIET = "() => document.querySelector('video[data-testid=screen-video]').muted"
STOPPED = "() => window.screenTrack.readyState === 'ended'"


async def _lesson(new_person_page: Any, students: int) -> tuple[list[Any], str]:
    emails = [f"student{number}@example.com" for number in range(1, students + 1)]
    pages = [await new_person_page(email) for email in ("teacher@example.com", *emails)]
    teacher = pages[0]
    await steps.create_conversation(teacher, TITLE, *emails)
    call = await steps.start_video_call(teacher)
    for page in pages:
        await page.add_init_script(SCREEN)
        await page.evaluate(f"() => {{ {SCREEN} }}")
    return pages, call


async def _share(page: Page) -> None:
    await page.get_by_test_id("toggle-screen").click()
    await expect(page.get_by_test_id("sharing-banner")).to_be_visible()


async def _sees_screen(page: Page) -> None:
    await page.wait_for_function(MOVES, timeout=steps.PATIENCE)
    await page.wait_for_function(IS_LARGE)
    await expect(page.locator(".tile[data-source=screen] [data-part=state]")).to_be_hidden()


async def test_a_screen_is_seen_large_taken_over_and_ended(demo_school: None, new_person_page: Any) -> None:
    (teacher, student, other), call = await _lesson(new_person_page, 2)
    for page in (student, other):
        await page.goto(f"/calls/{call}?join=1")
    for page in (teacher, student, other):
        await steps.sees_others(page, 2)

    await _share(student)
    await asyncio.gather(_sees_screen(teacher), _sees_screen(other))
    await other.get_by_test_id("toggle-screen").click()
    await expect(other.locator(".toast").last).to_contain_text("화면을 공유하고 있어요")
    await expect(other.get_by_test_id("sharing-banner")).to_be_hidden()

    await _share(teacher)
    await student.wait_for_function(STOPPED)
    await expect(student.get_by_test_id("sharing-banner")).to_be_hidden()
    await asyncio.gather(_sees_screen(student), _sees_screen(other))
    await teacher.get_by_test_id("stop-sharing").click()
    await asyncio.gather(*(page.wait_for_function(ENDED) for page in (student, other)))
    await teacher.wait_for_function(STOPPED)

    await _share(student)  # on the lines of the first time
    await asyncio.gather(_sees_screen(teacher), _sees_screen(other))
    await student.evaluate("""() => {
      window.screenTrack.stop();
      window.screenTrack.dispatchEvent(new Event("ended"));
    }""")  # as the browser's own button does
    await asyncio.gather(*(page.wait_for_function(ENDED) for page in (teacher, other)))

    await _share(student)
    await _sees_screen(teacher)
    await student.reload()
    await teacher.wait_for_function(ENDED)
    assert [page.problems for page in (teacher, student, other)] == [[], [], []]


async def test_a_screen_that_the_system_forbids_says_why_and_a_persons_own_no_says_nothing(
    demo_school: None, new_person_page: Any
) -> None:
    teacher = await new_person_page("teacher@example.com")
    await steps.create_conversation(teacher, TITLE, "student1@example.com")
    await steps.start_video_call(teacher)
    await steps.is_in(teacher)
    key, toasts = teacher.get_by_test_id("toggle-screen"), teacher.locator(".toast")

    await teacher.evaluate(REFUSED, "Permission denied by user")
    await key.click()
    await teacher.wait_for_function("() => window.refusals === 1")
    await teacher.evaluate(REFUSED, "Permission denied by system")
    await key.click()
    await expect(toasts).to_have_count(1)
    await expect(toasts).to_contain_text("화면 기록을 허용한 뒤 브라우저를 다시 켜 주세요")
    await expect(teacher.get_by_test_id("sharing-banner")).to_be_hidden()
    assert teacher.problems == []


async def test_a_screen_goes_on_when_the_call_moves_to_the_server(
    demo_school: None, new_person_page: Any
) -> None:
    (teacher, *class_), call = await _lesson(new_person_page, 4)
    for student in class_[:2]:
        await student.goto(f"/calls/{call}?join=1")
    for page in (teacher, *class_[:2]):
        await steps.sees_others(page, 2)
    await _share(teacher)
    await asyncio.gather(*(_sees_screen(page) for page in class_[:2]))

    for student in class_[2:]:
        await student.goto(f"/calls/{call}?join=1")
    await asyncio.gather(*(page.wait_for_function(FORWARDED, timeout=steps.PATIENCE) for page in class_))
    await asyncio.gather(*(page.evaluate("() => delete window.screenSeen") for page in class_))
    await asyncio.gather(*(_sees_screen(page) for page in class_))
    await expect(teacher.get_by_test_id("sharing-banner")).to_be_visible()

    await teacher.get_by_test_id("stop-sharing").click()
    await asyncio.gather(*(page.wait_for_function(ENDED) for page in class_))
    await _share(class_[3])
    await asyncio.gather(*(_sees_screen(page) for page in (teacher, *class_[:3])))


async def test_held_muted_a_students_screen_is_seen_and_not_heard(
    demo_school: None, new_person_page: Any
) -> None:
    (teacher, student, other), call = await _lesson(new_person_page, 2)
    await student.add_init_script(SOUNDING)
    for page in (student, other):
        await page.goto(f"/calls/{call}?join=1")
    for page in (teacher, student, other):
        await steps.sees_others(page, 2)
    await _share(student)
    await asyncio.gather(_sees_screen(teacher), _sees_screen(other))
    await expect(student.get_by_test_id("screen-sound-off")).to_be_hidden()
    assert not await other.evaluate(QUIET)

    await teacher.get_by_test_id("toggle-people").click()
    await teacher.get_by_test_id("hold-muted").click()
    await asyncio.gather(*(page.wait_for_function(QUIET) for page in (teacher, other)))
    await expect(student.get_by_test_id("screen-sound-off")).to_be_visible()
    await _sees_screen(other)

    await teacher.get_by_test_id("hold-muted").click()
    await expect(student.get_by_test_id("screen-sound-off")).to_be_hidden()
    await other.wait_for_function(f"() => !({QUIET})()")
    assert [page.problems for page in (teacher, student, other)] == [[]] * 3
