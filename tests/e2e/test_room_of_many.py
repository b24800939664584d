"""A room of thirty: pages of pictures, one large beside small ones, on a screen and on a phone.

One person is really there; the others stand in the page's roster alone: the drawing is tested.
"""

from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from tests.e2e import steps

TITLE = "수학 10반 원격수업"
FULL = """(changes) => {
  const { session } = window.dreamseedCall;
  const mine = session.call.participants.find(({ user }) => user.id === session.me.id);
  const classmates = Array.from({ length: 30 }, (_, at) => ({
    ...mine, user: { ...mine.user, id: 1000 + at, name: `학생 ${at}` }, peers: [`peer-${at}`],
    moderator: false, audio_enabled: at !== 1, hand_raised_at: at === 2 ? "2026-01-01T00:00:00Z" : null,
  }));
  session.call = { ...session.call, participants: [mine, ...classmates], ...changes };
  session.dispatchEvent(new CustomEvent("roster", { detail: {} }));
}"""

KEYS = """() => [...document.querySelectorAll(".dock .key")].filter((key) => key.checkVisibility())
  .map((key) => key.getBoundingClientRect()).flatMap(({ width, height }) => [width, height])"""
FINGER = 44
"""Pixels: WCAG 2.2, 2.5.5."""
FORWARDED = """(count) => {
  const { session } = window.dreamseedCall;
  const tell = (type, detail) => session.dispatchEvent(new CustomEvent(type, { detail }));
  tell("connection", { id: "sfu:recv", state: "connected" });
  const canvas = document.createElement("canvas");
  canvas.getContext("2d").fillRect(0, 0, 300, 150);
  for (let at = 0; at < count; at += 1)
    tell("media", { id: `peer-${at}`, source: "camera", stream: canvas.captureStream(5), forwarded: true });
}"""
"""As though a server sent the first of them."""


@pytest_asyncio.fixture
async def teacher(demo_school: None, new_person_page: Any) -> Page:
    """In a lesson of her own."""
    page: Page = await new_person_page("teacher@example.com")
    await steps.create_conversation(page, TITLE, "student1@example.com")
    await steps.start_video_call(page)
    await page.wait_for_function("() => window.dreamseedCall.session.state === 'in'")
    return page


def _tiles(page: Page) -> Any:
    return page.locator("[data-testid=tile]:visible")


async def test_thirty_people_stand_on_pages_of_nine(teacher: Page) -> None:
    await teacher.evaluate(FULL, {})
    await expect(_tiles(teacher)).to_have_count(9)
    await expect(teacher.locator("[data-part=pageNumber]")).to_have_text("1/4")
    await expect(teacher.get_by_test_id("stage-page-prev")).to_be_disabled()
    await teacher.get_by_test_id("stage-page-next").click()
    await expect(teacher.locator("[data-part=pageNumber]")).to_have_text("2/4")
    await teacher.get_by_test_id("stage-page-next").blur()
    for _turn in range(2):
        await teacher.keyboard.press("PageDown")
    await expect(_tiles(teacher)).to_have_count(3)
    await teacher.keyboard.press("ArrowLeft")
    await expect(teacher.locator("[data-part=pageNumber]")).to_have_text("3/4")
    assert teacher.problems == []  # type: ignore[attr-defined]


async def test_names_muted_marks_and_raised_hands_stand_on_the_tiles(teacher: Page) -> None:
    await teacher.evaluate(FULL, {})
    await expect(teacher.locator("[data-user='1001'] [data-part=muted]")).to_be_visible()
    await expect(teacher.locator("[data-user='1002'] [data-part=hand]")).to_have_text("1")
    await expect(teacher.locator("[data-user='1003'] [data-part=name]")).to_have_text("학생 3")
    await expect(teacher.locator("[data-user='1003'] [data-part=muted]")).to_be_hidden()


