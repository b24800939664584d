/** The bell in the rail: its number is the same on every page, its menu shows what came last. */

import { api } from "../api.js";
import { debounce, el, parts } from "../dom.js";
import { _, fmt, ngettext } from "../i18n.js";
import { socket } from "../realtime/page.js";
import { follow } from "./list.js";

const GATHER = 120;
const WIDE = matchMedia("(min-width: 761px)");

export function mount(tab) {
  const { notices } = parts(tab);
  const menu = new Menu(tab);
  const refresh = debounce(async () => {
    const answer = await api.get("/api/v1/notifications/unread-count").catch(() => null);
    if (answer) draw(notices, answer.unread);
    menu.refresh();
  }, GATHER);
  for (const type of ["ready", "notification.created", "notification.read"]) socket.on(type, refresh);
  tab.addEventListener("click", (event) => menu.take(event));
}

/** The number, which says to screen readers what it counts; empty at zero. */
function draw(badge, count) {
  badge.textContent = count > 99 ? "99+" : count || "";
  if (!count) return void badge.removeAttribute("aria-label");
  badge.setAttribute("role", "img");
  badge.setAttribute("aria-label", fmt(ngettext("%(n)d unread notification", "%(n)d unread notifications", count), { n: count }));
}

/** Beside the bell where there is room; on a phone the bell leads to the page. */
class Menu {
  #tab;
  #panel = null;

  constructor(tab) {
    this.#tab = tab;
  }

  /** A plain click opens it; one that asks for a new tab, or on the page itself, does what links do. */
  take(event) {
    if (!WIDE.matches || event.metaKey || event.ctrlKey || event.shiftKey || location.pathname === "/notifications") return;
    event.preventDefault();
    if (this.#panel) this.#panel.hidePopover();
    else this.#open();
  }

  async refresh() {
    if (this.#panel) this.#panel.replaceChildren(...(await fetchMenu()));
  }

  async #open() {
    const panel = (this.#panel = el("div", { class: "notice-menu", popover: "auto", role: "dialog", "aria-label": _("Notifications"), tabindex: "-1" }));
    panel.addEventListener("toggle", (event) => event.newState === "closed" && this.#closed(panel));
    follow(panel);
    panel.replaceChildren(...(await fetchMenu()));
    document.body.append(panel);
    panel.showPopover();
    const at = this.#tab.getBoundingClientRect();
    panel.style.left = `${at.right + 8}px`;
    panel.style.top = `${Math.max(8, Math.min(at.top - 8, innerHeight - panel.offsetHeight - 8))}px`;
    this.#tab.setAttribute("aria-expanded", "true");
    panel.focus();
  }

  /** A click on the bell itself has closed it before the click arrives: it must not open again at once. */
  #closed(panel) {
    const hadFocus = panel.contains(document.activeElement) || document.activeElement === document.body;
    panel.remove();
    this.#tab.setAttribute("aria-expanded", "false");
    if (hadFocus) this.#tab.focus({ preventScroll: true });
    setTimeout(() => (this.#panel = null), 0);
  }
}

async function fetchMenu() {
  const response = await fetch("/notifications/menu", { credentials: "same-origin" }).catch(() => null);
  if (!response?.ok) return [el("p", { class: "notice-none" }, _("There is no connection. Please try again in a moment."))];
  return [...new DOMParser().parseFromString(await response.text(), "text/html").body.children];
}
