/** Search in messages and names of files: all one may see, or the open conversation. A hit leads to its place. */

import { api } from "../api.js";
import { $, announce, debounce, el, icon, parts } from "../dom.js";
import { _, fmt, ngettext } from "../i18n.js";
import { avatar } from "../components/avatar.js";
import { short } from "../time.js";
import { plain } from "./words.js";

const PAUSE = 250;
const WIDE = matchMedia("(min-width: 1180px)");

/** Dispatches `opened`, `closed`. */
export class SearchPanel extends EventTarget {
  #element = $("#search");
  #parts = parts(this.#element);
  #go;
  #here = null;
  #next = null;
  #asked = 0;
  #count = 0;

  /** `go(conversationId, messageId)` brings a message into sight. */
  constructor(go) {
    super();
    this.#go = go;
    const { words, form, inside, files, "search-close": close, "search-more": more } = this.#parts;
    const soon = debounce(() => this.#search(), PAUSE);
    words.addEventListener("input", soon);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#search();
    });
    inside.addEventListener("change", () => this.#search());
    files.addEventListener("change", () => this.#search());
    close.addEventListener("click", () => this.close());
    more.addEventListener("click", () => this.#more());
    this.#element.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
  }

  get isOpen() {
    return !this.#element.hidden;
  }

  /** `inside`: look in the open conversation alone. */
  open({ inside = false } = {}) {
    this.dispatchEvent(new Event("opened"));
    this.#element.hidden = false;
    this.#parts.inside.checked = inside && this.#here !== null;
    this.#parts.words.focus();
    this.#parts.words.select();
    this.#search();
  }

  close() {
    if (!this.isOpen) return;
    this.hide();
    this.dispatchEvent(new Event("closed"));
  }

  hide() {
    this.#element.hidden = true;
  }

  /** Which conversation is open beside it; null for none. */
  beside(conversation) {
    this.#here = conversation?.id ?? null;
    const { inside, "inside-label": label } = this.#parts;
    inside.disabled = !conversation;
    if (!conversation) inside.checked = false;
    label.textContent = _("Only in this conversation");
  }

  async #search() {
    const { words, files, inside } = this.#parts;
    const asked = ++this.#asked;
    const query = [words.value.trim(), files.checked && !words.value.includes("has:file") && "has:file"].filter(Boolean).join(" ");
    if (!query) return this.#clear();
    const where = inside.checked ? `&conversation_id=${this.#here}` : "";
    const page = await api.get(`/api/v1/messenger/search?q=${encodeURIComponent(query)}${where}`).catch((error) => error);
    if (asked !== this.#asked) return; // a later question is on its way
    this.#clear();
    if (page instanceof Error) return this.#say(Object.values(page.fields ?? {}).flat().join(" ") || page.detail);
    this.#add(page);
    if (!this.#count) this.#say(_("Nothing found. Try other words."));
    else announce(fmt(ngettext("%(n)d message found", "%(n)d messages found", this.#count), { n: this.#count }));
  }

  async #more() {
    const asked = this.#asked;
    const page = await api.get(this.#next).catch(() => null);
    if (page && asked === this.#asked) this.#add(page);
  }

  #clear() {
    const { hits, hint, "search-note": note, "search-more": more } = this.#parts;
    hits.replaceChildren();
    this.#count = 0;
    note.hidden = more.hidden = true;
    hint.hidden = this.#parts.words.value.trim() !== "";
  }

  #say(sentence) {
    const { "search-note": note } = this.#parts;
    note.textContent = sentence;
    note.hidden = false;
  }

  #add({ results, next }) {
    this.#next = next;
    this.#count += results.length;
    this.#parts["search-more"].hidden = !next;
    this.#parts.hits.append(...results.map((one) => this.#row(one)));
  }

  #row({ message, conversation, excerpt, files }) {
    const sender = message.sender ?? { id: 0, name: _("Somebody"), avatar: "" };
    return el("li", {}, el("button", { type: "button", class: "side-row", "data-testid": "search-hit", onclick: () => this.#choose(conversation.id, message.id) },
      avatar(sender, { size: "small" }),
      el("span", { class: "side-row-words" },
        el("b", { dir: "auto" }, sender.name), el("small", {}, short(message.created_at)),
        el("small", { class: "hit-where", dir: "auto" }, conversation.title || sender.name),
        excerpt.length > 0 && el("span", { dir: "auto" }, marked(excerpt.map(({ text, hit }) => ({ text: plain(text), hit })))),
        files.map((file) => el("span", { class: "hit-file", dir: "auto" }, icon("paperclip"), el("span", {}, marked(file.name)))))));
  }

  #choose(conversationId, messageId) {
    if (!WIDE.matches) this.hide();
    this.#go(conversationId, messageId);
  }
}

function marked(pieces) {
  return pieces.map(({ text, hit }) => (hit ? el("mark", {}, text) : text));
}
