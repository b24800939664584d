"""Files in conversations: chosen, pasted, dropped; seen by those who are in, and by nobody else."""

import asyncio
import re
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.async_api import Locator, Page, expect

from tests.e2e import steps

DROP = """([selector, name, content]) => {
  const files = new DataTransfer();
  files.items.add(new File([content], name, {type: "text/plain"}));
  for (const type of ["dragover", "drop"])
    document.querySelector(selector).dispatchEvent(
      new DragEvent(type, {bubbles: true, cancelable: true, dataTransfer: files}));
}"""
PASTE = """async (selector) => {
  const canvas = new OffscreenCanvas(60, 40);
  canvas.getContext("2d").fillRect(0, 0, 60, 40);
  const picture = await canvas.convertToBlob({type: "image/png"});
  const files = new DataTransfer();
  files.items.add(new File([picture], "image.png", {type: "image/png"}));
  document.querySelector(selector).dispatchEvent(
    new ClipboardEvent("paste", {bubbles: true, cancelable: true, clipboardData: files}));
}"""
DRAWN = "(image) => image.complete && image.naturalWidth > 0"


def photo(name: str = "칠판.jpg") -> Any:
    kept = BytesIO()
    Image.linear_gradient("L").resize((1200, 800)).convert("RGB").save(kept, "JPEG")
    return {"name": name, "mimeType": "image/jpeg", "buffer": kept.getvalue()}


@cache
def pdf() -> bytes:
    kept = BytesIO()
    Image.linear_gradient("L").resize((600, 800)).save(kept, "PDF")
    return kept.getvalue()


async def choose(page: Page, *files: Any) -> None:
    await page.get_by_test_id("attach-input").set_input_files(list(files))


def attachment(page: Page, name: str) -> Locator:
    return page.get_by_test_id("message").locator(f"[data-testid=attachment][data-name='{name}']")


async def test_a_photo_is_seen_at_once_and_downloaded_but_not_by_a_stranger(
    demo_school: None, new_person_page: Any
) -> None:
    teacher = await new_person_page("teacher@example.com")
    student = await new_person_page("student1@example.com")
    stranger = await new_person_page("student2@example.com")
    conversation = await steps.both_in(teacher, student)

    sent = photo()
    await choose(student, sent)
    await expect(student.get_by_test_id("upload")).to_have_attribute("data-state", "ready")
    await steps.says(student, "칠판 사진이에요")
    await expect(student.get_by_test_id("upload")).to_have_count(0)
    await expect(steps.message(student, "칠판 사진이에요")).to_have_attribute("data-state", "sent")

    picture = attachment(teacher, "칠판.jpg").locator("img")
    await expect(picture).to_be_visible()
    await teacher.wait_for_function(DRAWN, arg=await picture.element_handle())
    async with teacher.expect_download() as started:
        await attachment(teacher, "칠판.jpg").get_by_test_id("download").click()
    download = await started.value
    assert download.suggested_filename == "칠판.jpg"
    assert Path(await download.path()).read_bytes() == sent["buffer"]

    address = await attachment(teacher, "칠판.jpg").locator("a").first.get_attribute("href")
    for path in (address, await picture.get_attribute("src")):
        answer = await stranger.request.get(path)
        assert answer.status == 404
    files = await stranger.request.get(f"/api/v1/messenger/conversations/{conversation}/files")
    assert files.status == 404
    assert teacher.problems == student.problems == []


async def test_several_ways_in_one_message_and_all_of_it_in_the_details(
    demo_school: None, new_person_page: Any
) -> None:
    teacher = await new_person_page("teacher@example.com", viewport={"width": 1400, "height": 900})
    student = await new_person_page("student1@example.com")
    await steps.both_in(teacher, student)

    await choose(student, photo("하나.jpg"))
    await student.evaluate(DROP, [".conversation", "메모.txt", "내일까지"])
    await student.evaluate(PASTE, "[data-testid=message-input]")
    await expect(student.locator("[data-testid=upload][data-state=ready]")).to_have_count(3)
    await student.get_by_role("button", name=re.compile("빼기.*image.png")).click()
    await expect(student.get_by_test_id("upload")).to_have_count(2)
    await student.get_by_test_id("send-message").click()

    for name in ("하나.jpg", "메모.txt"):
        await expect(attachment(teacher, name)).to_be_visible()
    await expect(teacher.get_by_test_id("shared-files")).to_contain_text("메모.txt")
    row = teacher.locator("[data-testid^=conversation-]").filter(has_text=steps.TITLE)
    await expect(row).to_contain_text("파일 2개")
    async with teacher.expect_download() as started:
        await attachment(teacher, "메모.txt").click()
    assert Path(await (await started.value).path()).read_text() == "내일까지"


