/** Two that differ beside each other, and the choice between them. */

import { el } from "../dom.js";

/** `words`: [[what, its text]]; those without a text are left out. `take` and `keep`: {label, act}. */
export function showConflict(box, { title, words, take, keep }) {
  const kept = button(keep, "keep-mine", "lead");
  const lines = words.filter(([, text]) => text).map(([what, text]) => [el("dt", {}, what), el("dd", { dir: "auto" }, text)]);
  box.replaceChildren(
    el("h3", {}, title),
    el("dl", {}, ...lines),
    el("div", { class: "cluster" }, button(take, "take-theirs"), kept));
  box.hidden = false;
  return kept;
}

function button({ label, act }, name, kind = "") {
  return el("button", { type: "button", class: `button small ${kind}`, "data-testid": name, onclick: act }, label);
}
