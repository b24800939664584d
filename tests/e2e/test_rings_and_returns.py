"""Calls ring everywhere and stop everywhere; a reload comes back as the same participant."""

from typing import Any

from django.utils import timezone
from playwright.async_api import Page, expect

from tests.e2e import steps

TITLE = "수학 10반 원격수업"


async def _ringing(new_person_page: Any) -> tuple[Page, Page, Page, str]:
    """The teacher calls a student who has two devices open."""
    teacher = await new_person_page("teacher@example.com")
    laptop = await new_person_page("student1@example.com")
    phone = await new_person_page(
        "student1@example.com", path="/lessons", viewport={"width": 390, "height": 844}
    )
    await steps.create_conversation(teacher, TITLE, "student1@example.com")
    call = await steps.start_video_call(teacher)
    await expect(laptop.get_by_test_id("call-invitation")).to_be_visible()
    await expect(phone.get_by_test_id("call-invitation")).to_be_visible()
    return teacher, laptop, phone, call


async def test_answered_on_one_device_the_other_stops(demo_school: None, new_person_page: Any) -> None:
    teacher, laptop, phone, _call = await _ringing(new_person_page)
    await steps.answer(phone)
    await steps.sees_others(phone, 1)
    await expect(laptop.get_by_test_id("call-invitation")).to_have_count(0)
    await steps.sees_others(teacher, 1)


async def test_declined_on_one_device_the_other_stops(demo_school: None, new_person_page: Any) -> None:
    _teacher, laptop, phone, _call = await _ringing(new_person_page)
    await laptop.get_by_test_id("decline-call").click()
    await expect(laptop.get_by_test_id("call-invitation")).to_have_count(0)
    await expect(phone.get_by_test_id("call-invitation")).to_have_count(0)


async def test_a_page_opened_while_it_rings_rings_too(demo_school: None, new_person_page: Any) -> None:
    _teacher, laptop, _phone, _call = await _ringing(new_person_page)
    await laptop.reload()
    await expect(laptop.get_by_test_id("call-invitation")).to_be_visible()


async def test_a_reload_comes_back_as_the_same_participant(demo_school: None, new_person_page: Any) -> None:
    teacher, laptop, _phone, call = await _ringing(new_person_page)
    await steps.answer(laptop)
    await steps.sees_others(teacher, 1)

    laptop.on("dialog", lambda dialog: dialog.accept())
    await laptop.reload()
    await steps.sees_others(laptop, 1)
    await steps.sees_others(teacher, 1)
    shape = await (await teacher.request.get(f"/api/v1/messenger/calls/{call}")).json()
    inside = [one for one in shape["participants"] if one["state"] == "joined"]
    assert len(inside) == 2
    assert all(len(one["peers"]) == 1 for one in inside)


async def test_microphone_and_camera_are_switched_for_the_others_too(
    demo_school: None, new_person_page: Any
) -> None:
    teacher, laptop, _phone, _call = await _ringing(new_person_page)
    await steps.answer(laptop)
    await steps.sees_others(teacher, 1)

    await laptop.get_by_test_id("toggle-audio").click()
    await expect(teacher.locator(".tile [data-part=muted]")).to_be_visible()
    await laptop.get_by_test_id("toggle-video").click()
    await expect(teacher.locator(".tile[data-picture]")).to_have_count(0)
    await laptop.get_by_test_id("toggle-video").click()
    await steps.sees_others(teacher, 1)


async def test_without_devices_one_still_takes_part(demo_school: None, new_person_page: Any) -> None:
    teacher = await new_person_page("teacher@example.com")
    student = await new_person_page("student1@example.com")
    await student.add_init_script(
        "navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotFoundError'))"
    )
    await steps.create_conversation(teacher, TITLE, "student1@example.com")
    await steps.start_video_call(teacher)
    await steps.answer(student)
    await steps.sees_others(student, 1)
    await expect(student.locator("[data-part=notice]")).to_be_visible()
    await steps.says(student, "마이크가 없어요")
    await steps.reads(teacher, "마이크가 없어요")


async def test_a_planned_lesson_rings_with_its_title_and_one_who_declines_it_can_still_come(
    demo_school: None, new_person_page: Any
) -> None:
    teacher = await new_person_page("teacher@example.com")
    student = await new_person_page("student1@example.com")
    conversation = await steps.create_conversation(teacher, TITLE, "student1@example.com")
    plan = {"title": "분수의 나눗셈", "starts_at": timezone.now().isoformat(), "minutes": 50}
    lesson = await steps.asks(teacher, "POST", f"/conversations/{conversation}/lessons", plan)
    call = await steps.asks(teacher, "POST", f"/lessons/{lesson['id']}/start", {})
    await teacher.goto(f"/calls/{call['id']}?join=1")
    card = student.get_by_test_id("call-invitation")
    await expect(card).to_contain_text("수업이 시작됐어요")
    await expect(card).to_contain_text(f"분수의 나눗셈 · {TITLE}")
    await student.get_by_test_id("decline-call").click()
    await expect(card).to_have_count(0)
    await expect(teacher.locator("[data-part=awaited] [data-state=declined]")).to_have_count(1)
    await student.goto(f"/calls/{call['id']}?join=1")
    await steps.sees_others(teacher, 1)


async def test_a_call_that_nobody_takes_is_missed(demo_school: None, new_person_page: Any) -> None:
    teacher, laptop, phone, _call = await _ringing(new_person_page)
    await teacher.get_by_test_id("leave-call").click()
    await teacher.wait_for_url("**/messenger/**")
    for page in (laptop, phone):
        await expect(page.get_by_test_id("call-invitation")).to_have_count(0)
        await expect(page.locator(".toast")).to_contain_text("받지 못했")


async def test_in_a_lesson_another_call_is_seen_and_says_its_price(
    demo_school: None, new_person_page: Any
) -> None:
    teacher, laptop, _phone, _call = await _ringing(new_person_page)
    await steps.answer(laptop)
    await steps.sees_others(laptop, 1)
    friend = await new_person_page("student2@example.com")
    await steps.create_conversation(friend, "모둠 3", "student1@example.com")
    await steps.start_video_call(friend)
    card = laptop.get_by_test_id("call-invitation")
    await expect(card).to_contain_text("모둠 3")
    await expect(card).to_contain_text("수업에서 나가게")
    await laptop.get_by_test_id("decline-call").click()
    await expect(card).to_have_count(0)
    await steps.sees_others(teacher, 1)
