/** Markup says `data-module="messenger/page"`; this table says which file that is. Each exports `mount(element)`. */

const MODULES = {
  "page": () => import("./page.js"),
  "accounts/login": () => import("./accounts/login.js"),
  "accounts/profile": () => import("./accounts/profile.js"),
  "assignments/chooser": () => import("./assignments/chooser.js"),
  "assignments/edit": () => import("./assignments/edit.js"),
  "assignments/grade": () => import("./assignments/grade.js"),
  "assignments/live": () => import("./assignments/live.js"),
  "assignments/work": () => import("./assignments/work.js"),
  "calls/lessons": () => import("./calls/lessons.js"),
  "calls/ring": () => import("./calls/ring.js"),
  "calls/room": () => import("./calls/room.js"),
  "messenger/page": () => import("./messenger/page.js"),
  "messenger/unread": () => import("./messenger/unread.js"),
  "notifications/bell": () => import("./notifications/bell.js"),
  "notifications/centre": () => import("./notifications/centre.js"),
  "notifications/devices": () => import("./notifications/devices.js"),
  "notifications/settings": () => import("./notifications/settings.js"),
};

/**
 * One module that fails must not keep the others from starting, nor the socket from connecting.
 * Markup that only works with its module comes `inert`, so that no early click is lost.
 */
async function start(name, element) {
  const module = await MODULES[name]();
  module.mount(element);
  element.inert = false;
}

const starts = [...document.querySelectorAll("[data-module]")].flatMap((element) =>
  element.dataset.module.split(" ").map((name) => start(name, element)));
for (const failed of (await Promise.allSettled(starts)).filter((one) => one.status === "rejected")) reportError(failed.reason);
document.documentElement.dataset.booted = "";
dispatchEvent(new Event("booted"));
