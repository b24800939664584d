"""The teacher's hand, as students see it: locked doors, being left alone, hands in their order, the end."""

from __future__ import annotations

import asyncio
import re
from typing import Any

import pytest_asyncio
from asgiref.sync import sync_to_async
from django.utils import timezone
from playwright.async_api import Page, expect

from calls.models import Call
from tests.e2e import steps

TITLE = "수학 10반 원격수업"
EMAILS = [f"student{number}@example.com" for number in (1, 2, 3)]
COUNTS_DOWN = re.compile(r"^(1:00|0:[0-5]\d)$")


@pytest_asyncio.fixture
async def lesson(demo_school: None, new_person_page: Any) -> tuple[list[Page], str]:
    """The teacher, student1 and student2 are in; student3 is not yet. And the call's id."""
    pages = [await new_person_page(email) for email in ("teacher@example.com", *EMAILS)]
    teacher, *students = pages
    await steps.create_conversation(teacher, TITLE, *EMAILS)
    call = await steps.start_video_call(teacher)
    for student in students[:2]:
        await steps.answer(student)
    await asyncio.gather(*(steps.sees_others(page, 2) for page in pages[:3]))
    return pages, call


async def _panel(teacher: Page) -> None:
    if not await teacher.get_by_test_id("people-panel").is_visible():
        await teacher.get_by_test_id("toggle-people").click()


async def _give_role(teacher: Page, user: int, role: str) -> None:
    conversation = await teacher.evaluate("() => window.dreamseedCall.session.call.conversation_id")
    await steps.asks(teacher, "PATCH", f"/conversations/{conversation}/participants/{user}", {"role": role})


async def _let_the_minute_pass(call: str) -> None:
    """The worker's sweep finds that it is over."""
    row = Call.objects.filter(pk=call, ends_at__isnull=False)
    assert await sync_to_async(row.update)(ends_at=timezone.now()) == 1


async def test_who_stands_before_a_locked_door_gets_in_after_it_is_opened(
    lesson: tuple[list[Page], str],
) -> None:
    (teacher, student, _other, late), call = lesson
    await _panel(teacher)
    await teacher.get_by_test_id("lock").click()
    await expect(student.get_by_test_id("call-locked")).to_be_visible()
    await late.goto(f"/calls/{call}")
    await late.get_by_test_id("join-call").click()
    await expect(late.get_by_role("heading", name="잠긴 수업이에요")).to_be_visible()
    again = late.get_by_test_id("come-back")
    await expect(again).to_have_text("다시 시도")
    await again.click()
    await expect(late.get_by_role("heading", name="잠긴 수업이에요")).to_be_visible()

    await teacher.get_by_test_id("lock").click()
    await expect(student.get_by_test_id("call-locked")).to_be_hidden()
    await again.click()
    await steps.sees_others(late, 3)


async def test_who_was_in_before_the_lock_comes_back_through_it(lesson: tuple[list[Page], str]) -> None:
    (teacher, student, _other, _late), call = lesson
    await _panel(teacher)
    await teacher.get_by_test_id("lock").click()
    await student.get_by_test_id("leave-call").click()
    await student.wait_for_url("**/messenger/**")
    await student.goto(f"/calls/{call}?join=1")
    await steps.sees_others(student, 2)


async def test_the_class_is_told_when_the_lesson_ends_without_its_teacher(
    lesson: tuple[list[Page], str],
) -> None:
    (teacher, student, other, _late), call = lesson
    await teacher.get_by_test_id("leave-call").click()
    for page in (student, other):
        await expect(page.get_by_test_id("call-ends-soon")).to_be_visible()
        await expect(page.locator("[data-part=endsIn]")).to_have_text(COUNTS_DOWN)
    await teacher.wait_for_url("**/messenger/**")
    await teacher.goto(f"/calls/{call}?join=1")
    for page in (student, other):
        await expect(page.get_by_test_id("call-ends-soon")).to_be_hidden()

    await teacher.get_by_test_id("leave-call").click()
    await expect(student.get_by_test_id("call-ends-soon")).to_be_visible()
    await _let_the_minute_pass(call)
    for page in (student, other):
        await expect(page.get_by_test_id("call-ended")).to_be_visible()
        await expect(page.get_by_role("heading", name="수업이 끝났")).to_be_visible()


