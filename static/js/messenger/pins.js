/** What is pinned in the open conversation, in its details; a click leads there. */

import { api } from "../api.js";
import { debounce, el } from "../dom.js";
import { avatar } from "../components/avatar.js";
import { short } from "../time.js";
import { plain, spoken } from "./words.js";

const GATHER = 150;

export class Pins {
  #parts;
  #go;
  #id = null;
  #pinned = [];
  #reload = debounce(() => this.#load(), GATHER);

  /** `go(conversationId, messageId)` brings a message into sight. */
  constructor(parts, { messenger, go }) {
    this.#parts = parts;
    this.#go = go;
    const { socket, store } = messenger;
    store.addEventListener("caught-up", ({ detail }) => detail.id === this.#id && this.#reload());
    socket.on("message.updated", ({ message }) => this.#news(message));
    socket.on("message.deleted", ({ message_id: id }) => this.#knows(id) && this.#reload());
  }

  open(id) {
    this.#id = id;
    this.#pinned = [];
    this.#draw();
    this.#load();
  }

  #knows(id) {
    return this.#pinned.some((one) => one.id === id);
  }

  #news({ id, conversation_id: conversation, pinned }) {
    if (conversation === this.#id && (pinned || this.#knows(id))) this.#reload();
  }

  async #load() {
    const id = this.#id;
    const found = await api.get(`/api/v1/messenger/conversations/${id}/pins`).catch(() => null);
    if (!found || id !== this.#id) return;
    this.#pinned = found;
    this.#draw();
  }

  #draw() {
    const { pins, "pin-list": list } = this.#parts;
    pins.hidden = this.#pinned.length === 0;
    list.replaceChildren(...this.#pinned.map((one) => this.#row(one)));
  }

  #row(message) {
    const { sender, thread_id: thread, id, created_at: at } = message;
    return el("li", {}, el("button", { type: "button", class: "side-row", "data-testid": "pinned-message", onclick: () => this.#go(this.#id, id), dataset: { thread: thread ?? "" } },
      avatar(sender ?? { id: 0, name: "?", avatar: "" }, { size: "small" }),
      el("span", { class: "side-row-words" }, el("b", { dir: "auto" }, sender?.name ?? ""), el("small", {}, short(at)), el("span", { dir: "auto" }, plain(spoken(message)).slice(0, 200)))));
  }
}
