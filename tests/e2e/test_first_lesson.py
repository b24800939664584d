"""A class meets: two people, then four, see and hear each other and write to each other."""

import asyncio
import re
from typing import Any

from playwright.async_api import Page, expect

from tests.e2e import steps
from tests.e2e.line import Cable

TITLE = "수학 10반 원격수업"
REPORTS = """([state, stats]) => {
  const { session } = window.dreamseedCall;
  session.signaling.report(session.others[0].peerId, state, stats);
}"""
SLOW = """() => {
  const { signaling } = window.dreamseedCall.session;
  const report = signaling.report.bind(signaling);
  signaling.report = (peerId, state, stats) => report(peerId, state, { ...stats, loss_up: 0.3 });
}"""
"""From now on every report says so: a line that is slow is nothing a test can make."""
WAYS = """() => {
  const [{ localDescription, remoteDescription }] = window.dreamseedCall.peerConnections();
  return [localDescription, remoteDescription].map(({ sdp }) => /a=ice-ufrag:(\\S+)/.exec(sdp)[1]);
}"""
NO_PICTURE_COMES = """() => {
  const [connection] = window.dreamseedCall.peerConnections();
  const pictures = connection.getTransceivers().filter(({ receiver }) => receiver.track.kind === "video");
  return pictures.every(({ currentDirection }) => !/recv/.test(currentDirection));
}"""


async def test_a_teacher_and_a_student_meet_talk_and_part(demo_school: None, new_person_page: Any) -> None:
    teacher = await new_person_page("teacher@example.com")
    student = await new_person_page("student1@example.com")

    await steps.create_conversation(teacher, TITLE, "student1@example.com")
    reports = [steps.reports(page) for page in (teacher, student)]
    call = await steps.start_video_call(teacher)
    await expect(student.get_by_test_id("call-invitation")).to_contain_text("김서연")
    await steps.answer(student)
    await steps.sees_others(teacher, 1)
    await steps.sees_others(student, 1)

    await steps.says(teacher, "잘 들리나요?")
    await steps.reads(student, "잘 들리나요?")
    await steps.says(student, "네, 잘 들려요!")
    await steps.reads(teacher, "네, 잘 들려요!")

    for report in reports:
        stats = await asyncio.wait_for(report, 30)
        assert min(stats["bitrate_up"], stats["bitrate_down"]) > 0
        assert {"round_trip_time", "loss_up", "loss_down", "jitter", "freeze_count"} <= stats.keys()
    connected = await steps.asks(teacher, "GET", f"/calls/{call}/quality")
    assert len([one for one in connected if one["quality"]]) == 2
    await _a_lost_connection_is_marked(teacher, student)
    await _a_slow_line_carries_the_voices_alone(teacher, student)
    await _another_network_is_taken(teacher, student)

    await teacher.get_by_test_id("end-call").click()
    await expect(teacher.get_by_test_id("call-ended")).to_be_visible()
    await expect(student.get_by_test_id("call-ended")).to_be_visible()

    await student.goto("/lessons")
    past = student.get_by_test_id("past-call").filter(has_text=TITLE)
    await expect(past).to_have_count(1)
    await expect(past.locator(".lesson-length")).to_contain_text(re.compile(r"\d+\s*[분초]"))
    assert teacher.problems == []
    assert student.problems == []


async def _a_lost_connection_is_marked(teacher: Page, student: Page) -> None:
    await student.evaluate(REPORTS, ["failed", {}])
    mark = teacher.get_by_test_id("tile").get_by_test_id("quality")
    await expect(mark).to_have_text("연결이 끊겼어요")
    await expect(student.get_by_test_id("quality-hint")).to_contain_text("다시 연결하고 있어요")
    await expect(mark).to_be_hidden()  # the page's next report


async def _a_slow_line_carries_the_voices_alone(teacher: Page, student: Page) -> None:
    await student.evaluate(SLOW)
    await expect(student.get_by_test_id("quality-hint")).to_contain_text(
        "보내는 인터넷이 느려요", timeout=30_000
    )
    await student.get_by_test_id("offer-saving").click()
    for page in (teacher, student):
        await expect(page.locator(".tile[data-picture]")).to_have_count(0)
    await student.wait_for_function(NO_PICTURE_COMES)
    await steps.hears_somebody(student)
    await steps.hears_somebody(teacher)
    await student.get_by_test_id("stop-saving").click()
    await steps.sees_others(teacher, 1)
    await steps.sees_others(student, 1)


async def _another_network_is_taken(teacher: Page, student: Page) -> None:
    before = await student.evaluate(f"() => ({WAYS})()")
    await student.evaluate("() => dispatchEvent(new Event('online'))")
    changed = f"(before) => {{ const now = ({WAYS})(); return now.every((way, at) => way !== before[at]); }}"
    await student.wait_for_function(changed, arg=before)
    await steps.sees_others(teacher, 1)
    await steps.sees_others(student, 1)


async def test_a_third_and_a_fourth_join_and_one_of_them_leaves(
    demo_school: None, new_person_page: Any
) -> None:
    teacher = await new_person_page("teacher@example.com")
    emails = [f"student{number}@example.com" for number in range(1, 4)]
    first, second, third = [await new_person_page(email) for email in emails]

    await steps.create_conversation(teacher, TITLE, *emails)
    call = await steps.start_video_call(teacher)
    await steps.answer(first)
    await steps.sees_others(first, 1)
    await steps.answer(second)
    await steps.sees_others(second, 2)
    await third.goto(f"/calls/{call}")
    await third.get_by_test_id("join-call").click()
    for page in (teacher, first, second, third):
        await steps.sees_others(page, 3)

    await steps.says(third, "네 명이 모였어요")
    await steps.reads(teacher, "네 명이 모였어요")

    await third.get_by_test_id("leave-call").click()
    await third.wait_for_url(re.compile("/messenger/"))
    await steps.sees_others(teacher, 2)
    await teacher.get_by_test_id("end-call").click()
    for page in (teacher, first, second):
        await expect(page.get_by_test_id("call-ended")).to_be_visible()


async def test_a_lost_socket_stops_neither_picture_nor_chat(
    demo_school: None, new_person_page: Any, cable: Cable
) -> None:
    teacher = await new_person_page("teacher@example.com")
    student = await new_person_page("student1@example.com", site=cable)
    await steps.create_conversation(teacher, TITLE, "student1@example.com")
    await steps.start_video_call(teacher)
    await steps.answer(student)
    await steps.sees_others(student, 1)
    before = [await steps.decoded(page) for page in (teacher, student)]

    cable.cut()
    await expect(student.get_by_test_id("connection-lost")).to_be_visible()
    await steps.says(teacher, "끊긴 동안에 쓴 말")
    await asyncio.sleep(5)  # the cut is five seconds long: that is what is tested
    for page, frames in zip((teacher, student), before, strict=True):
        await steps.media_goes_on(page, frames, 30)
    cable.mend()

    await expect(student.get_by_test_id("connection-lost")).to_be_hidden()
    await steps.reads(student, "끊긴 동안에 쓴 말")
    await steps.says(student, "다시 왔어요")
    await steps.reads(teacher, "다시 왔어요")
    await steps.sees_others(teacher, 1)
    await steps.sees_others(student, 1)
