/** The list of lessons follows what happens: what begins, ends or is planned redraws it from the server. */

import { $, debounce } from "../dom.js";
import { _ } from "../i18n.js";
import { confirm } from "../components/dialog.js";
import { socket } from "../realtime/page.js";

const GATHER = 400;
const CHANGES = ["call.invitation", "call.updated", "call.ended", "lessons.changed"];

export function mount(element) {
  const refresh = debounce(() => redraw(element), GATHER);
  for (const type of CHANGES) socket.on(type, refresh);
  socket.on("state", ({ state }) => state === "open" && refresh());
  element.addEventListener("submit", (event) => ask(event));
}

async function redraw(element) {
  const response = await fetch(location.href, { credentials: "same-origin" }).catch(() => null);
  if (!response?.ok) return;
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  const content = $("[data-module='calls/lessons']", fresh);
  if (!content || element.contains(document.activeElement)) return;
  element.replaceChildren(...document.adoptNode(content).childNodes);
}

/** Forms that cannot be taken back say so by `data-confirm`. */
async function ask(event) {
  const { confirm: title } = event.target.dataset;
  if (!title) return;
  event.preventDefault();
  if (await confirm({ title, action: _("Call off") })) event.target.submit();
}
