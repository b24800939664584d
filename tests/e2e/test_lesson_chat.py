"""The class's conversation beside the pictures."""

from typing import Any

from playwright.async_api import expect

from tests.e2e import steps

TITLE = "수학 10반 원격수업"
SHEET = {"name": "문제지.txt", "mimeType": "text/plain", "buffer": "1번: 12 ÷ 3".encode()}


async def test_what_is_written_while_the_chat_is_closed_is_counted_on_its_key(
    demo_school: None, new_person_page: Any
) -> None:
    teacher = await new_person_page("teacher@example.com")
    student = await new_person_page("student1@example.com")
    conversation = await steps.create_conversation(teacher, TITLE, "student1@example.com")
    await steps.start_video_call(teacher)
    await steps.answer(student)
    await steps.sees_others(teacher, 1)

    unread = teacher.get_by_test_id("unread-in-call")
    await expect(unread).to_be_hidden()
    await steps.says(student, "선생님, 질문이 있어요")
    await steps.says(student, "7번이 어려워요")
    await expect(unread.locator("[aria-hidden]")).to_have_text("2")
    await steps.reads(teacher, "7번이 어려워요")
    await expect(unread).to_be_hidden()
    await steps.says(teacher, "같이 풀어 봐요")
    await steps.reads(student, "같이 풀어 봐요")

    await student.get_by_test_id("attach-input").set_input_files([SHEET])
    await student.get_by_test_id("send-message").click()
    for page in (student, teacher):
        await expect(
            page.locator(".call-chat [data-testid=attachment][data-name='문제지.txt']")
        ).to_be_visible()
    await expect(student.get_by_test_id("unread-in-call")).to_be_hidden()

    await teacher.locator("[data-part=chat] [data-part=close]").click()
    other_tab = await teacher.context.new_page()
    await steps.says(student, "감사합니다")
    await expect(unread.locator("[aria-hidden]")).to_have_text("1")
    await other_tab.goto(f"/messenger/{conversation}")
    await steps.reads(other_tab, "감사합니다")
    await expect(unread).to_be_hidden()
    assert teacher.problems == student.problems == []
