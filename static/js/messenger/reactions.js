/** What people answered to a message with one emoji: chips under it, and who they were. */

import { api } from "../api.js";
import { el, icon } from "../dom.js";
import { _, fmt, ngettext } from "../i18n.js";
import { avatar } from "../components/avatar.js";
import { showEmojiPicker } from "../components/emoji_picker.js";
import { prepare } from "../components/dialog.js";
import { toast } from "../components/toast.js";

const NAMED = 12;

/** Chips of a message. `nameOf(id)` of those one knows; `toggle(message, emoji)` adds or takes back one's own. */
export function drawReactions(message, { meId, nameOf, toggle }) {
  const chips = (message.reactions ?? []).map((one) => chip(one, message, { meId, nameOf, toggle }));
  if (!chips.length) return [];
  return [...chips, addButton(message, toggle)];
}

function chip({ emoji, count, user_ids: ids }, message, { meId, nameOf, toggle }) {
  const mine = ids.includes(meId);
  const names = ids.map((id) => (id === meId ? _("Me") : nameOf(id))).filter(Boolean);
  const more = ids.length - Math.min(names.length, NAMED);
  const who = names.slice(0, NAMED).join(", ") + (more > 0 ? ` ${fmt(ngettext("and %(n)d more", "and %(n)d more", more), { n: more })}` : "");
  return el("button", { type: "button", class: "reaction-chip", "data-testid": "reaction", "data-emoji": emoji, "aria-pressed": String(mine), title: who, "aria-label": `${emoji} ${count}: ${who}`, onclick: () => toggle(message, emoji) },
    el("span", {}, emoji), el("b", {}, String(count)));
}

function addButton(message, toggle) {
  const button = el("button", { type: "button", class: "reaction-chip add", title: _("Add a reaction"), "aria-label": _("Add a reaction"), "aria-haspopup": "dialog", "aria-expanded": "false" }, icon("smile-plus"));
  button.addEventListener("click", () => showEmojiPicker(button, (emoji) => toggle(message, emoji, { add: true })));
  return button;
}

/** A window with everybody's names, emoji by emoji. */
export async function showWhoReacted(message) {
  const found = await api.get(`/api/v1/messenger/messages/${message.id}/reactions`).catch((error) => error);
  if (found instanceof Error) return toast(found.detail, { kind: "error" });
  const dialog = prepare(el("dialog", { class: "dialog narrow", "aria-label": _("Reactions") },
    el("div", { class: "dialog-box" },
      el("header", {}, el("h2", {}, _("Reactions")),
        el("button", { type: "button", class: "button quiet square", "data-close": true, "aria-label": _("Close") }, icon("x"))),
      el("div", { class: "dialog-body" }, found.map(({ emoji, users }) =>
        el("section", { class: "reacted" }, el("h3", {}, el("span", { class: "reacted-emoji" }, emoji), String(users.length)),
          el("ul", { class: "people" }, users.map((one) => el("li", {}, avatar(one, { size: "small" }), el("span", { class: "people-who" }, el("bdi", {}, one.name)))))))),
      el("footer", {}))));
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
