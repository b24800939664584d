/** The number on the Messenger tab, on every page but the messenger itself, which counts on its own. */

import { api } from "../api.js";
import { $, gathered, parts } from "../dom.js";
import { fmt, ngettext } from "../i18n.js";
import { me, socket } from "../realtime/page.js";

const GATHER = 400;

/** The messenger page calls this with its own total. */
export function showUnread(count) {
  const badge = $(".rail [data-part=count]");
  if (badge) drawUnread(badge, count);
}

/** A badge with the number, which says to screen readers what it counts; empty at zero. */
export function drawUnread(badge, count) {
  badge.textContent = count > 99 ? "99+" : count || "";
  if (!count) return void badge.removeAttribute("aria-label");
  badge.setAttribute("role", "img");
  badge.setAttribute("aria-label", fmt(ngettext("%(n)d unread message", "%(n)d unread messages", count), { n: count }));
}

export function mount(tab) {
  if (document.getElementById("conversations")) return;
  const { count } = parts(tab);
  const refresh = gathered(async () => {
    const found = await api.get("/api/v1/messenger/unread").catch(() => null);
    if (found) drawUnread(count, found.total);
  }, GATHER);
  for (const type of ["ready", "sync.required", "message.deleted", "conversation.settings", "conversation.removed"]) socket.on(type, refresh);
  socket.on("message.created", ({ message }) => message.sender?.id !== me.id && refresh());
  socket.on("message.read", ({ user_id }) => user_id === me.id && refresh());
}
