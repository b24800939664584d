"""The messenger in two browsers: nothing needs a reload, nothing is lost or doubled when the server dies."""

import asyncio
import re
from typing import Any

from playwright.async_api import Page, Route, expect

from tests.e2e import steps
from tests.e2e.line import breakable
from tests.processes import web_processes


async def test_what_one_writes_the_other_reads_without_reload(
    demo_school: None, new_person_page: Any
) -> None:
    teacher = await new_person_page("teacher@example.com")
    student = await new_person_page("student1@example.com")
    await steps.both_in(teacher, student)

    await student.get_by_test_id("message-input").press_sequentially("선생", delay=30)
    await expect(teacher.get_by_test_id("typing")).to_contain_text("최민지")
    await steps.says(student, "선생님, 질문 있어요")
    await steps.reads(teacher, "선생님, 질문 있어요")
    await expect(steps.message(student, "질문 있어요")).to_have_attribute("data-state", "sent")
    await expect(teacher.get_by_test_id("typing")).to_be_hidden()


async def test_what_is_said_while_the_page_loads_is_there_when_it_has(
    demo_school: None, new_person_page: Any
) -> None:
    teacher = await new_person_page("teacher@example.com")
    student = await new_person_page("student1@example.com")
    conversation = await steps.both_in(teacher, student)
    loaded = asyncio.Event()
    await student.route("**/notifications/bell*.js", lambda route: _after(loaded, route))

    arriving = steps.arriving(student, "ready"), steps.arriving(student, "message.created")
    await student.goto(f"/messenger/{conversation}", wait_until="commit")
    await arriving[0]
    await steps.says(teacher, "들어오는 중이어도 들려요")
    await arriving[1]
    loaded.set()
    await steps.reads(student, "들어오는 중이어도 들려요")
    await expect(student.get_by_test_id("message-input")).to_be_editable()
    assert student.problems == []


async def _after(event: asyncio.Event, route: Route) -> None:
    await event.wait()
    await route.continue_()


async def test_html_and_direction_marks_stay_text(demo_school: None, new_person_page: Any) -> None:
    teacher = await new_person_page("teacher@example.com")
    student = await new_person_page("student1@example.com")
    await steps.both_in(teacher, student)

    nasty = '<img src=x onerror="document.title=1"> \u202egnp.exe'
    await steps.says(student, nasty)
    await steps.reads(teacher, "<img src=x")
    assert await teacher.locator("[data-testid=message] img[src=x]").count() == 0
    assert teacher.problems == []


async def test_unread_messages_are_counted_until_they_are_seen(
    demo_school: None, new_person_page: Any
) -> None:
    teacher = await new_person_page("teacher@example.com")
    student = await new_person_page("student1@example.com")
    conversation = await steps.both_in(teacher, student)
    other = await new_person_page("student1@example.com")  # a second device of the same student
    await student.goto("/lessons")

    await steps.says(teacher, "하나")
    await steps.says(teacher, "둘")
    row = other.get_by_test_id(f"conversation-{conversation}")
    await expect(row.get_by_test_id("unread-count")).to_have_text("2")
    await expect(other).to_have_title(re.compile(r"\(\d+\)"))

    await student.goto(f"/messenger/{conversation}")
    await expect(row.get_by_test_id("unread-count")).to_be_hidden()


async def test_what_the_phone_has_read_and_what_is_deleted_is_not_counted_on_the_desk(
    demo_school: None, new_person_page: Any
) -> None:
    teacher = await new_person_page("teacher@example.com")
    student = await new_person_page("student1@example.com")
    conversation = await steps.create_conversation(teacher, "단원 평가", "student1@example.com")
    count = student.get_by_test_id(f"conversation-{conversation}").get_by_test_id("unread-count")
    where = f"/conversations/{conversation}"
    sent = [
        await steps.asks(teacher, "POST", f"{where}/messages", {"content": f"{n}번"}) for n in range(1, 6)
    ]
    await expect(count).to_have_text("5")

    await steps.asks(student, "POST", f"{where}/read", {"seq": sent[1]["seq"]})
    await expect(count).to_have_text("3")
    await steps.asks(teacher, "DELETE", f"/messages/{sent[3]['id']}")
    await expect(count).to_have_text("2")
    await steps.asks(teacher, "DELETE", f"/messages/{sent[4]['id']}")
    await expect(count).to_have_text("1")


