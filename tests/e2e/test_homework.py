"""Homework of a school day in two browsers: set, done, graded, released; a third sees nothing of it."""

from __future__ import annotations

import asyncio
import email
import re
from collections.abc import Iterator
from email import policy
from pathlib import Path

import pytest
from asgiref.sync import sync_to_async
from playwright.async_api import FilePayload, Page, expect

from accounts.models import Enrollment, User
from assignments.models import Assignment
from tests.browsers import NewPersonPage
from tests.files.steps import PDF
from tests.notifications.providers import Providers, providers
from tests.processes import Site, own_valkey, web_processes

TITLE = "꼭짓점 찾기"


@pytest.fixture
def post_office(tmp_path: Path) -> Iterator[Providers]:
    with providers(tmp_path) as all_of_them:
        yield all_of_them


@pytest.fixture
def posting_site(own_site: None, post_office: Providers, django_db_setup: None) -> Iterator[Site]:
    """With a worker of its own, that sends its letters to this post office."""
    surroundings = {**post_office.environment(), "EMAIL_TLS": "0"}
    with own_valkey() as valkey, web_processes(valkey=valkey, worker=True, env=surroundings) as [running]:
        yield running


@sync_to_async
def leave_class(email: str, classroom: str) -> None:
    Enrollment.objects.filter(user__email=email, classroom__name=classroom).delete()


async def a_letter(post: Providers, address: str, words: str) -> None:
    """Waits until one with these words in its subject lies at this address."""
    while not any(words in subject for subject in subjects(post, address)):
        assert await asyncio.to_thread(post.mail.came.acquire, timeout=30), "no letter came"


def subjects(post: Providers, address: str) -> list[str]:
    taken = [one for one in post.mail.accepted if address in one["to"]]
    return [str(email.message_from_bytes(one["content"], policy=policy.default)["subject"]) for one in taken]


async def set_it(page: Page) -> str:
    """With a rubric of two criteria, published to 수학 10반; its address."""
    await page.get_by_test_id("new-assignment").click()
    await page.locator("input[name=title]").fill(TITLE)
    await page.locator("select[name=class_id]").select_option(label="수학 10반")
    await page.locator("textarea[name=instructions]").fill(
        "**3쪽**을 풀어 오세요.\n\n<script>alert(1)</script>"
    )
    await page.get_by_role("tab", name="미리 보기").click()
    await expect(page.locator("#preview strong")).to_have_text("3쪽")
    for title, points in (("풀이", "6"), ("답", "4")):
        await page.get_by_test_id("add-criterion").click()
        line = page.get_by_test_id("criterion").last
        await line.locator("[data-part=title]").first.fill(title)
        await line.locator("[data-part=points]").first.fill(points)
    await expect(page.locator("input[name=total_points]")).to_have_value("10")
    await page.get_by_test_id("save-draft").click()
    await page.wait_for_url(re.compile(r"/assignments/\d+$"))
    await expect(page.get_by_test_id("status")).to_have_text("임시 저장")
    await page.get_by_test_id("publish").click()
    await expect(page.get_by_test_id("status")).to_have_text("진행 중")
    return page.url


async def hand_in(page: Page, text: str, file: str | None = None) -> None:
    if not await page.get_by_test_id("answer").is_visible():
        await page.locator("[data-part=again-label]").click()
    await page.get_by_test_id("answer").fill(text)
    if file:
        content = FilePayload(name=file, mimeType="application/pdf", buffer=PDF)
        await page.get_by_test_id("attach-input").set_input_files(content)
        await expect(page.locator("[data-testid=upload][data-state=ready]")).to_have_count(1)
    await expect(page.get_by_test_id("draft-state")).to_contain_text("저장됨")
    await page.get_by_test_id("submit").click()