async def test_hands_stand_in_their_order_and_all_go_down(lesson: tuple[list[Page], str]) -> None:
    (teacher, student, other, _late), _call = lesson
    await other.keyboard.press("h")
    await expect(teacher.locator("[role=status]").filter(has_text="손을 들었어요")).to_have_count(1)
    await expect(teacher.locator("[data-part=handCount]")).to_have_text("1")
    await student.keyboard.press("h")
    await expect(teacher.locator("[data-part=handCount]")).to_have_text("2")
    await _panel(teacher)
    rows = teacher.locator("[data-testid=people-groups] li")
    for place, page in enumerate((other, student)):
        user = await page.evaluate("() => window.dreamseedCall.session.me.id")
        await expect(rows.nth(place)).to_have_attribute("data-person", str(user))
        await expect(rows.nth(place).locator(".people-hand")).to_have_text(str(place + 1))
        await expect(page.get_by_test_id("raise-hand")).to_have_attribute("aria-pressed", "true")
    await teacher.get_by_test_id("lower-hands").click()
    for page in (student, other):
        await expect(page.get_by_test_id("raise-hand")).to_have_attribute("aria-pressed", "false")
    await expect(teacher.get_by_test_id("lower-hands")).to_be_disabled()


async def test_all_are_muted_and_the_key_shows_why_while_they_are_held(
    lesson: tuple[list[Page], str],
) -> None:
    (teacher, student, other, _late), _call = lesson
    await _panel(teacher)
    await teacher.get_by_test_id("mute-all").click()
    for page in (student, other):
        await expect(page.get_by_test_id("toggle-audio")).to_have_attribute("aria-pressed", "false")
        await expect(page.locator(".toast").last).to_contain_text("모두를 음소거했어요")
    await student.keyboard.press("m")
    await expect(student.get_by_test_id("toggle-audio")).to_have_attribute("aria-pressed", "true")

    await student.keyboard.press("m")
    await student.evaluate("() => document.activeElement.blur()")
    await student.keyboard.down("Space")
    await expect(student.get_by_test_id("toggle-audio")).to_have_attribute("aria-pressed", "true")
    await student.keyboard.up("Space")
    await expect(student.get_by_test_id("toggle-audio")).to_have_attribute("aria-pressed", "false")
    await student.keyboard.press("m")

    await teacher.get_by_test_id("hold-muted").click()
    key = student.get_by_test_id("toggle-audio")
    await expect(key).to_have_attribute("aria-pressed", "false")
    await expect(key).to_have_attribute("aria-disabled", "true")
    await expect(key).to_have_attribute("title", "선생님이 마이크를 꺼 두었어요. 말하고 싶으면 손을 드세요.")
    await expect(teacher.get_by_test_id("toggle-audio")).to_have_attribute("aria-disabled", "false")
    await teacher.get_by_test_id("hold-muted").click()
    await expect(key).to_have_attribute("aria-disabled", "false")


async def test_who_is_made_a_teacher_meanwhile_keeps_order_at_once(lesson: tuple[list[Page], str]) -> None:
    (teacher, student, other, _late), _call = lesson
    await _panel(student)
    await expect(student.get_by_test_id("mute-all")).to_be_hidden()
    await expect(student.get_by_test_id("end-call")).to_be_hidden()
    user = await student.evaluate("() => window.dreamseedCall.session.me.id")
    await _give_role(teacher, user, "admin")
    await expect(student.get_by_test_id("mute-all")).to_be_visible()
    await expect(student.get_by_test_id("end-call")).to_be_visible()
    await student.get_by_test_id("mute-all").click()
    await expect(other.get_by_test_id("toggle-audio")).to_have_attribute("aria-pressed", "false")
    await expect(teacher.get_by_test_id("toggle-audio")).to_have_attribute("aria-pressed", "true")
    await _give_role(teacher, user, "member")
    await expect(student.get_by_test_id("mute-all")).to_be_hidden()
    await expect(student.get_by_test_id("end-call")).to_be_hidden()


async def test_on_a_phone_the_teacher_is_asked_before_all_go_home(lesson: tuple[list[Page], str]) -> None:
    (teacher, student, other, late), call = lesson
    await teacher.set_viewport_size({"width": 390, "height": 844})
    await teacher.get_by_test_id("end-call").click()
    await teacher.get_by_role("button", name="취소").click()
    await expect(student.get_by_test_id("leave-call")).to_be_visible()
    await teacher.get_by_test_id("end-call").click()
    await teacher.locator("dialog").get_by_role("button", name="모두 끝내기").click()
    for page in (teacher, student, other):
        await expect(page.get_by_test_id("call-ended")).to_be_visible()
    await late.goto(f"/calls/{call}?join=1")
    await expect(late.get_by_test_id("call-ended")).to_be_visible()
