/** One message on the page, drawn from the one template and brought up to date in place. */

import { clone, el, icon, parts } from "../dom.js";
import { _, fmt, ngettext } from "../i18n.js";
import { avatar } from "../components/avatar.js";
import { ago, clock, full } from "../time.js";
import { drawAttachments } from "./attachments.js";
import { drawText } from "./text.js";
import { drawUnread } from "./unread.js";
import { readWords, systemIcon, systemWords } from "./words.js";

/** A drawn message. `actions`: see message_actions.js; each is called with the message, some also with their button. */
export class MessageRow {
  #drawn = "";
  #parts;
  #actions;
  #look = {};

  constructor(message, actions) {
    this.element = clone("message-template");
    this.#parts = parts(this.element);
    this.message = message;
    this.#parts.retry.addEventListener("click", () => actions.retry(this.message));
    this.#parts.discard.addEventListener("click", () => actions.discard(this.message));
    this.#actions = actions;
    const { acts, menu, react, reply, quote, thread, answers } = this.#parts;
    menu.addEventListener("click", () => actions.menu(this.message, menu, this.#look));
    for (const key of [thread, answers]) key.addEventListener("click", () => actions.thread(this.message));
    react.addEventListener("click", () => actions.react(this.message, react));
    reply.addEventListener("click", () => actions.reply(this.message));
    quote.addEventListener("click", () => actions.show?.(this.message.reply_to.id));
    acts.addEventListener("keydown", (event) => event.key === "Escape" && this.element.focus());
  }

  openMenu() {
    if (!this.#parts.acts.hidden) this.#parts.menu.click();
  }

  /** `look`: {mine, follow, last, reads, direct, hasMenu, mayReply, inThread, root, answers, unreadAnswers, named, acks}; draws only what changed. */
  draw(message, look) {
    this.message = message;
    this.#look = look;
    const now = [message.id, message.change, message.state, message.refusal, ...Object.values(look)].join("|");
    if (now === this.#drawn) return;
    this.#drawn = now;
    const row = this.element;
    row.dataset.state = message.state ?? "sent";
    if (message.id) row.dataset.id = message.id;
    row.classList.toggle("mine", look.mine);
    row.classList.toggle("follow", look.follow);
    row.classList.toggle("last", look.last);
    row.classList.toggle("root", look.root);
    row.dataset.testid = look.inThread ? "answer" : "message";
    this.#drawWho(message, look);
    this.#drawText(message);
    this.#drawMeta(message, look);
    this.#parts.acts.hidden = !look.hasMenu;
    this.#parts.reply.hidden = !look.mayReply;
    this.#parts.thread.hidden = !look.mayReply || look.inThread;
    this.#drawThread(message, look);
    this.#parts.pinned.hidden = !message.pinned || look.inThread;
    this.#parts.ack.replaceChildren(...(look.inThread ? [] : this.#actions.acknowledgement(message)));
    this.#drawReactions(message);
  }

  #drawWho(message, { mine, follow }) {
    const { who, name, role, time, avatar: place } = this.#parts;
    const sender = message.sender ?? { id: 0, name: _("Somebody"), avatar: "" };
    who.classList.toggle("visually-hidden", mine || follow); // read aloud at every message, shown at the first
    name.textContent = mine ? _("Me") : sender.name;
    role.hidden = mine || sender.role !== "teacher";
    role.textContent = _("Teacher");
    place.replaceChildren(...(mine || follow ? [] : [avatar(sender, { size: "small" })]));
    setTime(time, message.created_at);
  }

  #drawText(message) {
    const { bubble, text, deleted, files } = this.#parts;
    const gone = Boolean(message.deleted_at);
    const shown = gone ? [] : (message.attachments ?? []);
    bubble.hidden = !gone && !message.content && shown.length > 0;
    text.hidden = gone;
    deleted.hidden = !gone;
    this.element.classList.toggle("deleted", gone);
    text.replaceChildren(...(gone ? [] : drawText(message.content, this.#actions.named(message))));
    this.#drawQuote(message.reply_to);
    this.#drawFiles(files, shown);
  }

  /** What it answers to; empty words when that was deleted. */
  #drawQuote(quoted) {
    const { quote, "quote-name": name, "quote-text": text } = this.#parts;
    quote.hidden = !quoted;
    if (!quoted) return;
    name.textContent = quoted.sender?.name ?? _("Somebody");
    text.textContent = quoted.excerpt || _("Message without words");
  }

  /** How many answers hang on it, and how many of them are new. */
  #drawThread({ thread }, { answers, unreadAnswers }) {
    const { answers: button, "answers-count": count, "answers-when": when, "answers-unread": badge } = this.#parts;
    button.hidden = !answers;
    if (!answers) return;
    count.textContent = fmt(ngettext("%(n)d reply", "%(n)d replies", answers), { n: answers });
    when.textContent = ago(thread.last_reply_at);
    drawUnread(badge, unreadAnswers);
  }

  /** Only in the place of what changed: a chip in focus stays in focus. */
  #drawReactions(message) {
    const { reactions: place } = this.#parts;
    const focused = place.contains(document.activeElement) ? document.activeElement.dataset.emoji : null;
    place.replaceChildren(...(message.deleted_at ? [] : this.#actions.reactions(message)));
    place.hidden = place.children.length === 0;
    if (focused) [...place.children].find((one) => one.dataset.emoji === focused)?.focus();
  }

  /** Drawn once: a film that plays, or a picture being loaded, is not begun again with each change. */
  #drawFiles(place, files) {
    const ids = files.map((one) => one.id).join(" ");
    if (place.dataset.ids === ids) return;
    place.dataset.ids = ids;
    place.hidden = files.length === 0;
    place.replaceChildren(...drawAttachments(files, { spoken: this.message.message_type === "voice" }));
  }

  #drawMeta(message, { mine, reads, direct }) {
    const { meta, edited, state, failed, refusal, "own-time": time } = this.#parts;
    edited.hidden = !message.edited_at || Boolean(message.deleted_at);
    setTime(time, message.created_at);
    failed.hidden = message.state !== "failed";
    refusal.textContent = message.refusal ?? _("This message was not sent.");
    meta.hidden = message.state === "failed";
    state.replaceChildren(...(mine ? stateNodes(message, reads, direct) : []));
  }
}

function stateNodes(message, reads, direct) {
  if (message.state === "sending") return [icon("clock", _("Sending"))];
  if (message.deleted_at) return [];
  return [icon(reads ? "check-check" : "check", reads ? "" : _("Sent")), readWords(reads, direct)];
}

function setTime(element, iso) {
  element.textContent = clock(iso);
  element.dateTime = iso;
  element.title = full(iso);
}

/** A line nobody wrote. */
export function systemRow(message) {
  const call = message.content?.call_id;
  return el("li", { class: "system", "data-testid": "system-message", dataset: { kind: message.content?.kind ?? "" } },
    icon(systemIcon(message.content)), el("span", {}, systemWords(message.content)),
    el("time", { datetime: message.created_at, title: full(message.created_at) }, clock(message.created_at)),
    call && message.content.kind === "call_started" && el("a", { href: `/calls/${call}` }, _("Open")));
}