async def test_from_the_draft_to_the_grade(
    demo_school: None, post_office: Providers, posting_site: Site, new_person_page: NewPersonPage
) -> None:
    await leave_class("student2@example.com", "수학 10반")
    teacher = await new_person_page("teacher@example.com", site=posting_site, path="/assignments")
    student = await new_person_page("student1@example.com", site=posting_site, path="/assignments")
    stranger = await new_person_page("student2@example.com", site=posting_site, path="/assignments")
    await expect(student.locator("html[data-booted]")).to_be_attached()
    before = int(await student.get_by_test_id("bell-count").inner_text() or "0")

    address = await set_it(teacher)
    path = re.sub(r"^https?://[^/]+", "", address)
    await expect(student.get_by_test_id("bell-count")).to_have_text(str(before + 1))
    await a_letter(post_office, "student1@example.com", TITLE)
    await student.get_by_test_id("task").filter(has_text=TITLE).get_by_role("link").click()
    await expect(student.get_by_test_id("rubric")).to_contain_text("풀이")
    assert await student.locator("script:has-text('alert(1)')").count() == 0

    await hand_in(student, "x = 2")
    await expect(student.get_by_test_id("receipt")).to_contain_text("버전 1")
    await hand_in(student, "x = 3", "풀이.pdf")
    receipt = student.get_by_test_id("receipt")
    await expect(receipt).to_contain_text("버전 2")
    await expect(receipt.get_by_test_id("receipt-file").locator("code")).to_have_text(
        re.compile("^[0-9a-f]{64}$")
    )
    await expect(teacher.get_by_test_id("count-submitted")).to_have_text(re.compile(r"^1/"))

    await teacher.get_by_test_id("grade").click()
    await expect(teacher.get_by_test_id("desk-who")).to_have_text("최민지")
    await expect(teacher.get_by_test_id("version")).to_have_count(2)
    if await teacher.evaluate("navigator.pdfViewerEnabled"):
        await expect(teacher.locator("iframe[title='풀이.pdf']")).to_be_visible()
    for mark, points in zip(await teacher.get_by_test_id("mark").all(), ("5", "4"), strict=True):
        await mark.locator("input[name=points]").fill(points)
    await teacher.get_by_test_id("feedback-input").fill("잘했어요")
    await teacher.keyboard.press("Control+Enter")
    await expect(teacher.locator("[data-testid=grading-student][aria-current]")).to_contain_text("9 / 10")
    await student.reload()
    await expect(student.get_by_test_id("score")).to_have_count(0)

    await teacher.goto(address)
    await teacher.get_by_test_id("release").click()
    await teacher.get_by_role("dialog").get_by_role("button", name="공개하기").click()
    await expect(student.get_by_test_id("score")).to_have_text("9")
    await expect(student.get_by_test_id("feedback")).to_have_text("잘했어요")
    await expect(student.get_by_test_id("version")).to_have_count(2)

    await expect(teacher.get_by_test_id("average")).to_have_text("9")
    await teacher.locator("details.more summary").click()
    async with teacher.expect_download() as download:
        await teacher.get_by_test_id("csv").click()
    table = (await (await download.value).path()).read_text(encoding="utf-8-sig")
    assert TITLE in table.splitlines()[0]
    assert any("최민지" in row and ",9," in row for row in table.splitlines())

    await stranger.reload()
    await expect(stranger.get_by_test_id("task").filter(has_text=TITLE)).to_have_count(0)
    for one in (path, f"{path}/grade", f"{path}/edit", f"/api{path}", f"/api{path}/submissions"):
        answer = await stranger.request.get(re.sub(r"^(https?://[^/]+).*", r"\1", address) + one)
        assert answer.status == 404, one
    page_problems = [one for page in (teacher, student) for one in page.problems]  # type: ignore[attr-defined]
    assert page_problems == []


async def test_two_graders_see_each_others_marks(demo_school: None, new_person_page: NewPersonPage) -> None:
    assignment = await Assignment.objects.aget(title="최댓값과 최솟값")
    student = await User.objects.aget(email="student2@example.com")
    path = f"/assignments/{assignment.pk}/grade?student={student.pk}"
    first = await new_person_page("teacher@example.com", path=path)
    second = await new_person_page("admin@example.com", path=path)
    for page in (first, second):
        await expect(page.locator("html[data-booted]")).to_be_attached()
    await second.route("**/grade", lambda route: route.abort())
    await second.get_by_test_id("mark").last.locator("input[name=points]").fill("1")  # at work: not redrawn
    await expect(second.get_by_test_id("grade-state")).to_have_attribute("data-state", "failed")
    await second.unroute("**/grade")

    for mark in await first.get_by_test_id("mark").all():
        await mark.locator("input[name=points]").fill("4")
    await expect(first.get_by_test_id("grade-state")).to_contain_text("저장됨")
    await second.get_by_test_id("mark").first.locator("input[name=points]").fill("2")

    await expect(second.get_by_test_id("conflict")).to_contain_text("김서연")
    await expect(second.get_by_test_id("conflict")).to_contain_text("8")
    await second.get_by_test_id("take-theirs").click()
    await expect(second.get_by_test_id("mark").first.locator("input[name=points]")).to_have_value("4")


async def test_words_without_points_are_kept(demo_school: None, new_person_page: NewPersonPage) -> None:
    assignment = await Assignment.objects.aget(title="최댓값과 최솟값")
    first = await User.objects.aget(email="student2@example.com")
    page = await new_person_page(
        "teacher@example.com", path=f"/assignments/{assignment.pk}/grade?student={first.pk}"
    )
    await expect(page.locator("html[data-booted]")).to_be_attached()
    who, state = page.get_by_test_id("desk-who"), page.get_by_test_id("grade-state")
    comment = page.get_by_test_id("mark").first.locator("input[name=comment]")

    await page.get_by_test_id("feedback-input").fill("조금 더 볼게요")
    await expect(state).to_contain_text("메모 저장됨")
    await comment.fill("부호를 확인")
    await page.get_by_test_id("next-waiting").click()
    await expect(who).not_to_have_text("이서준")
    await page.locator(f"[data-testid=grading-student][data-student='{first.pk}']").click()

    await expect(who).to_have_text("이서준")
    await expect(page.get_by_test_id("feedback-input")).to_have_value("조금 더 볼게요")
    await expect(comment).to_have_value("부호를 확인")
    await expect(page.locator("[data-testid=grading-student][aria-current]")).to_have_attribute(
        "data-state", "to_grade"
    )
    for mark in await page.get_by_test_id("mark").all():
        await mark.locator("input[name=points]").fill("3")
    await expect(page.locator("[data-testid=grading-student][aria-current]")).to_contain_text("6 / 10")
