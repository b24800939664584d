"""A lesson from the plan to the register, in two browsers."""

from __future__ import annotations

import re
from datetime import timedelta

from asgiref.sync import sync_to_async
from django.utils import timezone
from playwright.async_api import Locator, Page, expect

from calls.models import Call, CallEvent, Lesson
from tests.browsers import NewPersonPage
from tests.e2e.steps import sees_others

TITLE = "분수의 나눗셈"


async def plan_weekly(page: Page) -> None:
    """Ten minutes from now, in the zone of the demo's people, who have another lesson at that time."""
    await page.get_by_test_id("plan-lesson").click()
    await page.locator("select[name=conversation_id]").select_option(label="과학 10반")
    await page.locator("input[name=title]").fill(TITLE)
    hour = timezone.localtime(timezone.now() + timedelta(minutes=10))
    await page.locator("input[name=date]").fill(f"{hour:%Y-%m-%d}")
    await page.locator("input[name=time]").fill(f"{hour:%H:%M}")
    await expect(page.locator("input[name=repeat_until]")).to_be_hidden()
    await page.locator("input[name=weekly]").check()
    await expect(page.locator("input[name=repeat_until]")).to_be_visible()
    await page.get_by_test_id("save-lesson").click()
    await expect(page.get_by_role("alert")).to_contain_text("이차함수 질문 시간")
    await page.get_by_test_id("plan-anyway").click()
    await page.wait_for_url("**/lessons")


@sync_to_async
def an_hour_passes() -> None:
    """Minji was there for half of it."""
    now, hour = timezone.now(), timedelta(hours=1)
    call = Call.objects.live().get()
    planned = {"planned_at": now - hour, "planned_minutes": 60}
    Call.objects.filter(pk=call.pk).update(created_at=now - hour, started_at=now - hour, **planned)
    Lesson.objects.filter(title=TITLE).update(starts_at=now - hour, minutes=60)
    joined = CallEvent.objects.filter(call=call, kind="joined")
    joined.update(at=now - hour)
    joined.filter(user__email="student1@example.com").update(at=now - hour / 2)


def meetings(page: Page) -> Locator:
    return page.get_by_test_id("coming-lesson").filter(has_text=TITLE)


async def test_from_the_plan_to_the_register(demo_school: None, new_person_page: NewPersonPage) -> None:
    teacher = await new_person_page("teacher@example.com", path="/lessons")
    student = await new_person_page("student1@example.com", path="/lessons")
    await expect(student.locator("html[data-booted]")).to_be_attached()

    await plan_weekly(teacher)
    await expect(meetings(teacher)).to_have_count(2)
    await expect(meetings(student)).to_have_count(2)
    await expect(student.get_by_test_id("join-lesson")).to_have_count(0)

    later = meetings(teacher).nth(1)
    await later.locator("summary").click()
    await later.get_by_role("button", name="이날만 취소").click()
    await teacher.get_by_role("dialog").get_by_role("button", name="수업 취소").click()
    await expect(meetings(teacher)).to_have_count(1)
    await expect(meetings(student)).to_have_count(1)

    await meetings(teacher).get_by_test_id("start-lesson").click()
    await teacher.wait_for_url(re.compile("/calls/"))
    await meetings(student).get_by_test_id("join-lesson").click()
    await student.wait_for_url(re.compile("/calls/"))
    for page in (teacher, student):
        await page.get_by_test_id("join-call").click()
    for page in (teacher, student):
        await sees_others(page, 1)

    await an_hour_passes()
    await teacher.get_by_test_id("end-call").click()
    await teacher.goto("/lessons")
    await teacher.get_by_test_id("past-call").filter(has_text=TITLE).get_by_test_id("attendance").click()
    line = teacher.get_by_test_id("register-line").filter(has_text="최민지")
    await expect(line).to_have_attribute("data-status", "late")
    await expect(line).to_contain_text("30분")

    await line.get_by_text("고치기").click()
    await line.locator("select").select_option("present")
    await line.locator("input[name=minutes]").fill("60")
    await line.locator("input[name=reason]").fill("학교 행사")
    await line.get_by_role("button", name="저장").click()
    await expect(line).to_have_attribute("data-status", "present")
    await expect(line.get_by_test_id("correction")).to_contain_text("학교 행사")

    async with teacher.expect_download() as download:
        await teacher.get_by_test_id("attendance-csv").click()
    saved = await (await download.value).path()
    text = saved.read_text(encoding="utf-8-sig")
    assert any("최민지" in row and ",60," in row for row in text.splitlines())
