/** What stands above the first message of a log: its beginning, or how far loading has got. */

import { el, icon } from "../dom.js";
import { _, fmt } from "../i18n.js";

export function loadFailed(again) {
  return el("p", { class: "log-note" }, _("The messages could not be loaded."),
    el("button", { type: "button", class: "button small", onclick: again }, icon("refresh-cw"), _("Try again")));
}

export function loadingEarlier() {
  return el("p", { class: "log-note" }, el("span", { class: "spinner" }), _("Loading earlier messages"));
}

/** `empty`: nobody has written anything yet. */
export function beginning({ title, partner, rules, type, my }, { empty }) {
  const text = empty && rules.post ? _("Say the first word: a greeting is enough.") : "";
  const since = rules.history === "joined" && my.from_seq > 0;
  return el("div", { class: empty ? "empty" : "log-begin" },
    empty && el("span", { class: "empty-picture" }, icon(type === "announcement" ? "megaphone" : "sprout")),
    el(empty ? "h3" : "p", { dir: "auto" }, since ? _("You see what was written since you joined.") : partner ? fmt(_("This is the beginning of your conversation with %(name)s."), { name: partner.name }) : fmt(_("This is the beginning of %(title)s."), { title })),
    text && el("p", {}, text));
}

export function skeletons() {
  return el("div", { class: "log-skeleton", role: "status", "aria-label": _("Loading messages") },
    [62, 38, 54, 30].map((width, at) => {
      const line = el("span", { class: "skeleton" });
      line.style.inlineSize = `${width}%`;
      return el("div", { class: at === 2 ? "mine" : "" }, at !== 2 && el("span", { class: "avatar small skeleton" }), line);
    }));
}
