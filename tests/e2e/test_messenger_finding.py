"""What was said is found by what one types, and leads to its place; so does a reminder."""

from __future__ import annotations

from typing import Any

from playwright.async_api import Page, expect

from tests.e2e import steps

ROOM, CLUB = "수학 10반 질문방", "수학 동아리"


async def _finds(page: Page, typed: str, *texts: str) -> None:
    """These messages and no others, newest first."""
    await page.get_by_test_id("search-words").fill(typed)
    hits = page.get_by_test_id("search-hit")
    await expect(hits).to_have_count(len(texts))
    for at, text in enumerate(texts):
        await expect(hits.nth(at)).to_contain_text(text)


async def test_words_that_are_typed_narrow_the_search(demo_school: None, new_person_page: Any) -> None:
    teacher = await new_person_page("teacher@example.com")
    student = await new_person_page("student1@example.com")
    room = await steps.create_conversation(teacher, ROOM, "student1@example.com")
    await student.get_by_test_id(f"conversation-{room}").click()
    await steps.says(student, "등비수열 질문이 있어요")
    await steps.reads(teacher, "등비수열 질문이 있어요")
    await steps.says(teacher, "등비수열은 42쪽에 있어요")
    await steps.create_conversation(teacher, CLUB, "student1@example.com")
    await expect(teacher.get_by_role("heading", name=CLUB).first).to_be_visible()
    await steps.says(teacher, "등비수열 카드 게임을 해요")
    await expect(steps.message(teacher, "카드 게임")).to_have_attribute("data-state", "sent")

    await teacher.get_by_test_id("search-all").click()
    await _finds(teacher, "등비수열", "카드 게임", "42쪽", "질문이")
    await _finds(teacher, "등비수열 from:최민지", "질문이")
    await _finds(teacher, "from:me 등비수열", "카드 게임", "42쪽")
    await _finds(teacher, f'등비수열 in:"{ROOM}"', "42쪽", "질문이")
    await _finds(teacher, f'in:"{ROOM}" from:me 등비수열', "42쪽")
    await _finds(teacher, "등비수열 from:아무개")
    await expect(teacher.locator("[data-part=search-note]")).to_contain_text("찾은 것이 없")
    await _finds(teacher, "등비수열 from:최민지", "질문이")
    await teacher.get_by_test_id("search-hit").click()
    await expect(steps.message(teacher, "질문이 있어요")).to_be_focused()
    assert teacher.problems == []


async def test_who_has_not_confirmed_is_reminded_and_led_to_the_announcement(
    demo_school: None, new_person_page: Any
) -> None:
    teacher = await new_person_page("teacher@example.com")
    student = await new_person_page("student1@example.com")
    boards = (await steps.asks(teacher, "GET", "/conversations"))["results"]
    board = next(one["id"] for one in boards if one["type"] == "announcement")
    await teacher.get_by_test_id(f"conversation-{board}").click()
    await steps.says(teacher, "체험 학습 동의서를 내 주세요")

    await steps.message(teacher, "동의서").get_by_test_id("acknowledgements").click()
    dialog = teacher.get_by_test_id("people-dialog")
    await expect(dialog).to_contain_text("최민지")
    await dialog.get_by_role("button", name="다시 알리기").click()
    await expect(teacher.locator(".toast")).to_contain_text("6명")
    await expect(dialog).to_have_count(0)

    await student.get_by_test_id("bell").click()
    await (
        student.get_by_test_id("notification")
        .filter(has_text="공지를 확인해 주세요")
        .get_by_role("link")
        .click()
    )
    await student.wait_for_url("**/messenger/*")
    await expect(steps.message(student, "동의서")).to_be_focused()
    await steps.message(student, "동의서").get_by_test_id("acknowledge").click()
    await expect(steps.message(teacher, "동의서")).to_contain_text("6명 중 1명 확인")
    await steps.message(teacher, "동의서").get_by_test_id("acknowledgements").click()
    waiting = teacher.get_by_test_id("people-dialog").locator("section").first
    await expect(waiting).to_contain_text("이서준")
    await expect(waiting).not_to_contain_text("최민지")
    assert teacher.problems + student.problems == []
