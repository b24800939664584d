/** The list of messages on the page: days, the "new messages" line, follow-ups, and a scroll that never jumps. */

import { el, parts } from "../dom.js";
import { _, fmt, ngettext } from "../i18n.js";
import { day, dayKey } from "../time.js";
import { wireKeys } from "./log_keys.js";
import { MessageRow, systemRow } from "./message.js";

const FOLLOW_WITHIN = 5 * 60_000;
const NEAR_END = 80;
const NEAR_TOP = 600;

export class Log extends EventTarget {
  #rows = new Map();
  #lines = new Map();
  #parts;
  #messages = [];
  #look;
  #actions;
  #unseen = 0;
  #atEnd = true;
  #more = false;

  /**
   * `look(message)` -> {mine, reads, direct, hasMenu}; `signal` ends it. Dispatches `top` (older ones are
   * wanted), `bottom` (newer ones are), `newest` (the end is asked for) and `scrolled`.
   */
  constructor(element, { look, actions, signal }) {
    super();
    this.#parts = parts(element);
    this.#look = look;
    this.#actions = actions;
    this.dividerSeq = null;
    const { log, jump } = this.#parts;
    log.addEventListener("scroll", () => this.#scrolled(), { passive: true, signal });
    wireKeys(log, { openMenu: (element) => this.#openMenu(element), signal });
    jump.addEventListener("click", () => this.#toNewest(), { signal });
    const resized = new ResizeObserver(() => this.#atEnd && this.visible && this.toEnd());
    resized.observe(log);
    signal.addEventListener("abort", () => resized.disconnect());
  }

  clear() {
    this.#rows.clear();
    this.#lines.clear();
    this.#messages = [];
    this.#unseen = 0;
    this.#atEnd = true;
    this.dividerSeq = null;
    this.#parts.items.replaceChildren();
    this.#parts.top.replaceChildren();
  }

  get atEnd() {
    return this.#atEnd;
  }

  /** A conversation may be folded away beside a call. */
  get visible() {
    return this.#parts.log.clientHeight > 0;
  }

  /** Bring the page to these messages. One at the end stays at the end; anyone else keeps what they look at. */
  draw(messages, { top = null, more = false } = {}) {
    this.#more = more;
    if (more) this.#atEnd = false;
    const stays = this.#atEnd ? null : this.#anchor();
    this.#messages = messages;
    this.#place(this.#plan(messages));
    this.#parts.top.replaceChildren(...(top ? [top] : []));
    if (this.#atEnd) this.toEnd();
    else this.#restore(stays);
  }

  /** Somebody wrote while the end was out of sight. */
  missed() {
    this.#unseen += 1;
    this.#drawJump();
  }

  toEnd({ smooth = false } = {}) {
    const { log } = this.#parts;
    this.#atEnd = true;
    log.scrollTo({ top: log.scrollHeight, behavior: smooth ? "smooth" : "instant" });
    this.#unseen = 0;
    this.#drawJump();
  }

  /** Show the line of new messages near the top, when there is one. */
  toDivider() {
    const line = this.#lines.get("new");
    if (!line) return this.toEnd();
    const { log } = this.#parts;
    this.#atEnd = false;
    log.scrollTop += line.getBoundingClientRect().top - log.getBoundingClientRect().top - log.clientHeight / 4;
    this.#scrolled();
  }

  /** Bring a message into sight and point at it; false when it is not drawn. */
  show(id) {
    const row = [...this.#rows.values()].find((one) => one.element.dataset.id === id)?.element;
    if (!row) return false;
    this.#atEnd = false;
    const { log } = this.#parts; // alone: scrollIntoView would move what lies around it too
    log.scrollTop += row.getBoundingClientRect().top - log.getBoundingClientRect().top - (log.clientHeight - row.clientHeight) / 2;
    row.focus({ preventScroll: true });
    row.classList.remove("shown");
    requestAnimationFrame(() => row.classList.add("shown"));
    this.#scrolled();
    return true;
  }

  #toNewest() {
    this.dispatchEvent(new Event("newest"));
    this.toEnd({ smooth: true });
  }

  /** The highest `seq` that can be seen. */
  seenSeq() {
    const edge = this.#parts.log.getBoundingClientRect().bottom + 8;
    for (let at = this.#messages.length - 1; at >= 0; at -= 1) {
      const { key, seq } = this.#messages[at];
      const element = this.#rows.get(key)?.element;
      if (seq && element && element.getBoundingClientRect().bottom <= edge) return seq;
    }
    return 0;
  }

  wantsOlder() {
    return this.#parts.log.scrollTop < NEAR_TOP;
  }

  /** Elements in order: a line for each new day, one before the first unread, then the messages. */
  #plan(messages) {
    const elements = [];
    let before = null;
    for (const message of messages) {
      const key = dayKey(message.created_at);
      const newDay = !before || dayKey(before.created_at) !== key;
      if (newDay) elements.push(this.#line(`day ${key}`, "day", day(message.created_at)));
      const divides = this.#divides(before, message);
      if (divides) elements.push(this.#line("new", "new", _("New messages")));
      const follow = !newDay && !divides && follows(before, message);
      if (follow) this.#rows.get(before.key).last = false;
      elements.push(this.#row(message, follow));
      before = message;
    }
    this.#drawRows(messages);
    return elements;
  }

  #divides(before, message) {
    if (this.dividerSeq === null || message.seq === null) return false;
    return message.seq > this.dividerSeq && (!before || before.seq <= this.dividerSeq);
  }

  #line(key, className, text) {
    const line = this.#lines.get(key) ?? el("li", { class: `line ${className}` }, el("span"));
    this.#lines.set(key, line);
    if (line.textContent !== text) line.firstChild.textContent = text;
    return line;
  }

  #row(message, follow) {
    if (!this.#rows.has(message.key)) {
      const system = message.message_type === "system";
      this.#rows.set(message.key, system ? { element: systemRow(message) } : new MessageRow(message, this.#actions));
    }
    const row = this.#rows.get(message.key);
    row.follow = follow;
    row.last = true;
    return row.element;
  }

  #drawRows(messages) {
    for (const message of messages) {
      const row = this.#rows.get(message.key);
      row.draw?.(message, { ...this.#look(message), follow: row.follow, last: row.last });
    }
  }

  /** Move only what is not where it belongs. */
  #place(elements) {
    const { items } = this.#parts;
    const wanted = new Set(elements);
    for (const child of [...items.children]) if (!wanted.has(child)) child.remove();
    elements.forEach((element, at) => {
      if (items.children[at] !== element) items.insertBefore(element, items.children[at] ?? null);
    });
    for (const [key, line] of this.#lines) if (!wanted.has(line)) this.#lines.delete(key);
    for (const [key, row] of this.#rows) if (!wanted.has(row.element)) this.#rows.delete(key);
  }

  /** The first message in sight and where it stands. */
  #anchor() {
    const top = this.#parts.log.getBoundingClientRect().top;
    for (const child of this.#parts.items.children) {
      const at = child.getBoundingClientRect();
      if (at.bottom > top && child.matches(".message, .system")) return { child, offset: at.top };
    }
    return null;
  }

  #restore(anchor) {
    if (anchor?.child.isConnected) this.#parts.log.scrollTop += anchor.child.getBoundingClientRect().top - anchor.offset;
  }

  #scrolled() {
    const { log } = this.#parts;
    if (!this.visible) return;
    const below = log.scrollHeight - log.scrollTop - log.clientHeight;
    this.#atEnd = !this.#more && below < NEAR_END;
    if (this.#more && below < NEAR_TOP) this.dispatchEvent(new Event("bottom"));
    if (this.#atEnd) this.#unseen = 0;
    this.#drawJump();
    if (this.wantsOlder()) this.dispatchEvent(new Event("top"));
    this.dispatchEvent(new Event("scrolled"));
  }

  /** False where a message has none. */
  #openMenu(element) {
    const row = [...this.#rows.values()].find((one) => one.element === element);
    row?.openMenu?.();
    return Boolean(row?.openMenu);
  }

  #drawJump() {
    const { jump, "jump-label": label } = this.#parts;
    jump.hidden = this.#atEnd;
    label.textContent = this.#unseen
      ? fmt(ngettext("%(n)d new message", "%(n)d new messages", this.#unseen), { n: this.#unseen })
      : _("Jump to newest");
  }
}

function follows(before, message) {
  if (!before || before.message_type === "system" || message.message_type === "system") return false;
  if (before.sender?.id !== message.sender?.id) return false;
  return Date.parse(message.created_at) - Date.parse(before.created_at) < FOLLOW_WITHIN;
}
