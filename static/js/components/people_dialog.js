/** A window that lists people under headings, with one thing to do at most. */

import { debounce, el, icon } from "../dom.js";
import { _ } from "../i18n.js";
import { avatar } from "./avatar.js";
import { prepare } from "./dialog.js";
import { toast } from "./toast.js";

const GATHER = 300;

/**
 * Ask for and show them. `load()` resolves to sections [{heading, people: [{user, note}]}], `empty` stands where there is
 * nobody. `act()` is a button below {label, run}, which closes it; null where there is nothing to do. `follow(again)` calls
 * `again` when they have changed, until the function that it answers is called.
 */
export async function showPeople({ title, load, empty, act = () => null, follow = () => () => {} }) {
  const { dialog, draw } = drawDialog({ title, empty, act });
  const first = load();
  const renew = () => first.then(load).then(draw).catch(() => {}); // what could be had stays
  const stop = follow(debounce(renew, GATHER));
  dialog.addEventListener("close", () => {
    stop();
    dialog.remove();
  });
  try {
    draw(await first);
  } catch (error) {
    stop();
    return toast(error.detail, { kind: "error" });
  }
  document.body.append(dialog);
  dialog.showModal();
}

function drawDialog({ title, empty, act }) {
  const body = el("div", { class: "dialog-body", tabindex: "0" });
  const footer = el("footer");
  const dialog = prepare(el("dialog", { class: "dialog narrow", "aria-label": title, "data-testid": "people-dialog" },
    el("div", { class: "dialog-box" },
      el("header", {}, el("h2", {}, title),
        el("button", { type: "button", class: "button quiet square", "data-close": true, "aria-label": _("Close") }, icon("x"))),
      body, footer)));
  const draw = (sections) => {
    const shown = sections.filter(({ people }) => people.length);
    body.replaceChildren(...(shown.length ? shown.map(section) : [el("p", { class: "help" }, empty)]));
    drawAction(footer, act(), () => dialog.close());
  };
  return { dialog, draw };
}

/** The button stays where it is, and keeps the focus. */
function drawAction(footer, action, close) {
  if (!action) return footer.replaceChildren();
  if (footer.hasChildNodes()) return;
  const run = () => {
    close();
    action.run();
  };
  footer.append(el("button", { type: "button", class: "button lead", onclick: run }, action.label));
}

function section({ heading, people }) {
  return el("section", { class: "people-section" }, heading && el("h3", {}, heading),
    el("ul", { class: "people" }, people.map(({ user, note }) =>
      el("li", {}, avatar(user, { size: "small" }), el("span", { class: "people-who" }, el("bdi", {}, user.name), note && el("small", {}, note))))));
}
