"""Devices that are plugged in and out, in tests: the page's view of Chromium's fake cameras and microphones."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.async_api import Page

SCRIPT = """
  const devices = navigator.mediaDevices;
  const enumerate = devices.enumerateDevices.bind(devices);
  const open = devices.getUserMedia.bind(devices);
  const INPUT = { audio: "audioinput", video: "videoinput" };
  window.away = new Set(JSON.parse(sessionStorage.getItem("away") ?? "[]"));
  devices.enumerateDevices = async () => (await enumerate()).filter(({ deviceId }) => !window.away.has(deviceId));
  devices.getUserMedia = async (constraints) => {
    const name = localStorage.getItem("refuse");
    if (name) throw name === "System" ? new DOMException("Permission denied by system", "NotAllowedError") : new DOMException("", name);
    const wishes = {};
    for (const kind of Object.keys(constraints)) {
      const all = (await enumerate()).filter((one) => one.kind === INPUT[kind] && one.deviceId);
      const there = all.filter(({ deviceId }) => !window.away.has(deviceId));
      if (all.length && !there.length) throw new DOMException("", "NotFoundError");
      const exact = constraints[kind].deviceId?.exact;
      if (exact && window.away.has(exact)) throw new DOMException("", "OverconstrainedError");
      wishes[kind] = exact || !all.length ? constraints[kind] : { ...constraints[kind], deviceId: { exact: there[0].deviceId } };
    }
    return open(wishes);
  };
  window.plug = (ids, there) => {
    for (const id of ids) window.away[there ? "delete" : "add"](id);
    sessionStorage.setItem("away", JSON.stringify([...window.away]));
    devices.dispatchEvent(new Event("devicechange"));
  };
  window.inputs = async (kind) => (await enumerate()).filter((one) => one.kind === kind).map(({ deviceId }) => deviceId);
"""


async def watch(page: Page) -> None:
    """From the next page on."""
    await page.context.add_init_script(SCRIPT)


async def devices(page: Page, kind: str) -> list[str]:
    """Ids of all fake devices of a kind, plugged in or not."""
    ids: list[str] = await page.evaluate("(kind) => window.inputs(kind)", kind)
    return ids


async def unplug(page: Page, *ids: str) -> None:
    await page.evaluate("(ids) => window.plug(ids, false)", list(ids))


async def plug_in(page: Page, *ids: str) -> None:
    await page.evaluate("(ids) => window.plug(ids, true)", list(ids))
