/** What one may do with a message: react, answer, copy, pin, see who read it, edit, delete. */

import { el, icon } from "../dom.js";
import { _ } from "../i18n.js";
import { confirm } from "../components/dialog.js";
import { frequent } from "../components/emoji_picker.js";
import { showMenu } from "../components/menu.js";
import { toast } from "../components/toast.js";

const QUICK = 5;

export function messageMenu(message, anchor, { mine, mayDelete, mayReply, toggle, pick, who, reply, thread, link, pin, readers, edit, report, remove }) {
  const items = [];
  if (mayReply) items.push({ label: _("Quote"), icon: "reply", run: reply });
  if (thread && (mayReply || message.thread)) items.push({ label: _("Reply in a thread"), icon: "messages-square", run: thread });
  if (message.content) items.push({ label: _("Copy"), icon: "copy", run: () => copy(message.content) });
  if (message.reactions?.length) items.push({ label: _("Who reacted"), icon: "smile", run: who });
  items.push({ label: _("Copy link"), icon: "link", run: link });
  if (readers) items.push({ label: _("Read by"), icon: "check-check", run: readers });
  if (pin) items.push({ label: message.pinned ? _("Unpin") : _("Pin"), icon: message.pinned ? "pin-off" : "pin", run: pin });
  if (mine) items.push({ label: _("Edit"), icon: "pencil", run: edit });
  if (report) items.push({ label: _("Report"), icon: "flag", run: report });
  if (mayDelete) items.push({ label: _("Delete"), icon: "trash-2", danger: true, run: () => ask(remove) });
  showMenu(anchor, items, { top: (close) => emojiRow(close, toggle, pick) });
}

/** A few at hand, and the way to all. */
function emojiRow(close, toggle, pick) {
  const run = (fn) => () => {
    close();
    fn();
  };
  return el("div", { class: "menu-emojis", role: "group", "aria-label": _("Add a reaction") },
    frequent(QUICK).map((emoji) => el("button", { type: "button", role: "menuitem", tabindex: "-1", "data-emoji": emoji, onclick: run(() => toggle(emoji)) }, emoji)),
    el("button", { type: "button", role: "menuitem", tabindex: "-1", "aria-label": _("All emoji"), onclick: run(pick) }, icon("smile-plus")));
}

async function ask(remove) {
  const sure = await confirm({
    title: _("Delete this message?"),
    text: _("It disappears for everybody. A note that something was deleted stays in its place."),
    action: _("Delete"),
  });
  if (sure) remove();
}

/** The clipboard exists only on https and localhost; elsewhere say so. */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast(_("Copied."), { kind: "success" });
  } catch {
    toast(_("This browser does not allow copying here."), { kind: "error" });
  }
}
