"""The bell: it rises without a reload, equal on all tabs, and falls on all of them."""

import asyncio
import json
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from playwright.async_api import expect

from accounts.models import User
from messenger.actions.noticing import tell_all
from messenger.models import Conversation
from notifications.actions import notify, read_all
from tests.browsers import NewPersonPage, listen_for_problems
from tests.e2e.steps import create_conversation, says

TITLE = "새 과제: 이차함수"


@pytest.fixture
def told_school(demo_school: None) -> None:
    """Everybody was told what is written there, and has read it."""
    tell_all(Conversation.objects.values_list("pk", flat=True))
    for person in User.objects.all():
        read_all(user=person)


@sync_to_async
def assigned(email: str, by: str = "teacher@example.com") -> None:
    person, teacher = User.objects.get(email=email), User.objects.get(email=by)
    notify(
        kind="assignment_assigned",
        recipients=[person.pk],
        actor_id=teacher.pk,
        link="/lessons",
        data={"title": "이차함수", "classroom": "수학 10반"},
        subject="assignment:1",
    )


async def test_the_bell_is_the_same_on_all_tabs(told_school: None, new_person_page: NewPersonPage) -> None:
    first = await new_person_page("student1@example.com", path="/lessons")
    second = await first.context.new_page()
    listen_for_problems(second)
    await second.goto("/notifications")
    await expect(first.locator("html[data-booted]")).to_be_attached()
    await expect(second.locator("html[data-booted]")).to_be_attached()

    await assigned("student1@example.com")
    for page in (first, second):
        await expect(page.get_by_test_id("bell-count")).to_have_text("1")
    await expect(second.get_by_test_id("notification").first).to_contain_text(TITLE)

    await first.get_by_test_id("bell").click()
    menu = first.get_by_role("dialog", name="알림")
    await expect(menu.get_by_test_id("notification").first).to_contain_text(TITLE)
    await menu.get_by_role("button", name="모두 읽음으로 표시").click()
    for page in (first, second):
        await expect(page.get_by_test_id("bell-count")).to_be_empty()
    await expect(second.locator("[data-testid=notification][data-unread]")).to_have_count(0)
    await expect(second.get_by_test_id("read-all")).to_be_hidden()

    await menu.get_by_role("link", name=TITLE).first.click()
    await first.wait_for_url("**/lessons")
    assert first.problems + second.problems == []  # type: ignore[attr-defined]


async def test_a_message_rises_the_bell_until_it_is_read(
    told_school: None, new_person_page: NewPersonPage
) -> None:
    teacher = await new_person_page("teacher@example.com")
    student = await new_person_page("student1@example.com", path="/notifications")
    await expect(student.get_by_test_id("bell-count")).to_be_empty()

    await create_conversation(teacher, "수학 동아리", "student1@example.com")
    await says(teacher, "내일 만나요")
    await says(teacher, "두 시예요")
    line = student.locator("[data-testid=notification][data-unread]").filter(has_text="두 시예요")
    await expect(line).to_contain_text("새 소식 2개")

    await line.get_by_role("link").click()
    await student.wait_for_url("**/messenger/*")
    await expect(student.get_by_text("두 시예요").first).to_be_visible()
    await expect(student.get_by_test_id("bell-count")).to_be_empty()


async def test_a_push_is_shown_by_the_browser(
    demo_school: None, new_person_page: NewPersonPage, site: Any
) -> None:
    page = await new_person_page("student1@example.com", path="/notifications/settings")
    await page.context.grant_permissions(["notifications"], origin=site.url)
    line = await page.context.new_cdp_session(page)
    registered: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    def note(told: dict[str, Any]) -> None:
        for one in told["registrations"]:
            if not registered.done():
                registered.set_result(one["registrationId"])

    line.on("ServiceWorker.workerRegistrationUpdated", note)
    await line.send("ServiceWorker.enable")
    register = "() => navigator.serviceWorker.register('/sw.js')"
    await page.evaluate(f"async () => {{ await ({register})(); await navigator.serviceWorker.ready; }}")
    push = {
        "title": "김서연",
        "body": "숙제 봤니?",
        "tag": "1",
        "url": "/notifications/1",
        "kind": "new_message",
    }
    await line.send(
        "ServiceWorker.deliverPushMessage",
        {
            "origin": site.url,
            "registrationId": await registered,
            "data": json.dumps(push, ensure_ascii=False),
        },
    )
    shown = """async () => {
      const registration = await navigator.serviceWorker.ready;
      for (;;) {
        const all = await registration.getNotifications();
        if (all.length) return all.map((one) => [one.title, one.body, one.data.url]);
        await new Promise((again) => setTimeout(again, 50));
      }
    }"""
    assert await page.evaluate(shown) == [["김서연", "숙제 봤니?", "/notifications/1"]]
