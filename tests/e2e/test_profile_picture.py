"""One's own picture: chosen, seen before it is saved, then seen by others."""

from typing import Any

from playwright.async_api import expect

from tests.e2e.test_attachments import DRAWN, photo


async def test_a_picture_is_chosen_saved_and_seen_by_others(demo_school: None, new_person_page: Any) -> None:
    student = await new_person_page("student1@example.com", path="/profile")
    teacher = await new_person_page("teacher@example.com")

    await student.locator("input[name=avatar]").set_input_files(photo("나.jpg"))
    await expect(student.locator("[data-part=picture] img")).to_be_visible()
    await student.get_by_role("button", name="저장").click()
    saved = student.locator("[data-part=picture] img[src^='/avatars/']")
    await student.wait_for_function(DRAWN, arg=await saved.element_handle())

    await teacher.reload()
    row = teacher.locator("[data-testid^=conversation-]").filter(has_text="최민지").first
    seen = row.locator(".avatar img")
    await expect(seen).to_have_attribute("src", str(await saved.get_attribute("src")))
    await teacher.wait_for_function(DRAWN, arg=await seen.element_handle())
    assert teacher.problems == student.problems == []
