"""A lesson through the server, on another network, a slow line, no socket: two pages and three programs."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest_asyncio
from channels.db import database_sync_to_async as in_database
from playwright.async_api import Page, WebSocketRoute, expect

from accounts.models import Organization
from tests.e2e import steps
from tests.e2e.classmates import Classmate, all_come, make_crowd
from tests.e2e.line import Cable
from tests.media.client import until
from tests.people import Person
from tests.processes import Site

REMEMBER = "() => { window.connectionsBefore = window.dreamseedCall.peerConnections(); }"
ANEW = """() => {
  const now = window.dreamseedCall.peerConnections();
  return now.length === 2 && now.every((one) => one.connectionState === "connected")
    && !now.some((one) => window.connectionsBefore.includes(one));
}"""
NO_PICTURE_COMES = """async () => {
  const count = async () => {
    let packets = 0;
    for (const connection of window.dreamseedCall.peerConnections())
      for (const report of (await connection.getStats()).values())
        if (report.type === "inbound-rtp" && report.kind === "video") packets += report.packetsReceived ?? 0;
    return packets;
  };
  const before = await count();
  await new Promise((done) => setTimeout(done, 1000));
  return (await count()) === before;
}"""
"""For a second, in which four people's cameras would send."""
SPEAKERS = """() => window.dreamseedCall.session.forwarding.tracks
  .flatMap(({ source, peer_id }) => (source === "microphone" ? [peer_id] : [])).sort().join()"""
CAME_AND_LEFT = f"""([came, left]) => {{
  const speakers = ({SPEAKERS})();
  return speakers.includes(came) && !speakers.includes(left);
}}"""
IS_HEARD = "(peer) => window.dreamseedCall.session.levelOf(peer) > 0"


@pytest_asyncio.fixture
async def lesson(
    school: Organization,
    teacher: Person,
    site: Site,
    cable: Cable,
    classmates: list[Classmate],
    new_person_page: Any,
) -> list[Page]:
    """The teacher's page and a student's, whose sockets can be cut, in a call that a server forwards."""
    conversation, [minji, *others] = await in_database(make_crowd)(school, teacher, 4)
    where = f"/messenger/{conversation.pk}"
    pages = [
        await new_person_page(one.user.email, one.password, path=where, site=through)
        for one, through in ((teacher, site), (minji, cable))
    ]
    call = await steps.meet(*pages)
    classmates += [Classmate(one, call) for one in others]
    await all_come(classmates, site)
    await asyncio.gather(*(steps.sees_forwarded(page, 4) for page in pages))
    return pages


async def test_on_another_network_all_connections_are_others_and_everybody_is_still_seen(
    lesson: list[Page],
) -> None:
    _teacher, student = lesson
    await student.evaluate(REMEMBER)
    await student.evaluate("() => dispatchEvent(new Event('online'))")
    await student.wait_for_function(ANEW)
    await asyncio.gather(*(steps.sees_forwarded(page, 4) for page in lesson))
    await steps.hears_somebody(student)
    assert [page.problems for page in lesson] == [[], []]  # type: ignore[attr-defined]


async def test_a_slow_line_gets_voices_alone_through_the_server_too(lesson: list[Page]) -> None:
    teacher, student = lesson
    await student.get_by_test_id("devices").click()
    await student.get_by_test_id("low-bandwidth").check()
    await student.keyboard.press("Escape")
    await expect(student.locator(".tile[data-picture]")).to_have_count(0)
    await expect(teacher.locator(".tile[data-picture]")).to_have_count(3)
    await student.wait_for_function(NO_PICTURE_COMES)
    await steps.hears_somebody(student)

    await student.get_by_test_id("stop-saving").click()
    await asyncio.gather(*(steps.sees_forwarded(page, 4) for page in lesson))


async def test_an_offer_of_the_server_that_was_lost_is_asked_for_again(lesson: list[Page]) -> None:
    _teacher, student = lesson
    lost: list[str] = []

    def through(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()

        def hand_on(text: str | bytes) -> None:
            is_offer = '"webrtc.offer"' in str(text) and '"sfu:recv"' in str(text)
            if is_offer and not lost:
                lost.append(str(text))
            else:
                socket.send(text)

        server.on_message(hand_on)

    student.on("dialog", lambda dialog: dialog.accept())
    await student.route_web_socket("**/ws/**", through)
    await student.reload()
    await steps.sees_forwarded(student, 4)
    assert len(lost) == 1


async def _pins(page: Page, classmate: Classmate) -> None:
    await page.locator(f".tile[data-user='{classmate.user_id}']").hover()
    await page.get_by_test_id(f"pin-{classmate.user_id}").click()


async def test_who_unmuted_and_who_left_while_the_socket_was_away_is_heard_and_gone_after_it(
    lesson: list[Page], cable: Cable, classmates: list[Classmate]
) -> None:
    teacher, student = lesson
    quiet, goes, _stays = classmates
    await quiet.says("call.media", audio_enabled=False)
    await student.wait_for_function(f"(peer) => !({SPEAKERS})().includes(peer)", arg=str(quiet.peer_id))

    cable.cut()
    await expect(student.get_by_test_id("connection-lost")).to_be_visible()
    await quiet.says("call.media", audio_enabled=True)
    await goes.says("call.leave")
    await _pins(student, quiet)
    told = [str(quiet.peer_id), str(goes.peer_id)]
    await teacher.wait_for_function(CAME_AND_LEFT, arg=told)
    cable.mend()

    await expect(student.get_by_test_id("connection-lost")).to_be_hidden()
    await student.wait_for_function(CAME_AND_LEFT, arg=told)
    await student.wait_for_function(IS_HEARD, arg=str(quiet.peer_id))
    await until(lambda: quiet.is_shown_large)
    await expect(student.locator(f".tile[data-user='{quiet.user_id}'] [data-part=muted]")).to_be_hidden()
    await expect(student.locator(f".tile[data-user='{goes.user_id}']")).to_have_count(0)
    await asyncio.gather(*(steps.sees_forwarded(page, 3) for page in lesson))
