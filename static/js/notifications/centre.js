/** The page of notifications follows what comes and what is read elsewhere: the server draws it anew. */

import { $, debounce, parts } from "../dom.js";
import { socket } from "../realtime/page.js";
import { follow } from "./list.js";

const GATHER = 250;

export function mount(element) {
  const refresh = debounce(() => redraw(element), GATHER);
  for (const type of ["notification.created", "notification.read"]) socket.on(type, refresh);
  socket.on("state", ({ state }) => state === "open" && refresh());
  follow(element);
}

/** The focus stays where it was: at the same notification, or at the list when that one has gone. */
async function redraw(element) {
  const response = await fetch(location.href, { credentials: "same-origin" }).catch(() => null);
  if (!response?.ok) return;
  const fresh = $("[data-module='notifications/centre']", new DOMParser().parseFromString(await response.text(), "text/html"));
  if (!fresh) return;
  const focused = document.activeElement?.closest("[data-id]")?.dataset.id;
  const [now, next] = [parts(element), parts(fresh)];
  now.list.replaceChildren(...document.adoptNode(next.list).childNodes);
  now["read-all"].hidden = next["read-all"].hidden;
  if (focused) $(`[data-id="${CSS.escape(focused)}"] a`, element)?.focus({ preventScroll: true });
}
