"""Camera, microphone and speaker are changed, unplugged and refused, and the lesson goes on."""

from __future__ import annotations

from typing import Any

import pytest_asyncio
from playwright.async_api import Page, expect

from tests.e2e import plugs, steps

TITLE = "수학 10반 원격수업"
SDP = "() => window.dreamseedCall.peerConnections().map((one) => one.localDescription.sdp)"
SENT = """async (kind) => {
  const [connection] = window.dreamseedCall.peerConnections();
  const sender = connection.getSenders().find(({ track }) => track?.kind === kind);
  return sender?.track.getSettings().deviceId ?? null;
}"""
SENDS = f"async ([kind, id]) => await ({SENT})(kind) === id"
SPEAKS = """() => {
  const [connection] = window.dreamseedCall.peerConnections();
  return connection.getSenders().find(({ track }) => track?.kind === "audio").track.enabled;
}"""
SINKS = """(id) => {
  const playing = [...document.querySelectorAll("video[data-testid=remote-video]")];
  return playing.length > 0 && playing.every((video) => video.sinkId === id);
}"""


@pytest_asyncio.fixture
async def lesson(demo_school: None, new_person_page: Any) -> tuple[Page, Page]:
    """The teacher and a student who has two cameras and two microphones."""
    teacher, student = [await new_person_page(f"{who}@example.com") for who in ("teacher", "student1")]
    await plugs.watch(student)
    await student.reload()
    await steps.create_conversation(teacher, TITLE, "student1@example.com")
    await steps.start_video_call(teacher)
    await steps.answer(student)
    await steps.sees_others(teacher, 1)
    await steps.sees_others(student, 1)
    return teacher, student


def _choice(page: Page, kind: str) -> Any:
    return page.get_by_test_id("device-settings").locator(f"select[data-kind={kind}]")


async def _open_settings(page: Page) -> None:
    await page.get_by_test_id("devices").click()
    await expect(page.get_by_test_id("device-settings")).to_be_visible()


async def test_devices_are_changed_without_negotiating_and_remembered(lesson: tuple[Page, Page]) -> None:
    teacher, student = lesson
    before = await student.evaluate(SDP)
    cameras = await plugs.devices(student, "videoinput")
    microphones = await plugs.devices(student, "audioinput")
    await _open_settings(student)
    await _choice(student, "video").select_option(cameras[1])
    await _choice(student, "audio").select_option(microphones[-1])
    await student.wait_for_function(SENDS, arg=["video", cameras[1]])
    await student.wait_for_function(SENDS, arg=["audio", microphones[-1]])
    await steps.sees_others(teacher, 1)
    assert await student.evaluate(SDP) == before

    speakers = await plugs.devices(student, "audiooutput")
    await _choice(student, "output").select_option(speakers[-1])
    await student.wait_for_function(SINKS, arg=speakers[-1])
    loud = "() => Number(document.querySelector('.devices .level').style.getPropertyValue('--level')) > 0.1"
    await student.wait_for_function(loud)

    student.on("dialog", lambda dialog: dialog.accept())
    await student.reload()
    await steps.sees_others(student, 1)
    await student.wait_for_function(SENDS, arg=["video", cameras[1]])
    await student.wait_for_function(SENDS, arg=["audio", microphones[-1]])
    await student.wait_for_function(SINKS, arg=speakers[-1])
    assert teacher.problems == student.problems == []  # type: ignore[attr-defined]


async def test_a_muted_microphone_stays_muted_when_it_is_changed(lesson: tuple[Page, Page]) -> None:
    teacher, student = lesson
    await student.keyboard.press("m")
    await expect(teacher.locator(".tile [data-part=muted]")).to_be_visible()
    await expect(student.locator("[data-part=audioHint]")).to_be_visible()  # the fake microphone beeps
    microphones = await plugs.devices(student, "audioinput")
    await _open_settings(student)
    await _choice(student, "audio").select_option(microphones[-1])
    await student.wait_for_function(SENDS, arg=["audio", microphones[-1]])
    await expect(student.get_by_test_id("toggle-audio")).to_have_attribute("aria-pressed", "false")
    assert await student.evaluate(SPEAKS) is False


