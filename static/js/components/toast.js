/** Short messages at the edge of the page that go away by themselves. */

import { el, icon } from "../dom.js";
import { _ } from "../i18n.js";

const ICONS = { info: "info", success: "circle-check", error: "circle-alert" };
const STAY = { info: 5000, success: 4000, error: 9000 };

/** Show `text`; `kind` is info, success or error; `action` {label, onclick} adds a button. */
export function toast(text, { kind = "info", action = null } = {}) {
  const close = el("button", { type: "button", class: "button quiet square small", "aria-label": _("Close") }, icon("x"));
  const box = el("div", { class: "toast", dataset: { kind }, role: kind === "error" ? "alert" : "status" },
    icon(ICONS[kind]), el("p", { dir: "auto" }, text), action && actionButton(action), close);
  const remove = () => box.remove();
  close.addEventListener("click", remove);
  document.getElementById("toasts").append(box);
  stay(box, STAY[kind], remove);
  return box;
}

function actionButton({ label, onclick }) {
  return el("button", { type: "button", class: "button quiet small", onclick }, label);
}

/** The clock stands still while the pointer or the focus is on it. */
function stay(box, ms, remove) {
  let timer = setTimeout(remove, ms);
  const hold = () => clearTimeout(timer);
  const release = () => {
    clearTimeout(timer);
    timer = setTimeout(remove, ms);
  };
  box.addEventListener("pointerenter", hold);
  box.addEventListener("focusin", hold);
  box.addEventListener("pointerleave", release);
  box.addEventListener("focusout", release);
}
