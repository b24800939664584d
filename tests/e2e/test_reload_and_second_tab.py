"""One person, several tabs: the place in a call moves with the tab that took it, and comes back when lost."""

from datetime import timedelta
from typing import Any

from asgiref.sync import sync_to_async
from django.utils import timezone
from playwright.async_api import Page, expect

from calls.models import CallConnection, CallParticipant
from tests.e2e import steps
from tests.e2e.line import Cable

TITLE = "수학 10반 원격수업"
STATE = "() => window.dreamseedCall.session.state"


async def _in_call(new_person_page: Any, **options: Any) -> tuple[Page, Page, str]:
    teacher = await new_person_page("teacher@example.com")
    student = await new_person_page("student1@example.com", **options)
    await steps.create_conversation(teacher, TITLE, "student1@example.com")
    call = await steps.start_video_call(teacher)
    await steps.answer(student)
    await steps.sees_others(student, 1)
    return teacher, student, call


async def test_a_duplicated_tab_takes_the_place_over(demo_school: None, new_person_page: Any) -> None:
    teacher, student, call = await _in_call(new_person_page)
    kept = await student.evaluate("Object.entries(sessionStorage)")
    copy = await student.context.new_page()
    await copy.add_init_script(
        "if (!sessionStorage.length)"
        f" for (const [key, value] of {kept!r}) sessionStorage.setItem(key, value);"
    )
    await copy.goto(f"/calls/{call}")

    await steps.sees_others(copy, 1)
    await expect(student.get_by_role("dialog")).to_contain_text("다른 탭")
    await steps.sees_others(teacher, 1)

    await student.locator("[data-part=returns]").click()
    await steps.sees_others(student, 1)
    await expect(teacher.locator("[data-part=count]")).to_have_text("2")


async def test_a_reload_changes_nothing_that_was_switched_off(
    demo_school: None, new_person_page: Any
) -> None:
    teacher, student, _call = await _in_call(new_person_page)
    await student.get_by_test_id("toggle-audio").click()
    await expect(teacher.locator(".tile [data-part=muted]")).to_be_visible()
    await student.reload()
    await steps.sees_others(student, 1)
    await expect(student.get_by_test_id("toggle-audio")).to_have_attribute("aria-pressed", "false")
    await expect(student.get_by_test_id("toggle-video")).to_have_attribute("aria-pressed", "true")
    await expect(teacher.locator(".tile [data-part=muted]")).to_be_visible()


async def test_leaving_and_coming_back_asks_by_the_preview(demo_school: None, new_person_page: Any) -> None:
    teacher, student, call = await _in_call(new_person_page)
    third = await new_person_page("student2@example.com")
    assert (await third.goto(f"/calls/{call}")).status == 404

    await student.get_by_test_id("leave-call").click()
    await student.wait_for_url("**/messenger/**")
    await expect(teacher.get_by_test_id("remote-video")).to_have_count(0)
    await student.goto(f"/calls/{call}")
    await student.get_by_test_id("join-call").click()
    await steps.sees_others(teacher, 1)


async def test_who_was_away_too_long_gets_a_new_place(
    demo_school: None, new_person_page: Any, cable: Cable
) -> None:
    teacher, student, _call = await _in_call(new_person_page, site=cable)
    cable.cut()
    await expect(student.get_by_test_id("connection-lost")).to_be_visible()
    await _age_pages_of("student1@example.com", seconds=40)
    await expect(teacher.get_by_test_id("remote-video")).to_have_count(0, timeout=20_000)

    cable.mend()
    await expect(student.get_by_test_id("connection-lost")).to_be_hidden()
    await steps.sees_others(teacher, 1)
    await steps.sees_others(student, 1)


async def test_a_call_nobody_answers_is_missed(demo_school: None, new_person_page: Any) -> None:
    teacher = await new_person_page("teacher@example.com")
    student = await new_person_page("student1@example.com")
    await steps.create_conversation(teacher, TITLE, "student1@example.com")
    await steps.start_video_call(teacher)
    await expect(student.get_by_test_id("call-invitation")).to_be_visible()

    await _age_rings(seconds=46)
    await expect(student.get_by_test_id("call-invitation")).to_have_count(0, timeout=15_000)
    await expect(student.get_by_text("전화를 받지 못했습니다")).to_be_visible()
    await expect(teacher.locator(".awaited [data-state=missed]")).to_be_visible()


async def test_m_and_v_switch_unless_one_writes(demo_school: None, new_person_page: Any) -> None:
    _teacher, student, _call = await _in_call(new_person_page)
    await student.keyboard.press("m")
    await expect(student.get_by_test_id("toggle-audio")).to_have_attribute("aria-pressed", "false")
    await student.keyboard.press("v")
    await expect(student.get_by_test_id("toggle-video")).to_have_attribute("aria-pressed", "false")
    await student.get_by_test_id("toggle-chat").click()
    await student.get_by_test_id("message-input").press_sequentially("mv")
    await expect(student.get_by_test_id("toggle-audio")).to_have_attribute("aria-pressed", "false")
    await expect(student.get_by_test_id("toggle-video")).to_have_attribute("aria-pressed", "false")


@sync_to_async
def _age_pages_of(email: str, seconds: int) -> None:
    """As if the server had last heard of these pages so long ago."""
    pages = CallConnection.objects.live().filter(participant__user__email=email)
    assert pages.update(seen_at=timezone.now() - timedelta(seconds=seconds))


@sync_to_async
def _age_rings(seconds: int) -> None:
    rings = CallParticipant.objects.filter(state=CallParticipant.State.INVITED)
    assert rings.update(invited_at=timezone.now() - timedelta(seconds=seconds))
