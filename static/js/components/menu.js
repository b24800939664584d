/** A popup menu beside the button that opened it. Arrows move, Escape closes and gives the focus back. */

import { $$, el, icon } from "../dom.js";
import { float } from "./floating.js";

/**
 * `items`: [{label, icon, danger?, run}]. Placed under `anchor`, or above where there is no room. `top(close)` makes an
 * element that stands above them. Answers a function that gives it other items while it is open.
 */
export function showMenu(anchor, items, { top = () => null } = {}) {
  const close = () => menu.hidePopover();
  const draw = (items) => items.map((item) => drawItem(item, close));
  const menu = el("div", { class: "menu", role: "menu", popover: "auto" }, [top(close), ...draw(items)]);
  menu.addEventListener("keydown", (event) => move(event, menu));
  float(menu, anchor);
  $$(".menu-item", menu)[0]?.focus();
  return (others) => redraw(menu, draw(others));
}

/** The focus stays in its place. */
function redraw(menu, items) {
  const before = $$(".menu-item", menu);
  const at = before.indexOf(document.activeElement);
  for (const item of before) item.remove();
  menu.append(...items);
  items[at]?.focus();
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
