"""A school morning: a teacher and two students in browsers, a third with a program by the documents."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

import pytest_asyncio
from playwright.async_api import Page, expect

from tests.e2e import steps
from tests.e2e.documented import Documented

if TYPE_CHECKING:
    from tests.e2e.line import Cable
    from tests.processes import Site

TITLE = "수학 10반 아침 조회"
SHEET = "x² - 4x + 1 = 0 을 풀어 오세요".encode()
TEXTS = """(rows) => rows.map((row) => row.querySelector("[data-part=text]").textContent)"""


class Morning:
    """Everybody of the class who is there, and the conversation they are in."""

    def __init__(self, pages: list[Page], haeun: Documented, seojuns_phone: Documented) -> None:
        self.teacher, self.minji, self.seojun = pages
        self.haeun, self.seojuns_phone = haeun, seojuns_phone
        self.pages = pages
        self.room = ""

    async def everybody_reads(self, text: str) -> None:
        await asyncio.gather(self.haeun.reads(text), *(steps.reads(page, text) for page in self.pages))

    async def haeun_says(self, content: str, **fields: Any) -> dict[str, Any]:
        return await self.haeun.says("message.send", conversation_id=self.room, content=content, **fields)


@pytest_asyncio.fixture
async def programs(demo_school: None, site: Site) -> AsyncIterator[list[Documented]]:
    """박하은, and 이서준's second device."""
    coming = [Documented(site.url).comes(f"student{number}@example.com") for number in (3, 2)]
    there = list(await asyncio.gather(*coming))
    yield there
    await asyncio.gather(*(one.leaves() for one in there))


@pytest_asyncio.fixture
async def morning(programs: list[Documented], new_person_page: Any, cable: Cable) -> Morning:
    teacher = await new_person_page("teacher@example.com")
    minji = await new_person_page("student1@example.com", site=cable)
    seojun = await new_person_page("student2@example.com")
    there = Morning([teacher, minji, seojun], *programs)
    people = [f"student{number}@example.com" for number in (1, 2, 3)]
    there.room = await steps.create_conversation(teacher, TITLE, *people)
    for page in (minji, seojun):
        await page.get_by_test_id(f"conversation-{there.room}").click()
        await expect(page.get_by_test_id("message-input")).to_be_visible()
    return there


async def test_a_school_morning(morning: Morning, cable: Cable) -> None:
    await _greets_and_is_answered_beside(morning)
    await _reacts(morning)
    await _hands_a_file_out(morning)
    await _speaks(morning)
    await _announces(morning)
    await _is_offline_for_a_while(morning, cable)
    await _is_removed(morning)
    assert morning.teacher.problems == []  # type: ignore[attr-defined]


async def _greets_and_is_answered_beside(morning: Morning) -> None:
    teacher, minji, haeun = morning.teacher, morning.minji, morning.haeun
    await steps.says(teacher, "좋은 아침이에요")
    greeting = await haeun.reads("좋은 아침이에요")
    await asyncio.gather(*(steps.reads(page, "좋은 아침이에요") for page in morning.pages))

    await steps.message(minji, "좋은 아침").hover()
    await steps.message(minji, "좋은 아침").get_by_test_id("open-thread").click()
    await minji.get_by_test_id("thread-message-input").fill("저 왔어요")
    await minji.get_by_test_id("thread-send-message").click()
    answer = await haeun.reads("저 왔어요")
    assert answer["thread_id"] == greeting["id"]

    await morning.haeun_says("저도요", thread_id=greeting["id"])
    await expect(minji.get_by_test_id("answer").filter(has_text="저도요")).to_be_visible()
    answers = steps.message(teacher, "좋은 아침").get_by_test_id("answers")
    await expect(answers).to_contain_text("답글 2개")
    await expect(answers.get_by_test_id("unread-answers")).to_have_text("2")
    thread = await haeun.asks("thread_list", message_id=greeting["id"])
    assert [one["content"] for one in thread["results"]] == ["저 왔어요", "저도요"]
    await minji.get_by_test_id("close-thread").click()


async def _reacts(morning: Morning) -> None:
    [greeting] = await _page_of(morning, "좋은 아침이에요")
    await morning.haeun.asks("reactions_add", message_id=greeting["id"], body={"emoji": "👍"})
    await steps.message(morning.minji, "좋은 아침").get_by_test_id("reaction").click()
    for page in morning.pages:
        await expect(steps.message(page, "좋은 아침").get_by_test_id("reaction")).to_have_text("👍2")
    told = [await morning.haeun.hears("reaction.added", message_id=greeting["id"]) for _one in range(2)]
    assert [one["message"]["reactions"][0]["count"] for one in told] == [1, 2]


async def _hands_a_file_out(morning: Morning) -> None:
    sheet = await morning.haeun.asks("attachments_create", files={"file": ("숙제.txt", SHEET, "text/plain")})
    await morning.haeun_says("숙제 여기 있어요", attachment_ids=[sheet["id"]])
    for page in morning.pages:
        await expect(steps.message(page, "숙제 여기 있어요").get_by_test_id("attachment")).to_be_visible()
    shared = await morning.seojuns_phone.asks("conversation_files_list", conversation_id=morning.room)
    assert [one["name"] for one in shared["results"]] == ["숙제.txt"]
    assert await morning.seojuns_phone.asks("attachments_content", file_id=sheet["id"]) == SHEET


