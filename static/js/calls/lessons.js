/** The list of lessons follows what happens: what begins, ends or is planned redraws it from the server. */

import { $, debounce } from "../dom.js";
import { _ } from "../i18n.js";
import { confirm } from "../components/dialog.js";
import { socket } from "../realtime/page.js";

const GATHER = 400;
const MINUTE = 60_000;
const CHANGES = ["call.invitation", "call.updated", "call.ended", "call.participant_joined", "call.participant_left", "lessons.changed"];

export function mount(element) {
  const refresh = debounce(() => redraw(element, refresh), GATHER);
  for (const type of CHANGES) socket.on(type, refresh);
  socket.on("state", ({ state }) => state === "open" && refresh());
  setInterval(() => document.visibilityState === "visible" && refresh(), MINUTE); // hours come by themselves
  element.addEventListener("submit", (event) => ask(event));
}

/** Not under somebody's hands: then as soon as the focus moves on. */
async function redraw(element, again) {
  const response = await fetch(location.href, { credentials: "same-origin" }).catch(() => null);
  if (!response?.ok) return;
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  const content = $("[data-module='calls/lessons']", fresh);
  if (!content) return;
  if (element.contains(document.activeElement)) return element.addEventListener("focusout", again, { once: true });
  element.replaceChildren(...document.adoptNode(content).childNodes);
}

/** Forms that cannot be taken back say so by `data-confirm`. */
async function ask(event) {
  const { confirm: title } = event.target.dataset;
  if (!title) return;
  event.preventDefault();
  if (await confirm({ title, action: _("Call off") })) event.target.submit();
}
