"""What a page shows equals what the server has, whatever the way between them does."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.async_api import Browser, Route

SCRIPTS = Path("static/js")
DRIVER = Path(__file__).with_name("page_state.js")
ORIGIN = "http://page.test"


async def serve(route: "Route") -> None:
    path = route.request.url.removeprefix(ORIGIN)
    if path == "/":
        await route.fulfill(body="<!doctype html>", content_type="text/html")
        return
    file = DRIVER if path == "/page_state.js" else SCRIPTS / path.removeprefix("/js/")
    await route.fulfill(path=file, content_type="text/javascript")


@pytest.mark.parametrize("seed", range(1, 7))
async def test_a_page_that_missed_much_shows_everything_once(browser: "Browser", seed: int) -> None:
    page = await browser.new_page()
    try:
        await page.route(f"{ORIGIN}/**", serve)
        await page.goto(f"{ORIGIN}/")
        seen = await page.evaluate("async (seed) => (await import('/page_state.js')).meet(seed)", seed)
    finally:
        await page.close()
    assert len(seen["there"]) > 10
    assert seen["here"] == seen["there"]
