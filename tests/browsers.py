"""pytest plugin (`-p tests.browsers`): real pages of real people in Chromium, by Playwright's async API.

    async def test_…(site, new_person_page):
        page = await new_person_page("teacher@example.com")      # signed in through /login, on /messenger
        await page.get_by_test_id("create-conversation").click()

`site` is one web process, worker and forwarding server for the whole session (tests/processes.py; others by
`web_processes`, with `new_person_page(email, site=…)`; what starts one asks for `own_site`).
Cameras and microphones are fake and allowed.
Tests that use these fixtures are marked `browser` and see committed data; when they fail, screenshots,
the pages' consoles and the site's log are in `test-results/`. `page.problems` lists uncaught errors and
console errors.
"""

import re
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio

from tests.wardrobe import Wardrobe

if TYPE_CHECKING:
    from playwright.async_api import Browser, ConsoleMessage, Page

    from tests.processes import Site

RESULTS = Path("test-results")
ARGUMENTS = [
    "--use-fake-device-for-media-stream=device-count=2,fps=15",
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
    "--allow-loopback-in-peer-connection",
    "--disable-features=WebRtcHideLocalIpsWithMdns",
    "--disable-dev-shm-usage",
    "--no-sandbox",
]
NewPersonPage = Callable[..., Awaitable["Page"]]
failed = pytest.StashKey[bool]()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.timeout(480))
            item.add_marker(pytest.mark.django_db(transaction=True))
    items.sort(key=lambda item: "own_site" not in getattr(item, "fixturenames", ()))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report: pytest.TestReport = yield
    if report.when == "call":
        item.stash[failed] = report.failed
    return report


@pytest_asyncio.fixture(scope="session")
async def browser() -> AsyncIterator["Browser"]:
    """One Chromium for the session; every person gets a context of their own in it."""
    from playwright.async_api import async_playwright, expect

    from tests import chromium

    expect.set_options(timeout=20_000)  # a busy machine is no reason to fail

    path = chromium.find()
    if path is None:
        pytest.fail(chromium.HOW_TO_GET_ONE, pytrace=False)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        await browser.close()


@pytest.fixture(scope="session")
def own_site() -> None:
    """For tests with a site of their own: they come first. Once the session's runs, its worker and forwarding
    server see all that is in the database, sweep it and take it over, and other sites hear nothing of it."""


@pytest.fixture(scope="session")
def site(django_db_setup: None) -> Iterator["Site"]:
    """The running program."""
    from tests.processes import web_processes

    with web_processes(worker=True, media=True) as sites:
        yield sites[0]


@pytest_asyncio.fixture(scope="session")
async def wardrobe(browser: "Browser") -> Wardrobe:
    return Wardrobe(browser)


@pytest_asyncio.fixture
async def new_person_page(request: pytest.FixtureRequest, wardrobe: Wardrobe) -> AsyncIterator[NewPersonPage]:
    """`await new_person_page(email, password=…, site=…, path=…, **context_options)`: a signed-in page.
    `alone`: nobody else wears its context afterwards, for what cannot be taken back (a clock)."""
    pages: list[Page] = []
    logs: set[Path] = set()

    async def open_page(
        email: str,
        password: str = "dreamseed",
        *,
        site: "Site | None" = None,
        path: str = "/messenger",
        alone: bool = False,
        **options: Any,
    ) -> "Page":
        where = site or request.getfixturevalue("site")
        logs.add(where.log)
        context = await wardrobe.take(where.url, options, alone=alone)
        page = await context.new_page()
        pages.append(page)
        listen_for_problems(page)
        await sign_in(page, email, password)
        if path != "/messenger":
            await page.goto(path)
        return page

    yield open_page
    is_failed = request.node.stash.get(failed, False)
    if is_failed:
        await _keep(request.node.name, pages, logs)
    for context in {page.context for page in pages}:
        await wardrobe.give_back(context, clean=not is_failed)


async def sign_in(page: "Page", email: str, password: str) -> None:
    """What the form of /login sends, without drawing it; ends on /messenger."""
    request = page.context.request
    await request.get("/login")
    [token] = [one["value"] for one in await page.context.cookies() if one["name"] == "csrftoken"]
    form: dict[str, str | float | bool] = {"email": email, "password": password, "csrfmiddlewaretoken": token}
    await request.post("/login", form=form, headers={"Referer": page.url}, max_redirects=0)
    await page.goto("/messenger")
    await page.wait_for_url("**/messenger")


def listen_for_problems(page: "Page") -> None:
    """Collect what a page complains about in `page.problems`."""
    problems: list[str] = []
    page.problems = problems  # type: ignore[attr-defined]
    page.on("pageerror", lambda error: problems.append(f"uncaught: {error}"))
    page.on("console", lambda line: problems.extend(_told(line)))


def _told(line: "ConsoleMessage") -> list[str]:
    return [f"console: {line.text} ({line.location.get('url', '')})"] if line.type == "error" else []


async def _keep(name: str, pages: list["Page"], logs: set[Path]) -> None:
    """What helps to see why it failed."""
    RESULTS.mkdir(exist_ok=True)
    stem = re.sub(r"[^\w-]+", "-", name)[:80]
    for log in logs:
        shutil.copy(log, RESULTS / f"{stem}-{log.name}")
    for number, page in enumerate(pages, 1):
        lines = "\n".join([page.url, *page.problems])  # type: ignore[attr-defined]
        (RESULTS / f"{stem}-{number}.txt").write_text(lines)
        if not page.is_closed():
            await page.screenshot(path=RESULTS / f"{stem}-{number}.png")
