"""Browser contexts that people of one test after another use: what was loaded once stays in their caches."""

from collections import defaultdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserContext

CHEAP_DEVICES = """(() => {
  const get = MediaDevices.prototype.getUserMedia;
  const camera = { width: 640, height: 360 };
  const microphone = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
  MediaDevices.prototype.getUserMedia = function ({ audio, video }) {
    const wishes = { audio: audio && { ...audio, ...microphone }, video: video && { ...video, ...camera } };
    return get.call(this, wishes);
  };
})()"""
"""Everybody's browser runs on this one machine: their devices are no better than they need to be."""
SEOUL: dict[str, Any] = {"locale": "ko-KR", "timezone_id": "Asia/Seoul", "reduced_motion": "reduce"}
PATIENCE = 30_000
STATE = "cookies,file_systems,indexeddb,local_storage,service_workers,cache_storage"
"""All that a page keeps but what it has loaded."""


class Wardrobe:
    """A test may add scripts and routes to its pages, not to their contexts: others wear those afterwards."""

    def __init__(self, browser: "Browser") -> None:
        self._browser = browser
        self._hanging: defaultdict[str, list[BrowserContext]] = defaultdict(list)
        self._worn: dict[BrowserContext, str] = {}

    async def take(self, url: str, options: dict[str, Any], *, alone: bool) -> "BrowserContext":
        """Somebody's browser, signed in nowhere; with options of its own, or `alone`, it is a new one."""
        shared = not options and not alone
        if shared and self._hanging[url]:
            context = self._hanging[url].pop()
        else:
            context = await self._make(url, options)
        if shared:
            self._worn[context] = url
        await context.grant_permissions(["camera", "microphone"], origin=url)
        return context

    async def give_back(self, context: "BrowserContext", *, clean: bool) -> None:
        """Closes its pages and forgets who it was; one that is not `clean` is thrown away."""
        url = self._worn.pop(context, None)
        if url is None or not clean:
            await context.close()
            return
        page = await context.new_page()
        for other in context.pages:
            if other is not page:
                await other.close()
        line = await context.new_cdp_session(page)
        await line.send("Storage.clearDataForOrigin", {"origin": url, "storageTypes": STATE})
        await context.clear_cookies()
        await context.clear_permissions()
        await context.set_offline(False)
        await page.close()
        self._hanging[url].append(context)

    async def _make(self, url: str, options: dict[str, Any]) -> "BrowserContext":
        context = await self._browser.new_context(base_url=url, **{**SEOUL, **options})
        context.set_default_timeout(PATIENCE)
        await context.add_init_script(CHEAP_DEVICES)
        return context
