"""Six pages in one call: from the mesh to the forwarding server."""

from __future__ import annotations

import asyncio
from typing import Any

from playwright.async_api import expect

from tests.e2e import steps

TITLE = "수학 10반 원격수업"


async def test_the_fifth_person_takes_everybody_to_the_forwarding_server(
    demo_school: None, new_person_page: Any
) -> None:
    emails = [f"student{number}@example.com" for number in range(1, 6)]
    teacher, *class_ = [await new_person_page(email) for email in ("teacher@example.com", *emails)]
    await steps.create_conversation(teacher, TITLE, *emails)
    call = await steps.start_video_call(teacher)
    for student in class_[:3]:
        await steps.answer(student)
    for page in (teacher, *class_[:3]):
        await steps.sees_others(page, 3)

    for student in class_[3:]:
        await student.goto(f"/calls/{call}?join=1")
    pages = (teacher, *class_)
    await asyncio.gather(*(steps.sees_forwarded(page, 5) for page in pages))
    await asyncio.gather(*(steps.hears_somebody(page) for page in pages))

    await class_[4].get_by_test_id("raise-hand").click()
    await class_[0].keyboard.press("h")
    await expect(class_[0].get_by_test_id("raise-hand")).to_have_attribute("aria-pressed", "true")
    hands = teacher.locator("[data-testid=tile] [data-part=hand]:visible")
    await expect(hands).to_have_text(["2", "1"])
    await class_[0].keyboard.press("h")
    await expect(hands).to_have_text(["1"])
    assert [page.problems for page in pages] == [[]] * 6
