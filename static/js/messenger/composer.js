/** Where one writes. Enter sends, Shift+Enter breaks the line; a letter being composed is never sent half. */

import { $, announce, parts, setIcon } from "../dom.js";
import { _, fmt } from "../i18n.js";
import { spoken } from "./words.js";

const TALLEST = 200;
const ROOM_FOR_TITLE = 16;

export class Composer extends EventTarget {
  #parts;
  #drafts;
  #find;
  #tray;
  #waits = false;
  #place = null;
  #where = null;
  #editing = null;
  #quoted = null;

  /** `find(id)` resolves to a message of the conversation, or null; `signal` ends it. Dispatches `send` {content, attachments, replyTo}, `edit` {message, content}, `typing`, `idle`, and `edit-last`. */
  constructor(element, { drafts, tray, find, signal }) {
    super();
    this.#parts = parts(element);
    this.#drafts = drafts;
    this.#find = find;
    this.#tray = tray;
    const { composer, input, cancel } = this.#parts;
    drafts.addEventListener("draft", ({ detail }) => detail.key === this.#place && !this.#editing && this.#begun(), { signal });
    tray.addEventListener("change", () => this.#uploaded(), { signal });
    composer.addEventListener("submit", (event) => this.#submit(event), { signal });
    input.addEventListener("input", () => this.#changed(), { signal });
    input.addEventListener("keydown", (event) => this.#key(event), { signal });
    cancel.addEventListener("click", () => this.#cancel(), { signal });
  }

  /** Show it for a conversation or a thread of it, with what was written there before; a sentence where one may not write. */
  open(conversation, { key, thread = null }) {
    const { "closed-text": sentence, input } = this.#parts;
    this.#place = key;
    this.#where = { conversation_id: conversation.id, thread_id: thread };
    this.#quoted = null;
    this.#setEditing(null);
    this.allow(conversation.rules.post);
    this.#busy();
    sentence.textContent = closedWords(conversation);
    input.placeholder = thread ? _("Reply in the thread") : placeholder(conversation);
    this.#begun();
  }

  /** What was begun here, on whichever device. */
  #begun() {
    const { content, quote } = this.#drafts.get(this.#place);
    this.#set(content);
    if (quote !== (this.#quoted?.id ?? null)) this.#fetchQuote(quote);
  }

  /** Until its words are known nothing is shown, but it is sent along. */
  async #fetchQuote(id) {
    const quoted = id && { id, content: "", awaited: true };
    this.#show(quoted);
    const found = id && (await this.#find(id));
    if (this.#quoted === quoted) this.#show(found);
  }

  /** Whether one may write here, which may change while it is open. */
  allow(may) {
    const { composer, closed } = this.#parts;
    composer.hidden = !may;
    closed.hidden = may;
    this.#tray.open(may);
  }

  focus() {
    if (!this.#parts.composer.hidden) this.#parts.input.focus({ preventScroll: true });
  }

  /** `content`: what one has made of it before. */
  edit(message, content = message.content) {
    this.#setEditing(message);
    this.#set(content);
    this.focus();
  }

  stopEditing() {
    if (!this.#editing) return;
    this.#setEditing(null);
    this.#begun();
    this.focus();
  }

  /** The next message quotes this one. */
  reply(message) {
    this.stopEditing();
    this.#quote(message);
    this.focus();
  }

  #quote(message) {
    this.#show(message);
    this.#keep();
  }

  #show(quoted) {
    this.#quoted = quoted;
    this.#drawContext();
  }

  #keep() {
    this.#drafts.set(this.#place, { content: this.#parts.input.value, quote: this.#quoted?.id ?? null }, this.#where);
  }

  #cancel() {
    if (this.#editing) return this.stopEditing();
    this.#quote(null);
    this.focus();
  }

  #setEditing(message) {
    this.#editing = message;
    this.#tray.hide(message !== null);
    this.#drawContext();
  }

  /** Above the text: that an older message is being changed, or which one is quoted. */
  #drawContext() {
    const { context, "context-text": text } = this.#parts;
    const quoted = this.#quoted?.awaited ? null : this.#quoted;
    context.hidden = !this.#editing && !quoted;
    setIcon($("svg", context), this.#editing ? "pencil" : "reply");
    text.textContent = this.#editing ? _("You are changing your message. Escape cancels.") : quoted ? quoteWords(quoted) : "";
  }

  #key(event) {
    // 229: browsers that report the Enter which ends a Korean syllable after isComposing was cleared
    if (event.isComposing || event.keyCode === 229) return;
    const { input, composer } = this.#parts;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      composer.requestSubmit();
    } else if (event.key === "Escape" && (this.#editing || this.#quoted)) {
      event.stopPropagation();
      this.#cancel();
    } else if (event.key === "ArrowUp" && input.value === "") {
      event.preventDefault();
      this.dispatchEvent(new Event("edit-last"));
    }
  }

  #submit(event) {
    event.preventDefault();
    const content = this.#parts.input.value.trim();
    const editing = this.#editing;
    if (!content && !(editing ? editing.attachments?.length : this.#tray.uploads.length)) return;
    if (editing) {
      this.stopEditing();
      return void this.dispatchEvent(new CustomEvent("edit", { detail: { message: editing, content } }));
    }
    if (!this.#tray.ready) return this.#wait();
    const attachments = this.#tray.take();
    const replyTo = this.#quoted;
    this.#set("");
    this.#quote(null);
    this.focus();
    this.dispatchEvent(new CustomEvent("send", { detail: { content, attachments, replyTo } }));
  }

  /** Sent by itself as soon as the last file has arrived; one that failed is to be looked at first. */
  #wait() {
    this.#waits = this.#tray.busy;
    announce(this.#waits ? _("Sent as soon as the files are uploaded.") : _("A file was not uploaded. Try again or remove it."));
    this.#busy();
  }

  #uploaded() {
    const { composer } = this.#parts;
    const goes = this.#waits && this.#tray.ready && this.#tray.uploads.length > 0;
    if (!this.#tray.busy) this.#waits = false;
    this.#busy();
    this.#grow();
    if (goes && !this.#editing) composer.requestSubmit();
  }

  #busy() {
    const { send } = this.#parts;
    if (this.#waits) send.setAttribute("aria-busy", "true");
    else send.removeAttribute("aria-busy");
  }

  #changed() {
    const { input } = this.#parts;
    this.#grow();
    if (this.#editing) return;
    this.#keep();
    this.dispatchEvent(new Event(input.value.trim() ? "typing" : "idle"));
  }

  #set(text) {
    this.#parts.input.value = text;
    this.#grow();
  }

  #grow() {
    const { input, send } = this.#parts;
    input.style.blockSize = "auto";
    input.style.blockSize = `${Math.min(input.scrollHeight, TALLEST)}px`;
    input.style.overflowY = input.scrollHeight > TALLEST ? "auto" : "hidden";
    send.classList.toggle("idle", !input.value.trim() && !this.#tray.uploads.length);
  }
}

function quoteWords(message) {
  return fmt(_("Reply to %(name)s: %(text)s"), { name: message.sender?.name ?? _("Somebody"), text: spoken(message).replace(/\s+/gu, " ").slice(0, 120) });
}

function closedWords({ type }) {
  if (type === "direct") return _("You can no longer write to each other: this person has left, or the school does not allow it.");
  return _("Only teachers write here. You can read everything.");
}

function placeholder({ partner, title }) {
  if (title.length > ROOM_FOR_TITLE) return _("Write a message");
  return partner ? fmt(_("Write to %(name)s"), { name: partner.name }) : fmt(_("Message %(title)s"), { title });
}
