/** Avatars drawn in the browser, equal to templates/_avatar.html and dreamseed/templatetags/ui.py. */

import { el, icon } from "../dom.js";

const HANGUL_NAME = /^[가-힣]{3}$/u;

/** A person's avatar; `size` is "", small, large or huge. */
export function avatar(person, { size = "", presence = null } = {}) {
  const box = el("span", { class: `avatar ${size}`.trim(), dataset: { tint: tint(person.id) }, "aria-hidden": "true" });
  if (presence) box.dataset.presence = presence;
  box.append(person.avatar ? el("img", { src: person.avatar, alt: "", loading: "lazy" }) : initials(person.name));
  return box;
}

/** A conversation's: the partner of two, a horn for announcements, letters for a group. */
export function conversationAvatar(conversation, { size = "", presence = null } = {}) {
  if (conversation.partner) return avatar(conversation.partner, { size, presence });
  const box = el("span", { class: `avatar ${size}`.trim(), dataset: { tint: tint(conversation.id) }, "aria-hidden": "true" });
  if (conversation.avatar) box.append(el("img", { src: conversation.avatar, alt: "", loading: "lazy" }));
  else box.append(conversation.type === "announcement" ? icon("megaphone") : initials(conversation.title));
  return box;
}

/** One or two letters: the given name's first of a Korean name, else the first of the words. */
export function initials(name) {
  const words = name.trim().split(/\s+/u);
  if (words.length === 1 && HANGUL_NAME.test(name)) return name[1];
  if (words.length > 1 && /^[\x20-\x7e]+$/.test(name)) return (words[0][0] + words.at(-1)[0]).toUpperCase();
  return (Array.from(name)[0] ?? "").toUpperCase();
}

function tint(key) {
  return Array.from(String(key)).reduce((sum, letter) => sum + letter.codePointAt(0), 0) % 6;
}
