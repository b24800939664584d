"""What was begun on one device and is on the others, what waits over a reload, and who is seen as there."""

from __future__ import annotations

from time import time
from typing import Any

import redis
from asgiref.sync import sync_to_async
from django.conf import settings
from playwright.async_api import Page, expect

from accounts.models import User
from messenger import standing
from tests.e2e import steps
from tests.e2e.line import Cable, breakable


async def test_an_answer_in_a_thread_waits_over_a_reload(demo_school: None, new_person_page: Any) -> None:
    teacher = await new_person_page("teacher@example.com")
    student = await new_person_page("student1@example.com")
    await steps.both_in(teacher, student)
    await steps.says(teacher, "3번 풀이를 올려 주세요")
    await steps.reads(student, "3번 풀이")
    line = await breakable(student)
    await _open_thread(student, "3번 풀이")
    await student.get_by_test_id("thread-message-input").fill("터널 안이에요")
    await student.get_by_test_id("thread-send-message").click()
    answer = student.get_by_test_id("answer").filter(has_text="터널 안이에요")
    await expect(answer).to_have_attribute("data-state", "sending")

    await student.reload()
    await expect(answer).to_have_attribute("data-state", "sending")
    await expect(answer).to_have_count(1)
    line["broken"] = False
    await student.reload()
    await expect(answer).to_have_attribute("data-state", "sent")
    await expect(answer).to_have_count(1)
    await expect(steps.message(teacher, "3번 풀이").get_by_test_id("answers")).to_contain_text("답글 1개")


async def test_a_change_that_met_no_connection_is_in_the_box_again(
    demo_school: None, new_person_page: Any
) -> None:
    teacher = await new_person_page("teacher@example.com")
    student = await new_person_page("student1@example.com")
    await steps.both_in(teacher, student)
    await steps.says(student, "42쪽")
    await steps.reads(teacher, "42쪽")
    await breakable(student)

    await steps.message(student, "42쪽").hover()
    await steps.message(student, "42쪽").get_by_role("button", name="메시지 메뉴").click()
    await student.get_by_role("menuitem", name="수정", exact=True).click()
    await student.get_by_test_id("message-input").fill("43쪽부터 아주 길게 고친 말")
    await student.get_by_test_id("send-message").click()
    await expect(student.locator(".toast")).to_contain_text("연결")
    await expect(student.get_by_test_id("message-input")).to_have_value("43쪽부터 아주 길게 고친 말")
    await student.keyboard.press("Escape")
    await expect(student.get_by_test_id("message-input")).to_have_value("")
    await steps.reads(student, "42쪽")


async def test_who_read_it_meanwhile_is_known_when_the_connection_is_back(
    demo_school: None, new_person_page: Any, cable: Cable
) -> None:
    teacher = await new_person_page("teacher@example.com")
    student = await new_person_page("student1@example.com", site=cable)
    await steps.both_in(teacher, student)
    await teacher.goto("/lessons")
    await steps.says(student, "숙제 다 했어요")
    said = steps.message(student, "숙제 다 했어요")
    await expect(said).to_have_attribute("data-state", "sent")
    cable.cut()
    await expect(student.get_by_test_id("connection-lost")).to_be_visible()

    await teacher.go_back()
    await steps.reads(teacher, "숙제 다 했어요")
    unread = teacher.get_by_test_id(f"conversation-{student.url.rpartition('/')[2]}").get_by_test_id(
        "unread-count"
    )
    await expect(unread).to_be_hidden()
    cable.mend()
    await expect(said).to_contain_text("1명 읽음")


async def _open_thread(page: Page, text: str) -> None:
    await steps.message(page, text).hover()
    await steps.message(page, text).get_by_test_id("open-thread").click()


async def test_the_quote_of_a_draft_is_on_all_devices_and_goes_with_it(
    demo_school: None, new_person_page: Any
) -> None:
    teacher = await new_person_page("teacher@example.com")
    student = await new_person_page("student1@example.com")
    conversation = await steps.both_in(teacher, student)
    other = await new_person_page("student1@example.com", path=f"/messenger/{conversation}")
    await steps.says(teacher, "몇 번이 어려웠나요?")
    await steps.reads(student, "몇 번이")

    await steps.message(student, "몇 번이").hover()
    await steps.message(student, "몇 번이").get_by_test_id("reply").click()
    await student.get_by_test_id("message-input").fill("7번이요")
    context = other.locator("[data-part=context-text]").first
    await expect(other.get_by_test_id("message-input")).to_have_value("7번이요")
    await expect(context).to_contain_text("몇 번이 어려웠나요?")
    await student.reload()
    await expect(student.locator("[data-part=context-text]").first).to_contain_text("몇 번이 어려웠나요?")

    await other.get_by_test_id("send-message").click()
    await expect(steps.message(teacher, "7번이요").get_by_test_id("quote")).to_contain_text("몇 번이")
    for page in (student, other):
        await expect(page.get_by_test_id("message-input")).to_have_value("")
        await expect(page.locator("[data-part=context]").first).to_be_hidden()


async def test_two_tabs_of_one_browser_have_one_draft(demo_school: None, new_person_page: Any) -> None:
    teacher = await new_person_page("teacher@example.com")
    student = await new_person_page("student1@example.com")
    conversation = await steps.both_in(teacher, student)
    beside = await student.context.new_page()
    await beside.goto(f"/messenger/{conversation}")
    boxes = [page.get_by_test_id("message-input") for page in (student, beside)]

    await boxes[0].fill("선생님, 하나 더")
    await expect(boxes[1]).to_have_value("선생님, 하나 더")
    await boxes[1].fill("선생님, 하나 더 있어요")
    await expect(boxes[0]).to_have_value("선생님, 하나 더 있어요")
    await student.get_by_test_id("send-message").click()
    await steps.reads(teacher, "선생님, 하나 더 있어요")
    for box in boxes:
        await expect(box).to_have_value("")


async def test_who_leaves_a_page_alone_for_five_minutes_is_away_until_a_key_is_pressed(
    demo_school: None, new_person_page: Any
) -> None:
    teacher = await new_person_page("teacher@example.com")
    student = await new_person_page("student1@example.com", alone=True)
    await student.clock.install()
    await student.reload()
    conversation = await steps.both_in(teacher, student)
    person = teacher.locator("#details [data-user]").filter(has_text="최민지")
    await expect(person).to_contain_text("학생")
    await expect(person).not_to_contain_text("자리 비움")

    await _ages("student1@example.com")
    await expect(person).to_contain_text("자리 비움")
    await student.clock.fast_forward("05:30")
    await student.get_by_test_id("message-input").press("a")
    await expect(person).not_to_contain_text("자리 비움")
    assert conversation in student.url


@sync_to_async
def _ages(email: str) -> None:
    """The server's clock cannot be moved: the last sign of life is moved back instead."""
    person = User.objects.get(email=email)
    with redis.Redis.from_url(settings.REDIS_URL) as valkey:
        valkey.zadd(standing.ACTIVE, {str(person.pk): time() - standing.AWAY_AFTER - 1}, xx=True)