async def test_an_unplugged_camera_gives_way_and_comes_back(lesson: tuple[Page, Page]) -> None:
    teacher, student = lesson
    first, second = await plugs.devices(student, "videoinput")
    await plugs.unplug(student, first)
    await expect(student.locator(".toast").last).to_contain_text("연결이 끊겨서")
    await student.wait_for_function(SENDS, arg=["video", second])
    await steps.sees_others(teacher, 1)

    await plugs.unplug(student, second)
    await expect(student.locator(".toast").last).to_contain_text("다른 카메라가 없어요")
    await expect(teacher.locator(".tile[data-picture]")).to_have_count(0)
    await expect(student.get_by_test_id("toggle-video")).to_have_attribute("aria-pressed", "false")

    await plugs.plug_in(student, second)
    await expect(student.locator(".toast").last).to_contain_text("다시 사용해요")
    await expect(teacher.locator(".tile[data-picture]")).to_have_count(1)
    await steps.sees_others(teacher, 1)


async def test_a_microphone_comes_back_as_it_was(lesson: tuple[Page, Page]) -> None:
    teacher, student = lesson
    microphones = await plugs.devices(student, "audioinput")
    await plugs.unplug(student, *microphones)
    await expect(teacher.locator(".tile [data-part=muted]")).to_be_visible()
    await plugs.plug_in(student, *microphones)
    await expect(student.get_by_test_id("toggle-audio")).to_have_attribute("aria-pressed", "true")
    await expect(teacher.locator(".tile [data-part=muted]")).to_be_hidden()

    await student.keyboard.press("m")
    await plugs.unplug(student, *microphones)
    await expect(student.locator(".toast").last).to_contain_text("다른 마이크가 없어요")
    await plugs.plug_in(student, *microphones)
    await expect(student.locator(".toast").last).to_contain_text("다시 사용해요")
    await expect(student.get_by_test_id("toggle-audio")).to_have_attribute("aria-pressed", "false")


async def test_a_new_device_offers_itself(lesson: tuple[Page, Page]) -> None:
    _teacher, student = lesson
    first, second = await plugs.devices(student, "videoinput")
    await plugs.unplug(student, second)
    await expect(student.locator(".toast")).to_have_count(0)
    await plugs.plug_in(student, second)
    await student.locator(".toast").get_by_role("button", name="사용하기").click()
    await student.wait_for_function(SENDS, arg=["video", second])
    assert first != second


async def test_every_refusal_says_what_to_do_and_one_still_takes_part(
    demo_school: None, new_person_page: Any
) -> None:
    teacher, student = [await new_person_page(f"{who}@example.com") for who in ("teacher", "student1")]
    await plugs.watch(student)
    await steps.create_conversation(teacher, TITLE, "student1@example.com")
    call = await steps.start_video_call(teacher)
    for name, words in WORDS.items():
        await student.evaluate("(name) => localStorage.setItem('refuse', name)", name)
        await student.goto(f"/calls/{call}")
        await expect(student.locator("[data-part=videoProblem]")).to_contain_text(words)
    await student.get_by_test_id("join-call").click()
    await steps.sees_others(student, 1)
    await expect(teacher.locator(".tile [data-part=muted]")).to_be_visible()
    await steps.says(student, "마이크가 없어요")
    await steps.reads(teacher, "마이크가 없어요")

    for name, words in WORDS.items():
        await student.evaluate("(name) => localStorage.setItem('refuse', name)", name)
        await student.get_by_test_id("toggle-video").click()
        await expect(student.locator(".toast").last).to_contain_text(words)
    await student.evaluate("() => localStorage.removeItem('refuse')")
    await student.get_by_test_id("toggle-video").click()
    await expect(teacher.locator(".tile[data-picture]")).to_have_count(1)


WORDS = {
    "NotAllowedError": "카메라가 차단되어 있습니다",
    "System": "기기 설정의 개인정보 보호에서 허용",
    "SecurityError": "기기 관리자에게",
    "OverconstrainedError": "다른 카메라를 선택",
    "NotReadableError": "다른 프로그램이 카메라를",
    "AbortError": "뺐다가 다시 연결",
    "TypeError": "https",
    "NotFoundError": "카메라를 찾을 수 없",
}
