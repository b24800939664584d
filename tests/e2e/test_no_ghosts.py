"""A crash in a call of six: it goes on or ends cleanly, and the conversation can always meet again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest_asyncio
from channels.db import database_sync_to_async as in_database
from playwright.async_api import Page, expect

from accounts.models import Organization
from messenger.models import Conversation
from tests.e2e import steps
from tests.e2e.classmates import Classmate, all_come, make_crowd
from tests.people import Person
from tests.processes import OwnValkey, Process, Site, media_process, own_valkey, web_processes

SERVER = "() => window.dreamseedCall.session.call.media_server"
NAMED = """() => {
  const { forwarding, pages } = window.dreamseedCall.session;
  const there = new Set(pages.map(({ peerId }) => peerId));
  return forwarding.tracks.every(({ peer_id }) => there.has(peer_id));
}"""
"""Nobody is on a line who is not in the call."""
PEOPLE = "(count) => window.dreamseedCall.session.pages.length === count"
NOTICED = 10_000
"""Milliseconds: a server that is silent for two and a half seconds is dead, and the others look twice a
second; the rest is for a machine that has much else to do."""
SWEPT = 90_000


@dataclass
class Six:
    """Two pages in Chromium, the teacher's first, and four programs; with all processes of their own."""

    conversation: Conversation
    pages: list[Page]
    programs: list[Classmate]
    site: Site
    media: Process
    valkey: OwnValkey

    async def see_and_hear_each_other(self, others: int = 5) -> None:
        for page in self.pages:
            await steps.sees_forwarded(page, others)
            await steps.hears_somebody(page)
            await page.wait_for_function(NAMED)


@pytest_asyncio.fixture
async def six(
    own_site: None, school: Organization, teacher: Person, classmates: list[Classmate], new_person_page: Any
) -> AsyncIterator[Six]:
    conversation, [minji, *others] = await in_database(make_crowd)(school, teacher, 5)
    with own_valkey() as valkey, web_processes(valkey=valkey, worker=True) as [site]:
        media = media_process(valkey.environment())
        media.start()
        try:
            pages = [
                await new_person_page(
                    one.user.email, one.password, site=site, path=f"/messenger/{conversation.pk}"
                )
                for one in (teacher, minji)
            ]
            call = await steps.meet(*pages)
            classmates += [Classmate(one, call) for one in others]
            await all_come(classmates, site)
            six = Six(conversation, pages, classmates, site, media, valkey)
            await six.see_and_hear_each_other()
            yield six
        finally:
            media.stop()


async def meets_again(six: Six) -> None:
    """The call is ended, and the next one begins."""
    teacher, student = six.pages
    await teacher.get_by_test_id("end-call").click()
    for page in six.pages:
        await expect(page.get_by_test_id("call-ended")).to_be_visible()
    await teacher.goto(f"/messenger/{six.conversation.pk}")
    call = await steps.start_video_call(teacher)
    await student.goto(f"/calls/{call}?join=1")
    for page in six.pages:
        await steps.sees_others(page, 1)


async def test_when_the_web_process_is_killed_pictures_go_on_and_who_stays_away_is_gone(six: Six) -> None:
    six.site.kill()
    for page in six.pages:
        await expect(page.get_by_test_id("connection-lost")).to_be_visible()
    await six.see_and_hear_each_other()
    six.site.start()
    for page in six.pages:
        await steps.is_in(page)
    # programs do not come back: they are the ghosts
    await six.pages[0].wait_for_function(PEOPLE, arg=2, timeout=SWEPT)
    await six.see_and_hear_each_other(others=1)
    await meets_again(six)


async def test_when_the_forwarding_server_is_killed_another_takes_over(six: Six) -> None:
    before = await six.pages[0].evaluate(SERVER)
    other = media_process(six.valkey.environment())
    other.start()
    try:
        six.media.kill()
        for page in six.pages:
            await page.wait_for_function(f"(server) => ({SERVER})() !== server", arg=before, timeout=NOTICED)
        # programs connect anew when they are told, as pages do by themselves
        await asyncio.gather(*(one.connects() for one in six.programs))
        await six.see_and_hear_each_other()
        await meets_again(six)
    finally:
        other.stop()


async def test_when_valkey_is_killed_the_call_goes_on_and_hears_who_leaves_afterwards(six: Six) -> None:
    six.valkey.kill()
    await six.see_and_hear_each_other()
    six.valkey.start()
    await six.programs[0].says("call.leave")
    for page in six.pages:
        await page.wait_for_function(PEOPLE, arg=5)
    await six.see_and_hear_each_other(others=4)
    await meets_again(six)
