/** What people answered to a message with one emoji: chips under it, and who they were. */

import { api } from "../api.js";
import { el, icon } from "../dom.js";
import { _, fmt, ngettext } from "../i18n.js";
import { showEmojiPicker } from "../components/emoji_picker.js";
import { showPeople } from "../components/people_dialog.js";

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
export function showWhoReacted(message) {
  const load = async () => {
    const found = await api.get(`/api/v1/messenger/messages/${message.id}/reactions`);
    return found.map(({ emoji, users }) => ({ heading: `${emoji} ${users.length}`, people: users.map((user) => ({ user })) }));
  };
  return showPeople({ title: _("Reactions"), load, empty: _("Nobody has reacted yet.") });
}
