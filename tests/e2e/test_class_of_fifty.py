"""Fifty in one call through the forwarding server: two pages, and programs that fill it."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from channels.db import database_sync_to_async as in_database
from playwright.async_api import expect

from accounts.models import Organization
from tests.e2e import steps
from tests.e2e.classmates import Classmate, all_come, make_crowd
from tests.people import Person
from tests.processes import Site
from tests.sockets import Refusal

PEOPLE = 50
SHOW_THEMSELVES = 4
"""Of the programs; the others came without microphone and camera, and listen."""

PLAY = """(count) => {
  const videos = [...document.querySelectorAll("[data-testid=remote-video]")];
  const playing = (video) => video.checkVisibility() && video.getVideoPlaybackQuality().totalVideoFrames > 10;
  return videos.filter(playing).length === count;
}"""


async def test_fifty_are_in_one_call_and_the_fifty_first_is_told_that_it_is_full(
    school: Organization, teacher: Person, site: Site, classmates: list[Classmate], new_person_page: Any
) -> None:
    conversation, [minji, *others, late] = await in_database(make_crowd)(school, teacher, PEOPLE)
    where = f"/messenger/{conversation.pk}"
    pages = [await new_person_page(one.user.email, one.password, path=where) for one in (teacher, minji)]
    call = await steps.meet(*pages)

    classmates += [Classmate(one, call, listens=at >= SHOW_THEMSELVES) for at, one in enumerate(others)]
    await all_come(classmates, site)
    for page in pages:
        await page.wait_for_function(
            f"() => window.dreamseedCall.session.pages.length === {PEOPLE}", timeout=steps.PATIENCE
        )
        await expect(page.get_by_test_id("toggle-people")).to_contain_text(str(PEOPLE))
    one_more = Classmate(late, call)
    classmates.append(one_more)
    with pytest.raises(Refusal) as refusal:
        await one_more.comes(site.socket_url)
    assert (refusal.value.code, refusal.value.frame["limit"]) == ("call_full", PEOPLE)
    classmates.remove(one_more)
    await one_more.leaves()

    await asyncio.gather(*(one.gets_from(teacher.id, "camera", more=10) for one in classmates))
    await asyncio.gather(*(one.gets_from(teacher.id, "microphone", more=10) for one in classmates))
    for page in pages:
        await page.wait_for_function(PLAY, arg=1 + SHOW_THEMSELVES, timeout=steps.PATIENCE)
        await steps.hears_somebody(page)
    assert [page.problems for page in pages] == [[], []]
