"""What a person says aloud, how they stand, and what they show to the school, on the messenger's pages."""

from typing import Any

from playwright.async_api import expect

from tests.e2e import steps

PLAYS = "(sound) => sound.readyState >= 1 && sound.duration > 0.5"


async def test_a_voice_message_is_recorded_heard_and_may_be_reported(
    demo_school: None, new_person_page: Any
) -> None:
    teacher = await new_person_page("teacher@example.com")
    student = await new_person_page("student1@example.com")
    conversation = await steps.create_conversation(teacher, "수학 10반 목소리", "student1@example.com")
    await student.get_by_test_id(f"conversation-{conversation}").click()

    await student.get_by_test_id("record-voice").click()
    await expect(student.locator("[data-part=record-time]").first).to_have_text("0:01")
    await student.get_by_test_id("send-voice").click()
    sound = teacher.get_by_test_id("voice-message").locator("audio")
    await expect(sound).to_be_visible()
    await teacher.wait_for_function(PLAYS, arg=await sound.element_handle())

    await teacher.get_by_test_id("message").last.hover()
    await teacher.get_by_test_id("message").last.get_by_role("button", name="메시지 메뉴").click()
    await teacher.get_by_role("menuitem", name="신고하기").click()
    await teacher.get_by_test_id("send-report").click()
    await expect(teacher.locator("#report-dialog")).to_be_hidden()

    beside = await student.context.new_page()
    await beside.goto("/messenger")
    await beside.get_by_test_id("standing").click()
    await student.get_by_test_id("standing").click()
    await student.get_by_role("menuitem", name="방해 금지").click()
    person = teacher.locator("#details [data-user]").filter(has_text="최민지")
    await expect(person).to_contain_text("방해 금지")
    await expect(beside.get_by_test_id("standing")).to_contain_text("방해 금지")
    await student.get_by_test_id("standing").click()
    await student.get_by_role("menuitem", name="읽음 표시 숨기기").click()
    await expect(beside.get_by_test_id("reads-hidden")).to_be_visible()
    await beside.get_by_role("menuitem", name="읽음 표시 보이기").click()
    await expect(student.get_by_test_id("reads-hidden")).to_be_hidden()
    assert teacher.problems + student.problems == []
