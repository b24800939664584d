/** A grid of emoji that floats beside a button: what one uses most first, all in groups, found in Korean and English. */

import { $$, el, icon } from "../dom.js";
import { _ } from "../i18n.js";
import { FREQUENT, GROUPS } from "./emojis.js";
import { float } from "./floating.js";

const KEY = "emoji";
const MOST = 8;
/** There it is a sheet at the bottom. */
const PHONE = matchMedia("(max-width: 560px)");

/** What this person takes most on this device, filled up with what most people take. */
export function frequent(most = MOST) {
  const counts = Object.entries(used()).sort(([, a], [, b]) => b - a);
  return [...new Set([...counts.map(([emoji]) => emoji), ...FREQUENT])].slice(0, most);
}

export function noteUse(emoji) {
  const counts = used();
  counts[emoji] = (counts[emoji] ?? 0) + 1;
  localStorage.setItem(KEY, JSON.stringify(counts));
}

function used() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? {};
  } catch {
    return {};
  }
}

/** `choose(emoji)` is called once; Escape and a click elsewhere close it without. */
export function showEmojiPicker(anchor, choose) {
  const pick = (emoji) => {
    box.hidePopover();
    noteUse(emoji);
    choose(emoji);
  };
  const search = el("input", { type: "search", placeholder: _("Find an emoji"), "aria-label": _("Find an emoji"), autocomplete: "off" });
  const grid = el("div", { class: "emoji-grid", "data-testid": "emoji-grid" });
  const box = el("div", { class: "emoji-picker", popover: "auto", role: "dialog", "aria-label": _("Emoji") },
    el("label", { class: "search" }, icon("search"), search), grid);
  const draw = () => grid.replaceChildren(...drawGroups(search.value.trim().toLowerCase(), pick));
  search.addEventListener("input", draw);
  search.addEventListener("keydown", (event) => event.key === "Enter" && !event.isComposing && $$("button", grid)[0]?.click());
  box.addEventListener("keydown", (event) => move(event, grid, search));
  draw();
  float(box, anchor, { placed: !PHONE.matches });
  if (matchMedia("(pointer: fine)").matches) search.focus();
}

function drawGroups(query, pick) {
  if (query) {
    const found = find(query);
    return found.length ? [row(found, pick)] : [el("p", { class: "emoji-none" }, _("Nothing found"))];
  }
  return [{ name: _("Frequently used"), emojis: frequent().map((emoji) => ({ emoji, words: "" })) }, ...GROUPS]
    .flatMap(({ name, emojis }) => [el("h3", {}, name), row(emojis, pick)]);
}

/** Every word typed has to be in its words; what begins with it comes first. */
export function find(query) {
  const asked = query.split(/\s+/u);
  const begins = ({ words }) => (` ${words}`.includes(` ${asked[0]}`) ? 0 : 1);
  return GROUPS.flatMap((one) => one.emojis)
    .filter(({ emoji, words }) => emoji === query || asked.every((word) => words.includes(word)))
    .sort((a, b) => begins(a) - begins(b));
}

function row(emojis, pick) {
  return el("div", { class: "emoji-row" }, emojis.map(({ emoji, words }) =>
    el("button", { type: "button", "data-emoji": emoji, title: words || null, "aria-label": `${emoji} ${words}`.trim(), onclick: () => pick(emoji) }, emoji)));
}

/** Arrows walk through the grid; down from the search box comes into it. */
function move(event, grid, search) {
  const buttons = $$("button", grid);
  const at = buttons.indexOf(document.activeElement);
  if (at < 0) {
    if (event.key !== "ArrowDown") return;
    event.preventDefault();
    return void buttons[0]?.focus();
  }
  const columns = Math.max(1, Math.floor(grid.clientWidth / buttons[0].offsetWidth));
  const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }[event.key];
  if (!step) return;
  event.preventDefault();
  (at + step < 0 ? search : buttons[Math.min(at + step, buttons.length - 1)]).focus();
}
