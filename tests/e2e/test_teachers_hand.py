"""The teacher keeps order in a lesson: three real browsers, what they show and what they hear."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest_asyncio
from playwright.async_api import Page, expect

from tests.e2e import steps

TITLE = "수학 10반 원격수업"
EMAILS = ("student1@example.com", "student2@example.com")
ME = "() => window.dreamseedCall.session.me.id"
VOICE = """async (user) => {
  const { session } = window.dreamseedCall;
  const page = session.others.find((one) => one.user.id === user);
  let energy = 0, packets = 0;
  for (const { id, connection } of session.connections)
    if (id === page.peerId)
      for (const report of (await connection.getStats()).values())
        if (report.type === "inbound-rtp" && report.kind === "audio") {
          energy += report.totalAudioEnergy ?? 0;
          packets += report.packetsReceived;
        }
  return { energy, packets };
}"""
SPEAKS = f"""async ([user, before]) => (await ({VOICE})(user)).energy > before"""
SILENT = f"""async (user) => {{
  const now = await ({VOICE})(user);
  if (!window.lastVoice || now.energy > window.lastVoice.energy) window.lastVoice = now;
  return now.packets - window.lastVoice.packets >= 100;
}}"""


@pytest_asyncio.fixture
async def lesson(demo_school: None, new_person_page: Any) -> list[Page]:
    """The teacher, student1 and student2 in one call; each sees the two others."""
    teacher, *students = [await new_person_page(email) for email in ("teacher@example.com", *EMAILS)]
    await steps.create_conversation(teacher, TITLE, *EMAILS)
    await steps.start_video_call(teacher)
    for student in students:
        await steps.answer(student)
    pages = [teacher, *students]
    await asyncio.gather(*(steps.sees_others(page, 2) for page in pages))
    return pages


async def _moderate(teacher: Page, user: int, choice: str) -> None:
    """By the menu of the person in the panel."""
    if not await teacher.get_by_test_id("people-panel").is_visible():
        await teacher.get_by_test_id("toggle-people").click()
    await teacher.get_by_test_id(f"moderate-{user}").click()
    await teacher.get_by_role("menuitem", name=choice, exact=True).click()


async def test_a_muted_student_is_silent_until_speaking_again(lesson: list[Page]) -> None:
    teacher, loud, other = lesson
    user = await loud.evaluate(ME)
    before = (await other.evaluate(VOICE, user))["energy"]
    await other.wait_for_function(SPEAKS, arg=[user, before])

    await _moderate(teacher, user, "음소거")
    await expect(loud.get_by_test_id("toggle-audio")).to_have_attribute("aria-pressed", "false")
    await expect(loud.locator(".toast")).to_contain_text("음소거했어요")
    await expect(other.locator(f".tile[data-user='{user}'] [data-part=muted]")).to_be_visible()
    await other.wait_for_function(SILENT, arg=user)
    silenced = "(user) => document.querySelector(`.tile[data-user='${user}'] video`).muted"
    assert await other.evaluate(silenced, user)

    await loud.keyboard.press("m")
    before = (await other.evaluate(VOICE, user))["energy"]
    await other.wait_for_function(SPEAKS, arg=[user, before])
    await other.wait_for_function(f"(user) => !({silenced})(user)", arg=user)
    assert [page.problems for page in lesson] == [[]] * 3  # type: ignore[attr-defined]


async def test_nobody_unmutes_while_held_and_the_camera_goes_off(lesson: list[Page]) -> None:
    teacher, student, other = lesson
    await teacher.get_by_test_id("toggle-people").click()
    await teacher.get_by_test_id("hold-muted").click()
    await expect(teacher.get_by_test_id("hold-muted")).to_have_attribute("aria-pressed", "true")
    for page in (student, other):
        await expect(page.get_by_test_id("toggle-audio")).to_have_attribute("aria-pressed", "false")
    await student.keyboard.press("m")
    await expect(student.locator(".toast").filter(has_text="마이크를 꺼 두었어요").last).to_be_visible()
    await expect(student.get_by_test_id("toggle-audio")).to_have_attribute("aria-pressed", "false")
    await expect(teacher.get_by_test_id("toggle-audio")).to_have_attribute("aria-pressed", "true")

    await teacher.get_by_test_id("hold-muted").click()
    await expect(student.locator(".toast").filter(has_text="이제 말할 수 있어요")).to_be_visible()
    await student.keyboard.press("m")
    await expect(student.get_by_test_id("toggle-audio")).to_have_attribute("aria-pressed", "true")

    await _moderate(teacher, await student.evaluate(ME), "카메라 끄기")
    await expect(student.get_by_test_id("toggle-video")).to_have_attribute("aria-pressed", "false")


async def test_who_is_removed_comes_back_only_when_let_in_again(lesson: list[Page]) -> None:
    teacher, student, other = lesson
    user = await student.evaluate(ME)
    room = student.url
    await _moderate(teacher, user, "수업에서 내보내기")
    await teacher.get_by_role("button", name="내보내기", exact=True).click()
    await expect(student.get_by_role("heading", name="선생님이 수업에서 내보냈어요")).to_be_visible()
    await expect(other.get_by_test_id("tile")).to_have_count(1)

    await student.goto(f"{room.partition('?')[0]}?join=1")
    await expect(student.get_by_role("heading", name="선생님이 수업에서 내보냈어요")).to_be_visible()
    await teacher.get_by_test_id(f"unblock-{user}").click()
    await expect(teacher.get_by_test_id(f"ring-{user}")).to_be_visible()
    await student.goto(f"{room.partition('?')[0]}?join=1")
    await steps.sees_others(student, 2)


async def test_hands_spotlight_lock_and_reactions(lesson: list[Page]) -> None:
    teacher, student, other = lesson
    user = await student.evaluate(ME)
    await student.keyboard.press("h")
    await teacher.get_by_test_id("toggle-people").click()
    first = teacher.locator("[data-testid=people-groups] li").first
    await expect(first).to_have_attribute("data-person", str(user))
    await teacher.get_by_test_id("lower-hands").click()
    await expect(student.get_by_test_id("raise-hand")).to_have_attribute("aria-pressed", "false")

    await _moderate(teacher, user, "모두에게 크게 보이기")
    large = other.locator("[data-testid=tile][data-large]")
    await expect(large).to_have_attribute("data-user", str(user))

    await teacher.get_by_test_id("lock").click()
    for page in (teacher, student):
        await expect(page.get_by_test_id("call-locked")).to_be_visible()

    await student.get_by_test_id("react").click()
    await student.locator("[data-emoji='👏']").click()
    await expect(other.locator(f".tile[data-user='{user}'] [data-testid=reaction]")).to_have_text("👏")
    await expect(student.get_by_test_id("react")).to_be_focused()
    await teacher.keyboard.press("Escape")
    assert [page.problems for page in lesson] == [[]] * 3  # type: ignore[attr-defined]


async def test_students_have_no_keys_to_keep_order(lesson: list[Page]) -> None:
    _teacher, student, _other = lesson
    await student.get_by_test_id("toggle-people").click()
    await expect(student.locator("[data-testid=people-groups] li")).to_have_count(3)
    await expect(student.get_by_test_id("mute-all")).to_be_hidden()
    await expect(student.locator("[data-testid^=moderate-]")).to_have_count(0)
    await student.keyboard.press("Escape")
    await expect(student.get_by_test_id("toggle-people")).to_be_focused()
