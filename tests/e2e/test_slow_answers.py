"""What happens while an answer of the server is on its way is not lost."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any
from uuid import UUID

from asgiref.sync import sync_to_async
from playwright.async_api import expect

from accounts.models import User
from messenger import actions
from messenger.actions import NewMessage, Sent
from tests.e2e import steps

if TYPE_CHECKING:
    from playwright.async_api import Page, Route


@asynccontextmanager
async def _slow(page: "Page", address: str) -> AsyncIterator[asyncio.Event]:
    """Answers of this address reach the page at the end only; the event is set when one has been given."""
    given, go = asyncio.Event(), asyncio.Event()

    async def hold(route: "Route") -> None:
        answer = await route.fetch()
        given.set()
        await go.wait()
        await route.fulfill(response=answer)

    await page.route(address, hold)
    yield given
    go.set()


async def test_a_message_that_comes_while_the_conversation_loads_is_shown(
    demo_school: None, new_person_page: Any
) -> None:
    teacher = await new_person_page("teacher@example.com")
    student = await new_person_page("student1@example.com")
    conversation = await steps.create_conversation(teacher, "아침 조회", "student1@example.com")
    row = student.get_by_test_id(f"conversation-{conversation}")

    async with _slow(student, "**/messages?page_size=*") as read:
        await row.click()
        await read.wait()
        await steps.says(teacher, "모두 왔나요?")
        await expect(row).to_contain_text("모두 왔나요?")

    await steps.reads(student, "모두 왔나요?")


async def test_a_message_deleted_while_the_conversation_loads_is_not_shown(
    demo_school: None, new_person_page: Any
) -> None:
    teacher = await new_person_page("teacher@example.com")
    student = await new_person_page("student1@example.com")
    conversation = await steps.create_conversation(teacher, "아침 조회", "student1@example.com")
    await steps.says(teacher, "비밀입니다")
    row = student.get_by_test_id(f"conversation-{conversation}")
    await expect(row).to_contain_text("비밀입니다")

    async with _slow(student, "**/messages?page_size=*") as read:
        await row.click()
        await read.wait()
        [message] = (await steps.asks(teacher, "GET", f"/conversations/{conversation}/messages?page_size=1"))[
            "results"
        ]
        await steps.asks(teacher, "DELETE", f"/messages/{message['id']}")
        await expect(row).not_to_contain_text("비밀입니다")

    await expect(student.get_by_test_id("message")).to_have_count(1)
    await expect(steps.message(student, "비밀입니다")).to_have_count(0)


async def test_a_reaction_to_an_old_message_leaves_no_hole_in_a_conversation_opened_afterwards(
    demo_school: None, new_person_page: Any
) -> None:
    teacher = await new_person_page("teacher@example.com")
    student = await new_person_page("student1@example.com")
    conversation = await steps.create_conversation(teacher, "아침 조회", "student1@example.com")
    row = student.get_by_test_id(f"conversation-{conversation}")
    first, newest = await sync_to_async(_write)(conversation, count=70)
    await steps.asks(student, "POST", f"/conversations/{conversation}/read", {"seq": newest["seq"]})
    await steps.says(teacher, "다 냈나요?")
    await expect(row).to_contain_text("다 냈나요?")

    await steps.asks(teacher, "POST", f"/messages/{first['id']}/reactions", {"emoji": "👍"})
    await steps.says(teacher, "좋아요")
    await expect(row).to_contain_text("좋아요")
    await row.click()
    await steps.reads(student, "다 냈나요?")
    for number in (60, 30, 10, 0):
        await student.get_by_test_id("message").first.scroll_into_view_if_needed()
        await expect(steps.message(student, f"문제 {number}!")).to_be_attached()


def _write(conversation: str, count: int) -> tuple[Any, Any]:
    """The first and the last of so many messages of the teacher."""
    sender = User.objects.get(email="teacher@example.com").pk
    batch = [
        NewMessage(sender_id=sender, conversation_id=UUID(conversation), content=f"문제 {number}!")
        for number in range(count)
    ]
    written = [one.message for one in actions.send_messages(batch) if isinstance(one, Sent)]
    return written[0], written[-1]


async def test_who_comes_in_while_the_socket_does_not_open_is_told(
    demo_school: None, new_person_page: Any
) -> None:
    teacher = await new_person_page("teacher@example.com", alone=True)
    student = await new_person_page("student1@example.com")
    await steps.both_in(teacher, student)
    call = await steps.start_video_call(teacher)
    await teacher.route_web_socket("**/ws/**", lambda socket: socket.close())
    await teacher.goto(f"/calls/{call}?join=1")
    await expect(teacher.get_by_test_id("connection-lost")).to_be_visible()
