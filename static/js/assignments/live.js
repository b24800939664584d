/** Pages of assignments follow what happens: the server draws their `data-live` parts anew. */

import { $, $$, debounce } from "../dom.js";
import { confirm } from "../components/dialog.js";
import { socket } from "../realtime/page.js";

const GATHER = 250;
const UNDER_HANDS = "details.extend[open], details.more[open]";

/** `data-subject`: of which assignment it tells; without it, `data-watch`: how the kinds begin that concern it. */
export function mount(element) {
  const { subject, watch } = element.dataset;
  const refresh = debounce(() => redraw(element, refresh), GATHER);
  socket.on("notification.created", ({ notification }) => {
    if (subject ? notification.subject === subject : notification.kind.startsWith(watch)) refresh();
  });
  socket.on("assignment.changed", ({ assignment_id: id }) => (subject ? subject === `assignment:${id}` : true) && refresh());
  socket.on("state", ({ state }) => state === "open" && refresh());
  element.addEventListener("assignment-changed", () => redraw(element, refresh));
  element.addEventListener("submit", ask);
  document.addEventListener("click", (event) => closeMenus(element, event));
}

async function redraw(element, again) {
  const response = await fetch(location.href, { credentials: "same-origin" }).catch(() => null);
  if (response?.status === 404) return location.reload(); // it is not for this person any more
  if (!response?.ok) return;
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  if (!$("[data-live]", fresh)) return;
  for (const region of $$("[data-live]", element)) replace(region, $(`[data-live="${region.dataset.live}"]`, fresh), again);
  followWork(element, fresh);
}

/** Not under somebody's hands: then as soon as the focus moves on. What was unfolded stays so. */
function replace(region, next, again) {
  if (!next) return;
  if (region.contains(document.activeElement) || $(UNDER_HANDS, region)) return region.addEventListener("focusout", again, { once: true });
  const open = $$("details", region).map((one) => one.open);
  region.replaceChildren(...document.adoptNode(next).childNodes);
  const details = $$("details", region);
  if (details.length === open.length) details.forEach((one, at) => (one.open = open[at]));
}

/** Where one hands in goes when nothing is taken any more, and comes back when it is again. */
function followWork(element, fresh) {
  const [now, next] = [element, fresh].map((one) => $("[data-part=again]", one));
  if (now && !next) now.remove();
  else if (!now && next) location.reload();
}

/** Forms that cannot be taken back say so by `data-confirm`. */
async function ask(event) {
  const { confirm: title, confirmText: text, confirmAction: action } = event.target.dataset;
  if (!title) return;
  event.preventDefault();
  if (await confirm({ title, text, action, danger: false })) event.target.submit();
}

function closeMenus(element, { target }) {
  for (const menu of $$("details.more[open]", element)) if (!menu.contains(target)) menu.open = false;
}
