/** The list of lessons follows what happens: a call that begins or ends redraws it from the server. */

import { $, debounce } from "../dom.js";
import { socket } from "../realtime/page.js";

const GATHER = 400;

export function mount(element) {
  const refresh = debounce(() => redraw(element), GATHER);
  for (const type of ["call.invitation", "call.updated", "call.ended"]) socket.on(type, refresh);
  socket.on("state", ({ state }) => state === "open" && refresh());
}

async function redraw(element) {
  const response = await fetch(location.href, { credentials: "same-origin" }).catch(() => null);
  if (!response?.ok) return;
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  const content = $("[data-module='calls/lessons']", fresh);
  if (!content || element.contains(document.activeElement)) return;
  element.replaceChildren(...document.adoptNode(content).childNodes);
}