async def test_edited_and_deleted_messages_change_in_place(demo_school: None, new_person_page: Any) -> None:
    teacher = await new_person_page("teacher@example.com")
    student = await new_person_page("student1@example.com")
    await steps.both_in(teacher, student)
    await steps.says(teacher, "숙제는 12쪽입니다")
    await steps.reads(student, "숙제는 12쪽입니다")

    await _choose(teacher, "12쪽", "수정")
    await teacher.get_by_test_id("message-input").fill("숙제는 13쪽입니다")
    await teacher.get_by_test_id("send-message").click()
    await steps.reads(student, "숙제는 13쪽입니다")
    await expect(steps.message(student, "12쪽")).to_have_count(0)

    await _choose(teacher, "13쪽", "삭제")
    confirm = teacher.locator("dialog[open] button.danger, dialog[open] [data-part=confirm]").first
    await confirm.click()
    await expect(steps.message(student, "13쪽")).to_have_count(0)
    await expect(steps.message(student, "삭제")).to_have_count(1)


async def test_an_answer_quotes_and_an_emoji_is_counted_on_both_pages(
    demo_school: None, new_person_page: Any
) -> None:
    teacher = await new_person_page("teacher@example.com")
    student = await new_person_page("student1@example.com")
    await steps.both_in(teacher, student)
    await steps.says(teacher, "내일은 실험실에서 만나요")
    await steps.reads(student, "실험실")

    await steps.message(student, "실험실").hover()
    await steps.message(student, "실험실").get_by_test_id("react").click()
    await student.get_by_role("searchbox", name="이모지 찾기").fill("최고")
    await student.get_by_test_id("emoji-grid").get_by_role("button").first.click()
    chip = steps.message(teacher, "실험실").get_by_test_id("reaction")
    await expect(chip).to_have_text("👍1")
    await chip.click()
    await expect(steps.message(student, "실험실").get_by_test_id("reaction")).to_have_text("👍2")
    await expect(chip).to_have_attribute("title", re.compile("최민지"))
    await chip.click()
    await expect(steps.message(student, "실험실").get_by_test_id("reaction")).to_have_text("👍1")

    await _choose(student, "실험실", "인용해 답하기")
    await steps.says(student, "네, 갈게요")
    quote = steps.message(teacher, "네, 갈게요").get_by_test_id("quote")
    await expect(quote).to_contain_text("내일은 실험실")

    await teacher.get_by_test_id("message-input").press_sequentially("고마워요 @최")
    await expect(teacher.get_by_test_id("mention-option")).to_contain_text("최민지")
    await teacher.keyboard.press("Enter")
    await teacher.keyboard.press("Enter")
    await expect(steps.message(student, "고마워요").locator(".mention.mine")).to_have_text("@최민지")
    assert teacher.problems + student.problems == []


async def test_answers_stand_beside_the_conversation_with_an_unread_count_of_their_own(
    demo_school: None, new_person_page: Any
) -> None:
    teacher = await new_person_page("teacher@example.com")
    student = await new_person_page("student1@example.com")
    await steps.both_in(teacher, student)
    await steps.says(teacher, "3번 풀이를 올려 주세요")
    await steps.reads(student, "3번 풀이")

    await _choose(student, "3번 풀이", "스레드로 답글 달기")
    await student.get_by_test_id("thread-message-input").fill("여기 있어요")
    await student.get_by_test_id("thread-send-message").click()
    answers = steps.message(teacher, "3번 풀이").get_by_test_id("answers")
    await expect(answers).to_contain_text("답글 1개")
    await expect(answers.get_by_test_id("unread-answers")).to_have_text("1")
    await expect(steps.message(teacher, "여기 있어요")).to_have_count(0)

    await answers.click()
    await expect(teacher.get_by_test_id("answer").filter(has_text="여기 있어요")).to_be_visible()
    await expect(answers.get_by_test_id("unread-answers")).to_be_hidden()
    await teacher.get_by_test_id("close-thread").click()
    await expect(teacher.get_by_test_id("answer")).to_have_count(0)
    assert teacher.problems + student.problems == []


