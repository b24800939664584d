/** A window that lists people under headings, with one thing to do at most. */

import { el, icon } from "../dom.js";
import { _ } from "../i18n.js";
import { avatar } from "./avatar.js";
import { prepare } from "./dialog.js";
import { toast } from "./toast.js";

/**
 * Ask for and show them. `load()` resolves to sections [{heading, people: [{user, note}]}], `empty` stands where there is
 * nobody. `act` {label, run} is a button below, `run(sections)` closes it; left out where it returns null for them.
 */
export async function showPeople({ title, load, empty, act = () => null }) {
  const sections = await load().catch((error) => error);
  if (sections instanceof Error) return toast(sections.detail, { kind: "error" });
  const shown = sections.filter(({ people }) => people.length);
  const action = act();
  const dialog = prepare(el("dialog", { class: "dialog narrow", "aria-label": title, "data-testid": "people-dialog" },
    el("div", { class: "dialog-box" },
      el("header", {}, el("h2", {}, title),
        el("button", { type: "button", class: "button quiet square", "data-close": true, "aria-label": _("Close") }, icon("x"))),
      el("div", { class: "dialog-body", tabindex: "0" }, shown.map(section), !shown.length && el("p", { class: "help" }, empty)),
      el("footer", {}, action && el("button", { type: "button", class: "button lead", onclick: () => { dialog.close(); action.run(); } }, action.label)))));
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

function section({ heading, people }) {
  return el("section", { class: "people-section" }, heading && el("h3", {}, heading),
    el("ul", { class: "people" }, people.map(({ user, note }) =>
      el("li", {}, avatar(user, { size: "small" }), el("span", { class: "people-who" }, el("bdi", {}, user.name), note && el("small", {}, note))))));
}
