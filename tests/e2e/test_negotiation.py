"""Perfect negotiation (W3C WebRTC 1.0, section 10.7) of two real pages that offer in the same instant."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from playwright.async_api import Page

from tests.e2e import steps
from tests.e2e.test_screen_sharing import SCREEN

TITLE = "수학 10반 원격수업"
ROUNDS = 8
SOON = 250
"""Milliseconds from now, by the clock both pages share."""
OFFER = """(at) => new Promise((done) => {
  const [connection] = window.dreamseedCall.peerConnections();
  const states = (window.glare ??= []);
  const note = () => states.push(connection.signalingState);
  connection.addEventListener("signalingstatechange", note, { once: true });
  setTimeout(() => { connection.restartIce(); done(); }, at - Date.now());
})"""
CAMERA = """(at) => new Promise((done) => setTimeout(() => {
  document.querySelector("[data-testid=toggle-video]").click();
  done();
}, at - Date.now()))"""
STABLE = """() => window.dreamseedCall.peerConnections().every(
  ({ signalingState, connectionState }) => signalingState === "stable" && connectionState === "connected")"""
OFFERED = "() => window.glare.filter((state) => state === 'have-local-offer').length"


async def test_pages_that_offer_at_once_agree_again_and_again(
    demo_school: None, new_person_page: Any
) -> None:
    teacher = await new_person_page("teacher@example.com")
    student = await new_person_page("student1@example.com")
    pages = (teacher, student)
    await steps.create_conversation(teacher, TITLE, "student1@example.com")
    await steps.start_video_call(teacher)
    await steps.answer(student)
    for page in pages:
        await steps.sees_others(page, 1)
        await page.evaluate(f"() => {{ {SCREEN} }}")

    for _round in range(ROUNDS):
        await _at_once(OFFER, pages)
        await _at_once(CAMERA, pages)
    offered = [await page.evaluate(OFFERED) for page in pages]
    assert all(offered), f"both began with an offer of their own, not with the other's: {offered}"
    # the student's first screen adds lines while the teacher offers too, then the teacher takes over
    await student.get_by_test_id("toggle-screen").click()
    await _at_once(OFFER, pages)
    await teacher.get_by_test_id("toggle-screen").click()
    await _at_once(OFFER, pages)

    for page in pages:
        await page.wait_for_function(STABLE)
    for page in pages:
        await steps.media_goes_on(page, await steps.decoded(page), 5)
        await steps.hears_somebody(page)
    assert [page.problems for page in pages] == [[], []]


async def _at_once(act: str, pages: tuple[Page, ...]) -> None:
    at = time.time() * 1000 + SOON
    await asyncio.gather(*(page.evaluate(act, at) for page in pages))
