"""Long conversations: one begins where one stopped reading, and is at the end when one asks for it."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import UUID

from asgiref.sync import sync_to_async
from playwright.async_api import expect

from accounts.models import User
from dreamseed.realtime import limits
from messenger.actions import NewMessage, send_messages
from tests.e2e import steps

MANY = 220


@sync_to_async
def _writes_much(email: str, conversation: str) -> None:
    person = User.objects.get(email=email)
    for number in range(MANY):
        limits.forget()
        new = NewMessage(sender_id=person.pk, conversation_id=UUID(conversation), content=f"{number}번째 말")
        send_messages([new])


async def test_one_goes_to_the_newest_while_others_are_still_loading(
    demo_school: None, new_person_page: Any
) -> None:
    teacher = await new_person_page("teacher@example.com")
    conversation = await steps.create_conversation(teacher, "수학 10반 긴 대화", "student1@example.com")
    await teacher.goto("/lessons")
    await _writes_much("student1@example.com", conversation)
    gate, held = asyncio.Event(), asyncio.Event()

    async def hold(route: Any) -> None:
        held.set()
        await gate.wait()
        await route.continue_()

    await teacher.goto(f"/messenger/{conversation}")
    await expect(steps.message(teacher, "0번째 말").first).to_be_visible()
    await teacher.route("**/messages?after=*", hold)
    await teacher.locator("[data-part=log]").first.evaluate("(log) => log.scrollTo(0, log.scrollHeight)")
    await held.wait()
    await teacher.locator("[data-part=jump]").first.click()
    gate.set()

    await steps.reads(teacher, f"{MANY - 1}번째 말")
    await expect(teacher.locator("[data-part=jump]").first).to_be_hidden()
    assert teacher.problems == []