async def test_a_pdf_is_read_over_the_page(demo_school: None, new_person_page: Any) -> None:
    teacher = await new_person_page("teacher@example.com")
    student = await new_person_page("student1@example.com")
    await steps.both_in(teacher, student)
    await choose(student, {"name": "풀이.pdf", "mimeType": "application/pdf", "buffer": pdf()})
    await student.get_by_test_id("send-message").click()

    card = attachment(teacher, "풀이.pdf")
    assert await teacher.evaluate("navigator.pdfViewerEnabled")
    async with teacher.expect_response(re.compile(r"/files/.*view=1")) as shown:
        await card.click()
    answer = await shown.value
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    paper = teacher.get_by_test_id("paper")
    await expect(paper.locator("iframe[title='풀이.pdf']")).to_be_visible()
    async with teacher.expect_download() as started:
        await paper.get_by_test_id("download").click()
    assert Path(await (await started.value).path()).read_bytes() == pdf()
    await paper.get_by_role("button", name="닫기").click()
    await expect(paper).to_have_count(0)
    await teacher.evaluate("Object.defineProperty(navigator, 'pdfViewerEnabled', {value: false})")
    async with teacher.expect_popup() as opened:  # a phone without a viewer
        await card.click()
    await (await opened.value).close()
    assert teacher.problems == []


async def test_what_cannot_be_sent_is_told_and_a_lost_upload_tried_again(
    demo_school: None, new_person_page: Any
) -> None:
    student = await new_person_page("student1@example.com")
    teacher = await new_person_page("teacher@example.com")
    await steps.both_in(teacher, student)

    await choose(student, {"name": "사진.jpg", "mimeType": "image/jpeg", "buffer": b"MZ\x90\x00" * 99})
    chip = student.get_by_test_id("upload")
    await expect(chip).to_have_attribute("data-state", "failed")
    await expect(chip).to_contain_text("보낼 수 없어요")
    await student.get_by_role("button", name=re.compile("빼기")).click()

    await student.route("**/attachments", lambda route: route.abort())
    await choose(student, photo())
    await expect(chip).to_have_attribute("data-state", "failed")
    await student.unroute("**/attachments")
    await student.get_by_role("button", name=re.compile("다시 시도")).click()
    await student.get_by_test_id("send-message").click()  # sent by itself when the file is there
    await expect(attachment(teacher, "칠판.jpg")).to_be_visible()


async def test_files_go_on_while_another_conversation_is_open(
    demo_school: None, new_person_page: Any
) -> None:
    teacher = await new_person_page("teacher@example.com")
    gate = asyncio.Event()

    async def hold(route: Any) -> None:
        await gate.wait()
        await route.continue_()

    await teacher.route("**/attachments", hold)
    conversation = await steps.create_conversation(teacher, steps.TITLE, "student1@example.com")
    await choose(teacher, *(photo(f"{number}.jpg") for number in range(4)))
    await expect(teacher.locator("[data-testid=upload][data-state=sending]")).to_have_count(2)

    await teacher.locator("[data-testid^=conversation-]").nth(1).click()
    await expect(teacher.get_by_test_id("upload")).to_have_count(0)
    gate.set()
    await teacher.get_by_test_id(f"conversation-{conversation}").click()

    await expect(teacher.locator("[data-testid=upload][data-state=ready]")).to_have_count(4)
    await teacher.get_by_test_id("send-message").click()
    await expect(teacher.get_by_test_id("attachment")).to_have_count(8)  # in the message and in the details


async def test_a_deleted_photo_is_gone(demo_school: None, new_person_page: Any) -> None:
    teacher = await new_person_page("teacher@example.com")
    student = await new_person_page("student1@example.com")
    await steps.both_in(teacher, student)
    await choose(student, photo())
    await student.get_by_test_id("send-message").click()
    link = attachment(teacher, "칠판.jpg").locator("a").first
    address = await link.get_attribute("href")
    assert address

    await student.get_by_test_id("message").hover()
    await student.get_by_role("button", name="메시지 메뉴").click()
    await student.get_by_role("menuitem", name="삭제").click()
    await student.locator("dialog[open] button.danger").first.click()

    await expect(attachment(teacher, "칠판.jpg")).to_have_count(0)
    assert (await teacher.request.get(address)).status == 404
