"""One student writes at the computer and on the phone: neither silently loses to the other."""

from __future__ import annotations

import asyncio

import pytest_asyncio
from asgiref.sync import sync_to_async
from playwright.async_api import Page, Route, expect

from assignments.models import Assignment, Draft
from tests.browsers import NewPersonPage

STUDENT, TITLE = "student1@example.com", "최댓값과 최솟값"
DRAFT = "**/api/assignments/*/draft"


@pytest_asyncio.fixture
async def devices(demo_school: None, new_person_page: NewPersonPage) -> list[Page]:
    """Computer and phone of 최민지, both with the same open assignment before them."""
    assignment = await Assignment.objects.aget(title=TITLE)
    path = f"/assignments/{assignment.pk}"
    computer = await new_person_page(STUDENT, path=path)
    phone = await new_person_page(STUDENT, path=path, viewport={"width": 390, "height": 844})
    for page in (computer, phone):
        await expect(page.locator("html[data-booted]")).to_be_attached()
    return [computer, phone]


async def write(page: Page, text: str) -> None:
    await page.get_by_test_id("answer").fill(text)


async def is_saved(page: Page) -> None:
    await expect(page.get_by_test_id("draft-state")).to_have_attribute("data-state", "saved")


@sync_to_async
def kept() -> str:
    return Draft.objects.get(student__email=STUDENT, assignment__title=TITLE).text


async def test_the_second_device_is_asked_and_takes_the_others(devices: list[Page]) -> None:
    computer, phone = devices
    await write(computer, "컴퓨터에서 쓴 답")
    await is_saved(computer)

    await write(phone, "전화에서 쓴 답")
    conflict = phone.get_by_test_id("conflict")
    await expect(conflict).to_contain_text("컴퓨터에서 쓴 답")
    assert await kept() == "컴퓨터에서 쓴 답"
    await write(phone, "전화에서 더 쓴 답")
    await conflict.get_by_test_id("take-theirs").click()

    await expect(conflict).to_be_hidden()
    await expect(phone.get_by_test_id("answer")).to_have_value("컴퓨터에서 쓴 답")
    await write(phone, "컴퓨터에서 쓴 답, 전화에서 이어서")
    await is_saved(phone)
    assert await kept() == "컴퓨터에서 쓴 답, 전화에서 이어서"


async def test_what_was_kept_without_a_line_does_not_win_by_itself(devices: list[Page]) -> None:
    computer, phone = devices
    await phone.context.set_offline(True)
    await write(phone, "지하철에서 쓴 답")
    await expect(phone.get_by_test_id("draft-state")).to_have_attribute("data-state", "kept")
    await write(computer, "집에서 쓴 답")
    await is_saved(computer)

    await phone.context.set_offline(False)
    await phone.reload()

    await expect(phone.get_by_test_id("answer")).to_have_value("지하철에서 쓴 답")
    await expect(phone.get_by_test_id("conflict")).to_contain_text("집에서 쓴 답")
    assert await kept() == "집에서 쓴 답"
    await phone.get_by_test_id("keep-mine").click()
    await is_saved(phone)
    assert await kept() == "지하철에서 쓴 답"


async def test_an_older_text_is_not_handed_in_unseen(devices: list[Page]) -> None:
    computer, phone = devices
    await write(computer, "하나")
    await is_saved(computer)
    await phone.reload()
    await write(phone, "하나 둘 셋")
    await is_saved(phone)

    await computer.get_by_test_id("submit").click()
    await expect(computer.get_by_test_id("conflict")).to_contain_text("하나 둘 셋")
    assert await kept() == "하나 둘 셋"
    await computer.get_by_test_id("take-theirs").click()
    await computer.get_by_test_id("submit").click()

    await expect(computer.get_by_test_id("receipt")).to_contain_text("버전 1")
    await expect(computer.get_by_test_id("version")).to_contain_text("하나 둘 셋")


async def test_after_one_device_handed_in_the_other_goes_on_unasked(devices: list[Page]) -> None:
    computer, phone = devices
    await write(computer, "첫 번째 답")
    await is_saved(computer)
    await computer.get_by_test_id("submit").click()
    await expect(computer.get_by_test_id("receipt")).to_contain_text("버전 1")

    await phone.evaluate("document.querySelector('[data-part=again]').open = true")
    await write(phone, "고친 답")

    await is_saved(phone)
    await expect(phone.get_by_test_id("conflict")).to_be_hidden()
    assert await kept() == "고친 답"


async def test_a_draft_that_arrives_after_the_work_stays_away(devices: list[Page]) -> None:
    computer, _phone = devices
    held, handed_in = asyncio.Event(), asyncio.Event()

    async def hold(route: Route) -> None:
        if route.request.method == "PUT":
            held.set()
            await handed_in.wait()
        await route.continue_()

    await computer.route(DRAFT, hold)
    await write(computer, "다 쓴 답")
    await held.wait()
    await computer.get_by_test_id("submit").click()
    await expect(computer.get_by_test_id("receipt")).to_contain_text("버전 1")
    async with computer.expect_response(lambda one: one.request.method == "PUT") as refused:
        handed_in.set()

    assert (await refused.value).status == 409
    assert await kept() == ""
    await computer.reload()
    await expect(computer.get_by_test_id("receipt")).to_be_visible()
    await expect(computer.get_by_test_id("answer")).to_have_value("")


async def test_a_lost_answer_is_no_other_device(devices: list[Page]) -> None:
    computer, _phone = devices

    async def lose(route: Route) -> None:
        await route.fetch()
        await route.abort()

    await computer.route(DRAFT, lose)
    await write(computer, "한 줄")
    await expect(computer.get_by_test_id("draft-state")).to_have_attribute("data-state", "kept")
    await computer.unroute(DRAFT)
    await write(computer, "한 줄, 두 줄")

    await is_saved(computer)
    await expect(computer.get_by_test_id("conflict")).to_be_hidden()
    assert await kept() == "한 줄, 두 줄"
