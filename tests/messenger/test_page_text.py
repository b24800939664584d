"""What a message's signs become on a page; nothing of it is ever markup."""

from typing import TYPE_CHECKING

import pytest

from tests.messenger.test_page_state import ORIGIN, serve

if TYPE_CHECKING:
    from playwright.async_api import Browser

DRAW = """async ([text, names]) => {
  const { drawText } = await import("/js/messenger/text.js");
  const place = document.createElement("div");
  place.append(...drawText(text, names));
  for (const link of place.querySelectorAll("a"))
    for (const name of ["target", "rel", "dir"]) link.removeAttribute(name);
  return place.innerHTML;
}"""
NAMES = [{"name": "이서", "mine": False}, {"name": "이서준", "mine": True}, {"name": "a.b(c", "mine": False}]
DRAWN = {
    "**굵게** *기울임* `a*b*`": "<strong>굵게</strong> <em>기울임</em> <code>a*b*</code>",
    "준비물\n- 자\n- 색연필\n끝": "준비물<ul><li>자</li><li>색연필</li></ul>끝",
    "3. 셋\n4. 넷": '<ol start="3"><li>셋</li><li>넷</li></ol>',
    "[책](https://a.example/x)": '<span><a href="https://a.example/x">책</a>'
    '<small class="link-host" dir="ltr"> a.example</small></span>',
    "[책](javascript:alert)": "[책](javascript:alert)",
    "https://a.example/x.": '<a href="https://a.example/x">https://a.example/x</a>.',
    "<b onclick=x>": "&lt;b onclick=x&gt;",
    "@이서준아, a@이서": '<span class="mention mine">@이서준</span>아, a@이서',
    "@a.b(c @axb": '<span class="mention">@a.b(c</span> @axb',
    "2 * 3 * 4": "2 * 3 * 4",
}


async def test_signs_become_nodes_and_markup_stays_text(browser: "Browser") -> None:
    page = await browser.new_page()
    try:
        await page.route(f"{ORIGIN}/**", serve)
        await page.goto(f"{ORIGIN}/")
        seen = {text: await page.evaluate(DRAW, [text, NAMES]) for text in DRAWN}
    finally:
        await page.close()
    assert seen == DRAWN


@pytest.mark.parametrize("query", ["축하", "party"])
async def test_an_emoji_is_found_in_korean_and_in_english(browser: "Browser", query: str) -> None:
    page = await browser.new_page()
    try:
        await page.route(f"{ORIGIN}/**", serve)
        await page.goto(f"{ORIGIN}/")
        script = "async (query) => (await import('/js/components/emoji_picker.js')).find(query)"
        found = await page.evaluate(script, query)
    finally:
        await page.close()
    assert "🎉" in [one["emoji"] for one in found]


WALK = """async () => {
  const { Slice } = await import("/js/messenger/slice.js");
  const slice = new Slice();
  const items = Array.from({ length: 10000 }, (_one, at) => at);
  const seen = new Set(slice.of(items));
  while (slice.up(items)) slice.of(items).forEach((one) => seen.add(one));
  slice.around(items, 5000);
  const middle = slice.of(items);
  while (slice.down());
  return { most: middle.length, all: seen.size, there: middle.includes(5000), end: slice.of(items).at(-1) };
}"""


async def test_of_ten_thousand_messages_hundreds_are_drawn_and_all_can_be_reached(browser: "Browser") -> None:
    page = await browser.new_page()
    try:
        await page.route(f"{ORIGIN}/**", serve)
        await page.goto(f"{ORIGIN}/")
        seen = await page.evaluate(WALK)
    finally:
        await page.close()
    assert seen == {"most": 300, "all": 10_000, "there": True, "end": 9_999}