async def _speaks(morning: Morning) -> None:
    seojun, haeun = morning.seojun, morning.haeun
    await seojun.get_by_test_id("record-voice").click()
    await expect(seojun.locator("[data-part=record-time]").first).to_have_text("0:01")
    await seojun.get_by_test_id("send-voice").click()
    await expect(morning.teacher.get_by_test_id("voice-message")).to_be_visible()
    spoken = await haeun.reads("")
    [sound] = spoken["attachments"]
    assert spoken["message_type"] == "voice"
    assert len(await haeun.asks("attachments_content", file_id=sound["id"])) == sound["size"]


async def _announces(morning: Morning) -> None:
    teacher, minji, haeun = morning.teacher, morning.minji, morning.haeun
    mine = (await haeun.asks("conversations_list"))["results"]
    board = next(
        one["id"] for one in mine if one["type"] == "announcement" and one["title"].startswith("수학")
    )
    for page in (teacher, minji):
        await page.get_by_test_id(f"conversation-{board}").click()
    await steps.says(teacher, "2교시는 과학실에서 해요")
    notice = await haeun.reads("2교시는 과학실에서 해요")
    await expect(steps.message(teacher, "과학실에서")).to_contain_text("6명 중 0명 확인")

    await steps.message(minji, "과학실에서").get_by_test_id("acknowledge").click()
    assert (await haeun.asks("acknowledge", message_id=notice["id"]))["acknowledged"]["mine"] is True
    await expect(steps.message(teacher, "과학실에서")).to_contain_text("6명 중 2명 확인")
    refused = await haeun.tries("acknowledgements_list", message_id=notice["id"])
    assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
    for page in (teacher, minji):
        await page.get_by_test_id(f"conversation-{morning.room}").click()


async def _is_offline_for_a_while(morning: Morning, cable: Cable) -> None:
    """In a tunnel: neither requests nor the socket. What both ends said is there once, in one order."""
    teacher, minji, haeun = morning.teacher, morning.minji, morning.haeun
    await minji.context.set_offline(True)
    cable.cut()
    await expect(minji.get_by_test_id("connection-lost")).to_be_visible()
    known = haeun.ready["heads"].get(morning.room, 0)
    for number in (1, 2):
        await steps.says(minji, f"터널 {number}")
        await steps.says(teacher, f"교실 {number}")
        await morning.haeun_says(f"복도 {number}")
    await expect(steps.message(minji, "터널 2")).to_have_attribute("data-state", "sending")
    await expect(steps.message(minji, "교실")).to_have_count(0)
    [greeting] = await _page_of(morning, "좋은 아침이에요")
    await steps.asks(teacher, "POST", f"/messages/{greeting['id']}/pin")

    await minji.context.set_offline(False)
    cable.mend()
    await expect(steps.message(minji, "터널 2")).to_have_attribute("data-state", "sent")
    for text in ("교실 1", "복도 1", "교실 2", "복도 2", "터널 1", "터널 2"):
        await asyncio.gather(*(steps.reads(page, text) for page in morning.pages))
    await expect(minji.get_by_test_id("pins")).to_contain_text("좋은 아침이에요")
    told = await haeun.says("sync.request", conversations={morning.room: known})
    messages = sorted(told["conversations"][morning.room]["messages"], key=lambda one: one["seq"])
    spoken = [
        one["content"] for one in messages if one["thread_id"] is None and one["message_type"] != "system"
    ]
    for page in morning.pages:
        assert await page.get_by_test_id("message").evaluate_all(TEXTS) == spoken


async def _is_removed(morning: Morning) -> None:
    teacher, seojun, phone = morning.teacher, morning.seojun, morning.seojuns_phone
    person = teacher.locator("#details [data-user]").filter(has_text="이서준")
    await person.get_by_test_id("person-menu").click()
    await teacher.get_by_role("menuitem", name="내보내기").click()
    await teacher.locator("dialog[open] button.danger").first.click()

    await phone.hears("conversation.removed", conversation_id=morning.room)
    await expect(seojun.get_by_test_id(f"conversation-{morning.room}")).to_have_count(0)
    await expect(seojun.get_by_test_id("message")).to_have_count(0)
    phone.heard.clear()
    await steps.says(teacher, "이제 우리끼리예요")
    said = await morning.haeun.reads("이제 우리끼리예요")

    await phone.says("presence.watch", user_ids=[])  # answered after all that was told before
    assert not any(morning.room in str(frame) for frame in phone.heard)
    told = await phone.says("sync.request", conversations={morning.room: 0})
    assert (told["conversations"], told["removed"]) == ({}, [morning.room])
    for operation, names in {
        "messages_list": {"conversation_id": morning.room},
        "conversation_files_list": {"conversation_id": morning.room},
        "thread_list": {"message_id": said["id"]},
    }.items():
        answer = await phone.tries(operation, **names)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert (await phone.asks("search", q="우리끼리"))["results"] == []
    page = await seojun.goto(f"/messenger/{morning.room}")
    assert page is not None
    assert page.status == 404
    await expect(seojun.get_by_text(re.compile("우리끼리|좋은 아침"))).to_have_count(0)


async def _page_of(morning: Morning, content: str) -> list[dict[str, Any]]:
    page = await morning.haeun.asks("messages_list", conversation_id=morning.room)
    return [one for one in page["results"] if one["content"] == content]
