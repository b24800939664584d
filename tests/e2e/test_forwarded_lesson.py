"""Six pages in one call: from the mesh to the forwarding server, and through its death."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.async_api import expect

from tests.e2e import steps
from tests.processes import OwnValkey, Process, media_process, own_valkey, web_processes

TITLE = "수학 10반 원격수업"
SERVER = "() => window.dreamseedCall.session.call.media_server"


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


async def test_when_the_forwarding_server_is_killed_the_next_one_goes_on(
    demo_school: None, new_person_page: Any, browser: Any
) -> None:
    emails = [f"student{number}@example.com" for number in range(1, 5)]
    # a Valkey of their own: no other forwarding server of the tests is asked
    with own_valkey() as valkey, web_processes(valkey=valkey) as [site], _media(valkey) as first:
        teacher, *class_ = [
            await new_person_page(email, site=site) for email in ("teacher@example.com", *emails)
        ]
        pages = (teacher, *class_)
        await steps.create_conversation(teacher, TITLE, *emails)
        call = await steps.start_video_call(teacher)
        for student in class_:
            await student.goto(f"/calls/{call}?join=1")
        await asyncio.gather(*(steps.sees_forwarded(page, 4) for page in pages))
        server = await teacher.evaluate(SERVER)

        first.kill()
        with _media(valkey):
            await teacher.wait_for_function(f"(server) => ({SERVER})() !== server", arg=server)
            await asyncio.gather(*(steps.sees_forwarded(page, 4) for page in pages))


@contextmanager
def _media(valkey: OwnValkey) -> Iterator[Process]:
    process = media_process(valkey.environment())
    process.start()
    try:
        yield process
    finally:
        process.stop()
