/** A popup menu beside the button that opened it. Arrows move, Escape closes and gives the focus back. */

import { $$, el, icon } from "../dom.js";

let open = null;

/**
 * `items`: [{label, icon, danger?, run}]. Placed under `anchor`, or above where there is no room. `top(close)` makes an
 * element that stands above them.
 */
export function showMenu(anchor, items, { top = () => null } = {}) {
  open?.hidePopover();
  const menu = el("div", { class: "menu", role: "menu", popover: "auto" }, [top(() => menu.hidePopover()), ...items.map((item) => drawItem(item, () => menu.hidePopover()))]);
  document.body.append(menu);
  menu.addEventListener("keydown", (event) => move(event, menu));
  menu.addEventListener("toggle", (event) => event.newState === "closed" && dismiss(menu, anchor));
  menu.showPopover();
  place(menu, anchor);
  anchor.setAttribute("aria-expanded", "true");
  $$(".menu-item", menu)[0]?.focus();
  open = menu;
}

function drawItem({ label, icon: name, danger, run }, close) {
  const choose = () => {
    close();
    run();
  };
  return el("button", { type: "button", role: "menuitem", tabindex: "-1", class: danger ? "menu-item danger" : "menu-item", onclick: choose },
    icon(name), label);
}

function move(event, menu) {
  const items = $$("button", menu);
  const at = items.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: items.length - 1 }[event.key];
  if (event.key === "Tab") menu.hidePopover();
  if (to === undefined) return;
  event.preventDefault();
  items.at(to % items.length).focus();
}

function place(menu, anchor) {
  const at = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = menu;
  const below = at.bottom + 4 + height <= innerHeight;
  const left = Math.min(Math.max(8, at.right - width), innerWidth - width - 8);
  menu.style.left = `${left}px`;
  menu.style.top = `${below ? at.bottom + 4 : Math.max(8, at.top - 4 - height)}px`;
}

function dismiss(menu, anchor) {
  const hadFocus = menu.contains(document.activeElement) || document.activeElement === document.body;
  menu.remove();
  anchor.setAttribute("aria-expanded", "false");
  if (hadFocus && anchor.isConnected) anchor.focus({ preventScroll: true });
  if (open === menu) open = null;
}
