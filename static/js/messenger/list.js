/** The list of conversations: newest first, filtered as one types, each row a real link. */

import { clone, icon, parts } from "../dom.js";
import { _, fmt, ngettext } from "../i18n.js";
import { conversationAvatar } from "../components/avatar.js";
import { full, short } from "../time.js";
import { drawUnread } from "./unread.js";
import { STANDING, excerpt, typingWords } from "./words.js";

export class ConversationList {
  #parts;
  #rows = new Map();
  #messenger;
  #openId = null;
  #draws = false;
  #archive = false;

  /** `open(id)` is called when a row is chosen. */
  constructor(root, { messenger, open }) {
    this.#parts = parts(root);
    this.#messenger = messenger;
    const { store, presence, typing } = messenger;
    for (const type of ["conversation", "removed"]) store.addEventListener(type, () => this.#drawSoon());
    presence.addEventListener("change", () => this.#drawSoon());
    typing.addEventListener("change", () => this.#drawSoon());
    this.#parts.archived.addEventListener("click", () => this.#toggleArchive());
    this.#parts.filter.addEventListener("input", () => this.draw());
    this.#parts.rows.addEventListener("click", (event) => choose(event, open));
    this.#parts.rows.addEventListener("keydown", (event) => this.#move(event));
    setInterval(() => this.#drawSoon(), 60_000);
  }

  /** Which one is open beside the list. */
  select(id) {
    this.#openId = id;
    this.draw();
  }

  #drawSoon() {
    if (this.#draws) return;
    this.#draws = true;
    queueMicrotask(() => {
      this.#draws = false;
      this.draw();
    });
  }

  draw() {
    const { store, presence } = this.#messenger;
    const all = store.list();
    const put = all.filter((one) => one.my.archived);
    if (!put.length) this.#archive = false;
    const shown = this.#filtered(this.#archive ? put : all.filter((one) => !one.my.archived));
    this.#drawArchive(put);
    const rows = shown.map((conversation) => this.#row(conversation));
    this.#place(rows);
    this.#drawEmpty(shown.length, store.conversations.size);
    presence.watch("list", store.list().map((one) => one.partner?.id).filter(Boolean).sort());
  }

  #toggleArchive() {
    this.#archive = !this.#archive;
    this.draw();
  }

  /** The key below the list that leads to what was put away, and back. */
  #drawArchive(put) {
    const { archived: key, "archived-label": label } = this.#parts;
    key.hidden = put.length === 0;
    key.setAttribute("aria-pressed", String(this.#archive));
    label.textContent = this.#archive ? _("Back to all conversations") : fmt(_("Archive (%(n)d)"), { n: put.length });
  }

  #filtered(conversations) {
    const words = this.#parts.filter.value.trim().toLocaleLowerCase();
    if (!words) return conversations;
    return conversations.filter((one) => `${one.title} ${one.partner?.name ?? ""}`.toLocaleLowerCase().includes(words));
  }

  #row(conversation) {
    const { id } = conversation;
    if (!this.#rows.has(id)) this.#rows.set(id, newRow(conversation));
    const row = this.#rows.get(id);
    const line = this.#line(conversation);
    const presence = conversation.partner && this.#messenger.presence.of(conversation.partner.id);
    const now = JSON.stringify([conversation.title, conversation.active_call?.id, line, presence, conversation.my.unread, conversation.my.pinned, conversation.my.muted_until, id === this.#openId, conversation.avatar]);
    if (row.drawn !== now) this.#drawRow(row, conversation, line, presence);
    row.drawn = now;
    return row.element;
  }

  #drawRow(row, conversation, line, presence) {
    const { avatar, title, last, time, unread, join, online, marks } = row.parts;
    avatar.replaceChildren(conversationAvatar(conversation, { presence }));
    title.textContent = conversation.title;
    last.replaceChildren(...(line.icon ? [icon(line.icon), " "] : []), line.text);
    last.className = `row-last ${line.kind}`;
    const at = conversation.last_message?.created_at;
    time.textContent = line.time;
    time.title = at ? full(at) : "";
    drawUnread(unread, conversation.my.unread);
    marks.replaceChildren(...marksOf(conversation.my));
    online.textContent = presence && presence !== "offline" ? STANDING[presence] : "";
    this.#drawJoin(row.link, join, conversation);
    row.link.toggleAttribute("data-unread", conversation.my.unread > 0);
    if (conversation.id === this.#openId) row.link.setAttribute("aria-current", "true");
    else row.link.removeAttribute("aria-current");
  }

  #drawJoin(link, join, { active_call: call, title }) {
    link.toggleAttribute("data-live", Boolean(call));
    join.hidden = !call;
    if (!call) return;
    join.href = `/calls/${call.id}`;
    join.setAttribute("aria-label", fmt(_("Join: %(title)s"), { title }));
  }

  /** A running call first, then who is writing, then the last message. */
  #line(conversation) {
    const { active_call: call, last_message: last } = conversation;
    const time = last ? short(last.created_at) : "";
    if (call) {
      const joined = call.joined ? ` · ${fmt(ngettext("%(n)d person", "%(n)d people", call.joined), { n: call.joined })}` : "";
      return { kind: "live", icon: call.call_type === "audio" ? "phone-call" : "video", text: _("Call running") + joined, time };
    }
    const writing = this.#messenger.typing.in(conversation.id);
    if (writing.length) return { kind: "typing-now", text: this.#typingLine(conversation, writing), time };
    return { kind: "", text: excerpt(last, { me: this.#messenger.me, direct: conversation.type === "direct" }), time };
  }

  #typingLine(conversation, ids) {
    const { people } = this.#messenger.store;
    const names = ids.map((id) => people.name(conversation.id, id) ?? (conversation.partner?.id === id ? conversation.partner.name : null)).filter(Boolean);
    return names.length ? typingWords(names) : _("Typing …");
  }

  #place(rows) {
    const { rows: list } = this.#parts;
    const wanted = new Set(rows);
    for (const child of [...list.children]) if (!wanted.has(child)) child.remove();
    rows.forEach((row, at) => {
      if (list.children[at] !== row) list.insertBefore(row, list.children[at] ?? null);
    });
  }

  #drawEmpty(shown, all) {
    const { rows, "rows-empty": box, "rows-empty-title": title, "rows-empty-text": text } = this.#parts;
    rows.hidden = shown === 0;
    box.hidden = shown > 0;
    title.textContent = all ? _("Nothing found") : _("No conversations yet");
    text.textContent = all ? _("Try other words.") : _("Your classes appear here by themselves. You can also write to somebody now.");
  }

  #move(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const links = [...this.#parts.rows.querySelectorAll(".row")];
    const next = links[links.indexOf(document.activeElement) + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }
}

function marksOf({ pinned, muted_until: until }) {
  return [pinned && icon("pin", _("Kept on top")), until && Date.parse(until) > Date.now() && icon("bell-off", _("Notifications muted"))].filter(Boolean);
}

function newRow(conversation) {
  const element = clone("row-template");
  const link = element.firstElementChild;
  link.href = `/messenger/${conversation.id}`;
  link.dataset.testid = `conversation-${conversation.id}`;
  link.dataset.id = conversation.id;
  return { element, link, parts: parts(element), drawn: "" };
}

/** A plain click opens it here; with a modifier key or another button the browser follows the link. */
function choose(event, open) {
  const link = event.target.closest(".row");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  open(link.dataset.id);
}