async def test_an_announcement_is_confirmed_counted_pinned_and_found(
    demo_school: None, new_person_page: Any
) -> None:
    teacher = await new_person_page("teacher@example.com")
    student = await new_person_page("student1@example.com")
    conversation = await steps.both_in(teacher, student)
    there = await steps.asks(teacher, "GET", f"/conversations/{conversation}/participants")
    [minji] = [one["user"]["id"] for one in there if one["user"]["name"] == "최민지"]
    found = await (await teacher.request.get("/api/v1/auth/people?search=이서준")).json()
    [seojun] = [one["id"] for one in found["results"]]
    wanted = {"type": "announcement", "title": "알림장", "participant_ids": [minji]}
    board = (await steps.asks(teacher, "POST", "/conversations", wanted))["id"]
    for page in (teacher, student):
        await page.get_by_test_id(f"conversation-{board}").click()
    await steps.says(teacher, "내일은 체육복을 입고 오세요")

    await expect(steps.message(teacher, "체육복")).to_contain_text("1명 중 0명 확인")
    await steps.message(teacher, "체육복").get_by_test_id("acknowledgements").click()
    people = teacher.get_by_test_id("people-dialog")
    await expect(people).to_contain_text("아직 확인하지 않음 · 1")
    await steps.message(student, "체육복").get_by_test_id("acknowledge").click()
    await expect(steps.message(student, "체육복").get_by_test_id("acknowledged")).to_be_visible()
    await expect(people).to_contain_text("확인함 · 1")
    await steps.asks(teacher, "POST", f"/conversations/{board}/participants", {"user_ids": [seojun]})
    await expect(people).to_contain_text("아직 확인하지 않음 · 1")
    await steps.asks(teacher, "DELETE", f"/conversations/{board}/participants/{seojun}")
    await expect(people.get_by_role("button", name="확인하지 않은 사람")).to_have_count(0)
    await teacher.keyboard.press("Escape")
    await expect(steps.message(teacher, "체육복")).to_contain_text("1명 중 1명 확인")

    await _choose(teacher, "체육복", "고정")
    await expect(student.get_by_test_id("pins")).to_contain_text("체육복")
    await student.get_by_test_id("archive").click()
    await expect(student.get_by_test_id(f"conversation-{board}")).to_have_count(0)
    await student.get_by_test_id("archived").click()
    await expect(student.get_by_test_id(f"conversation-{board}")).to_be_visible()

    await teacher.get_by_test_id(f"conversation-{conversation}").click()
    await teacher.get_by_test_id("search-all").click()
    await teacher.get_by_test_id("search-words").fill("체육")
    await expect(teacher.get_by_test_id("search-hit").locator("mark")).to_have_text("체육")
    await teacher.get_by_test_id("search-hit").click()
    await expect(steps.message(teacher, "체육복")).to_be_focused()
    assert teacher.problems + student.problems == []


async def test_what_could_not_be_sent_outlives_a_reload_and_drafts_are_on_all_devices(
    demo_school: None, new_person_page: Any
) -> None:
    teacher = await new_person_page("teacher@example.com")
    student = await new_person_page("student1@example.com")
    other = await new_person_page("student1@example.com")  # a second device of the same student
    conversation = await steps.both_in(teacher, student)
    await other.goto(f"/messenger/{conversation}")
    line = await breakable(student)
    await steps.says(student, "지하철이에요")
    await expect(steps.message(student, "지하철")).to_have_attribute("data-state", "sending")
    await student.reload()
    await expect(steps.message(student, "지하철")).to_have_attribute("data-state", "sending")
    line["broken"] = False
    await student.reload()
    await expect(steps.message(student, "지하철")).to_have_attribute("data-state", "sent")
    await steps.reads(teacher, "지하철이에요")

    await student.get_by_test_id("message-input").fill("그리고 선생님")
    await expect(other.get_by_test_id("message-input")).to_have_value("그리고 선생님")
    await student.get_by_test_id("send-message").click()
    await expect(other.get_by_test_id("message-input")).to_have_value("")


async def _choose(page: Page, text: str, action: str) -> None:
    await steps.message(page, text).hover()
    await steps.message(page, text).get_by_role("button", name="메시지 메뉴").click()
    await page.get_by_role("menuitem", name=action, exact=True).click()


async def test_a_killed_server_loses_and_doubles_nothing(demo_school: None, new_person_page: Any) -> None:
    with web_processes() as [site]:
        teacher = await new_person_page("teacher@example.com", site=site)
        student = await new_person_page("student1@example.com", site=site)
        await steps.both_in(teacher, student)
        await steps.says(teacher, "처음")
        await steps.reads(student, "처음")

        site.kill()
        await expect(student.get_by_test_id("connection-lost")).to_be_visible()
        await steps.says(teacher, "꺼진 동안에")
        await steps.says(student, "저도요")
        await expect(steps.message(teacher, "꺼진 동안에")).to_have_attribute("data-state", "sending")
        site.start()

        for page in (teacher, student):
            await expect(page.get_by_test_id("connection-lost")).to_be_hidden(timeout=20_000)
            for text in ("처음", "꺼진 동안에", "저도요"):
                await steps.reads(page, text)
        await expect(steps.message(teacher, "꺼진 동안에")).to_have_attribute("data-state", "sent")


async def test_a_strangers_address_shows_nothing(demo_school: None, new_person_page: Any) -> None:
    teacher = await new_person_page("teacher@example.com")
    stranger = await new_person_page("student2@example.com")
    conversation = await steps.create_conversation(teacher, steps.TITLE, "student1@example.com")
    await expect(stranger.get_by_test_id(f"conversation-{conversation}")).to_have_count(0)
    answer = await stranger.goto(f"/messenger/{conversation}")
    assert answer is not None
    assert answer.status == 404
    await expect(stranger.get_by_text(steps.TITLE)).to_have_count(0)
