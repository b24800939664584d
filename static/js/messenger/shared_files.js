/** The files of the open conversation, in its details. */

import { api } from "../api.js";
import { el } from "../dom.js";
import { fileSize } from "../sizes.js";
import { date } from "../time.js";
import { card } from "./attachments.js";

const FIRST = 5;
const MORE = 20;

export class SharedFiles {
  #parts;
  #store;
  #id = null;
  #last = null;
  #files = [];
  #next = null;
  #folded = true;

  constructor(parts, { store, socket }) {
    this.#parts = parts;
    this.#store = store;
    parts["shared-more"].addEventListener("click", () => this.#more());
    store.addEventListener("conversation", ({ detail }) => detail.id === this.#id && this.#news());
    store.addEventListener("caught-up", ({ detail }) => detail.id === this.#id && this.#load());
    socket.on("message.deleted", ({ conversation_id, message_id }) => this.#knows(conversation_id, message_id) && this.#load());
  }

  open(id) {
    this.#id = id;
    this.#files = [];
    this.#next = null;
    this.#folded = true;
    this.#last = this.#newest();
    this.#draw();
    this.#load();
  }

  #newest() {
    const last = this.#store.get(this.#id)?.last_message;
    return last?.message_type === "file" ? `${last.id} ${last.deleted_at}` : this.#last;
  }

  /** Ours or another's: a message with files is the last one now, or was deleted. */
  #news() {
    const newest = this.#newest();
    if (newest === this.#last) return;
    this.#last = newest;
    this.#load();
  }

  #knows(conversationId, messageId) {
    return conversationId === this.#id && this.#files.some((one) => one.message_id === messageId);
  }

  async #load() {
    await this.#fetch(`/api/v1/messenger/conversations/${this.#id}/files?page_size=${FIRST}`, () => (this.#files = []));
  }

  async #more() {
    const folded = this.#folded && this.#files.length > FIRST;
    this.#folded = false;
    if (folded) this.#draw();
    else if (this.#next) await this.#fetch(this.#next.replace(/page_size=\d+/, `page_size=${MORE}`));
  }

  async #fetch(address, before = () => {}) {
    const id = this.#id;
    const page = await api.get(address).catch(() => null);
    if (!page || id !== this.#id) return;
    before();
    this.#files.push(...page.results);
    this.#next = page.next;
    this.#draw();
  }

  #draw() {
    const { shared, "shared-list": list, "shared-more": more } = this.#parts;
    shared.hidden = this.#files.length === 0;
    const shown = this.#folded ? this.#files.slice(0, FIRST) : this.#files;
    more.hidden = !this.#next && shown.length === this.#files.length;
    list.replaceChildren(...shown.map((one) => el("li", {}, card(one, note(one)))));
  }
}

function note(file) {
  return [fileSize(file.size), file.sender?.name, date(file.created_at)].filter(Boolean).join(" · ");
}
