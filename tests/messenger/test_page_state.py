"""What a page shows equals what the server has, whatever the way between them does."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.async_api import Browser, Route

SCRIPTS = Path("static/js")
DRIVERS = Path(__file__).parent
ORIGIN = "http://page.test"


async def serve(route: "Route") -> None:
    path = route.request.url.removeprefix(ORIGIN)
    if path == "/":
        await route.fulfill(body="<!doctype html>", content_type="text/html")
        return
    file = (
        SCRIPTS / path.removeprefix("/js/") if path.startswith("/js/") else DRIVERS / path.removeprefix("/")
    )
    await route.fulfill(path=file, content_type="text/javascript")


async def run(browser: "Browser", driver: str, call: str) -> Any:
    """What a function of a driver beside this file returns, on a page with the product's scripts."""
    page = await browser.new_page()
    try:
        await page.route(f"{ORIGIN}/**", serve)
        await page.goto(f"{ORIGIN}/")
        return await page.evaluate(f"async () => (await import('/{driver}')).{call}")
    finally:
        await page.close()


@pytest.mark.parametrize("seed", range(1, 7))
async def test_a_page_that_missed_much_shows_everything_once(browser: "Browser", seed: int) -> None:
    seen = await run(browser, "page_state.js", f"meet({seed})")
    assert len(seen["there"]) > 10
    assert seen["here"] == seen["there"]


@pytest.mark.parametrize(
    ("moment", "belief"),
    [
        ("readWhileAsked", 0),
        ("readElsewhereWhileAsked", [0, 2]),
        ("backInAConversation", 3),
        ("olderDraft", "나중"),
        ("editOfWhatOneConfirmed", [{"count": 2, "mine": True}, {"count": 0}]),
        ("holeOfOnesOwn", 3),
        ("callEndsWhileAsked", None),
        ("leftForAnother", ["지하철이에요"]),
        ("readOnThePhone", 4),
        ("newWhileCounted", 5),
        ("deletedUnread", 1),
        ("mixedUp", [4, 3]),
        ("lostReadOfOnesOwn", 0),
        ("thousandConversations", [5, True]),
        ("manyMessagesOneQuestion", [2, 1]),
    ],
)
async def test_an_event_that_crosses_an_answer_is_believed(
    browser: "Browser", moment: str, belief: Any
) -> None:
    assert await run(browser, "page_races.js", f"{moment}()") == belief