async def test_whose_picture_a_full_server_does_not_send_is_an_avatar_that_says_so(teacher: Page) -> None:
    await teacher.evaluate(FULL, {})
    await expect(teacher.locator("[data-user='1003'] [data-part=notLoaded]")).to_be_hidden()
    await teacher.evaluate(FORWARDED, 4)
    seen, withheld = teacher.locator(".tile[data-user='1003']"), teacher.locator(".tile[data-user='1004']")
    await expect(withheld.locator("[data-part=notLoaded]")).to_have_text("화면을 받지 않아요")
    await expect(withheld.locator("[data-part=avatar]")).to_be_visible()
    await expect(seen.locator("[data-part=notLoaded]")).to_be_hidden()
    await teacher.evaluate(FORWARDED, 9)
    await expect(withheld.locator("[data-part=notLoaded]")).to_be_hidden()


async def test_one_is_shown_large_by_the_own_pin_or_the_teachers_spotlight(teacher: Page) -> None:
    await teacher.evaluate(FULL, {"spotlight": 1004})
    large = teacher.locator("[data-testid=tile][data-large]")
    await expect(large).to_have_attribute("data-user", "1004")

    await teacher.locator("[data-user='1000']").hover()
    await teacher.get_by_test_id("pin-1000").click()
    await expect(large).to_have_count(1)
    await expect(large).to_have_attribute("data-user", "1000")
    await teacher.get_by_test_id("pin-1000").blur()
    await large.hover()
    await teacher.keyboard.press("p")
    await expect(large).to_have_attribute("data-user", "1004")


async def test_a_shared_screen_is_large_beside_the_people(teacher: Page) -> None:
    await teacher.evaluate(FULL.replace("moderator: false", "moderator: false, screen_sharing: at === 5"), {})
    large = teacher.locator("[data-testid=tile][data-large]")
    await expect(large).to_have_attribute("data-source", "screen")
    await expect(large).to_have_attribute("data-user", "1005")
    assert await _tiles(teacher).count() <= 9


async def test_a_phone_shows_six(teacher: Page) -> None:
    await teacher.set_viewport_size({"width": 390, "height": 844})
    await teacher.evaluate(FULL, {})
    await expect(_tiles(teacher)).to_have_count(6)
    await expect(teacher.locator("[data-part=pageNumber]")).to_have_text("1/5")
    width = await teacher.evaluate("() => document.documentElement.scrollWidth")
    assert width == 390


async def test_a_locked_call_and_one_that_ends_soon_say_so(teacher: Page) -> None:
    await expect(teacher.get_by_test_id("call-locked")).to_be_hidden()
    await teacher.evaluate(FULL, {"locked": True, "ends_at": "2100-01-01T00:00:00Z"})
    await expect(teacher.get_by_test_id("call-locked")).to_be_visible()
    await expect(teacher.get_by_test_id("call-ends-soon")).to_be_visible()


@pytest.mark.parametrize("width", [390, 360])
async def test_every_key_of_a_phone_is_wide_enough_for_a_finger(teacher: Page, width: int) -> None:
    await teacher.set_viewport_size({"width": width, "height": 740})
    assert min(await teacher.evaluate(KEYS)) >= FINGER
    await expect(teacher.get_by_test_id("devices")).to_be_hidden()

    await teacher.get_by_test_id("more-keys").click()
    assert min(await teacher.evaluate(KEYS)) >= FINGER
    await teacher.get_by_test_id("react").click()
    await expect(teacher.get_by_test_id("devices")).to_be_hidden()
    await teacher.get_by_role("button", name="박수").click()
    await expect(teacher.get_by_test_id("reaction")).to_be_visible()
    await teacher.get_by_test_id("more-keys").click()
    await teacher.get_by_test_id("devices").click()
    await expect(teacher.get_by_test_id("device-settings")).to_be_visible()
    await teacher.keyboard.press("Escape")
    await expect(teacher.get_by_test_id("more-keys")).to_be_focused()


async def test_a_wide_screen_shows_all_keys_at_once(teacher: Page) -> None:
    for key in ("toggle-screen", "react", "devices", "end-call", "leave-call"):
        await expect(teacher.get_by_test_id(key)).to_be_visible()
    await expect(teacher.get_by_test_id("more-keys")).to_be_hidden()
