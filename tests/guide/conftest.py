"""The demo school, and pages that run the guide's clients in Chromium."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from django.core.management import call_command

from tests.browsers import listen_for_problems
from tests.guide import examples

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page

    from tests.processes import Site

WORN_OUT = "worn.out.token"
NewClient = Callable[..., Awaitable["Page"]]


@pytest.fixture
def demo_school(transactional_db: None) -> None:
    """김서연 teaches student1 … student6."""
    call_command("demo", verbosity=0)


@pytest.fixture(scope="session")
def script(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The guide's files as one script."""
    folder: Path = tmp_path_factory.mktemp("guide")
    return examples.bundle(folder)


@pytest_asyncio.fixture
async def new_client(browser: Browser, site: Site, script: str) -> AsyncIterator[NewClient]:
    """`await new_client("CallRoom", email, call_id)`: that client of the guide, in the call. Its access token
    has run out."""
    contexts = []

    async def start(client: str, email: str, call_id: str) -> Page:
        context = await browser.new_context(base_url=site.url, bypass_csp=True)
        contexts.append(context)
        await context.grant_permissions(["camera", "microphone"], origin=site.url)
        credentials = {"email": email, "password": "dreamseed"}
        pair = await (await context.request.post("/api/v1/auth/token", data=credentials)).json()
        authorization = {"Authorization": f"Bearer {pair['access']}"}
        me = await (await context.request.get("/api/v1/auth/me", headers=authorization)).json()
        page = await context.new_page()
        listen_for_problems(page)
        await page.route("**/favicon.ico", lambda route: route.fulfill(status=204))
        await page.goto("/healthz")
        await page.evaluate("() => { document.body.innerHTML = '<div id=root></div>'; }")
        await page.add_script_tag(content=script)
        account = {"base": site.url, "userId": me["id"], "callId": call_id}
        worn_out = {**pair, "access": WORN_OUT}
        await page.evaluate(
            "([client, account]) => start(client, account)", [client, {**account, "pair": worn_out}]
        )
        return page

    yield start
    for context in contexts:
        await context.close()
