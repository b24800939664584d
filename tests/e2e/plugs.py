"""Devices that are plugged in and out: the page's view of Chromium's fake cameras and microphones."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.async_api import Page

SCRIPT = """
  const devices = navigator.mediaDevices;
  const enumerate = devices.enumerateDevices.bind(devices);
  const open = devices.getUserMedia.bind(devices);
  const INPUT = { audio: "audioinput", video: "videoinput" };
  const of = async (kind) => (await enumerate()).filter((one) => one.kind === kind && one.deviceId);
  const isThere = ({ deviceId }) => !window.away.has(deviceId);
  window.away = new Set(JSON.parse(sessionStorage.getItem("away") ?? "[]"));
  devices.enumerateDevices = async () => (await enumerate()).filter(isThere);
  devices.getUserMedia = async (constraints) => {
    const name = localStorage.getItem("refuse");
    if (name === "System") throw new DOMException("Permission denied by system", "NotAllowedError");
    if (name) throw new DOMException("", name);
    const wishes = {};
    for (const kind of Object.keys(constraints)) {
      const all = await of(INPUT[kind]);
      const there = all.filter(isThere);
      if (all.length && !there.length) throw new DOMException("", "NotFoundError");
      const exact = constraints[kind].deviceId?.exact;
      if (exact && window.away.has(exact)) throw new DOMException("", "OverconstrainedError");
      wishes[kind] = { ...constraints[kind] };
      if (!exact && all.length) wishes[kind].deviceId = { exact: there[0].deviceId };
    }
    return open(wishes);
  };
  window.plug = (ids, there) => {
    for (const id of ids) window.away[there ? "delete" : "add"](id);
    sessionStorage.setItem("away", JSON.stringify([...window.away]));
    devices.dispatchEvent(new Event("devicechange"));
  };
  window.devicesOf = async (kind) => (await of(kind)).map(({ deviceId }) => deviceId);
"""


async def watch(page: Page) -> None:
    """From the next page on."""
    await page.add_init_script(SCRIPT)


async def devices(page: Page, kind: str) -> list[str]:
    """Ids of all fake devices of a kind, plugged in or not."""
    ids: list[str] = await page.evaluate("(kind) => window.devicesOf(kind)", kind)
    return ids


async def unplug(page: Page, *ids: str) -> None:
    await page.evaluate("(ids) => window.plug(ids, false)", list(ids))


async def plug_in(page: Page, *ids: str) -> None:
    await page.evaluate("(ids) => window.plug(ids, true)", list(ids))
