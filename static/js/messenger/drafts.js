/**
 * What was begun and not sent, for each conversation and thread: at once on this device, a moment later on all of them.
 * Dispatches `draft` {key, content} when another device has changed one.
 */

import { api } from "../api.js";

const PAUSE = 1500;

export class Drafts extends EventTarget {
  #prefix;
  #timers = new Map();
  #told = new Set();
  #loaded = false;

  constructor({ me, socket }) {
    super();
    this.#prefix = `draft:${me.id}:`;
    socket.on("draft.updated", (draft) => this.take(draft));
    addEventListener("pagehide", () => this.#flush());
  }

  /** `key`: the id of the conversation, or of a thread's first message. */
  get(key) {
    return localStorage.getItem(this.#prefix + key) ?? "";
  }

  /** `place`: {conversation_id, thread_id}; an empty one is told at once. */
  set(key, text, place) {
    if (text === this.get(key)) return;
    this.#keep(key, text);
    clearTimeout(this.#timers.get(key)?.timer);
    if (!text && this.#loaded && !this.#told.has(key)) return void this.#timers.delete(key); // sent before anybody was told
    const tell = () => this.#tell(key, place);
    this.#timers.set(key, { tell, timer: setTimeout(tell, text ? PAUSE : 0) });
  }

  /** What the server has, when the page begins. */
  async load() {
    const found = await api.get("/api/v1/messenger/drafts").catch(() => []);
    this.#loaded = true;
    for (const draft of found) this.take(draft);
  }

  /** From another device; what is being written here is newer. */
  take({ conversation_id: conversation, thread_id: thread, content }) {
    const key = thread ?? conversation;
    if (content) this.#told.add(key);
    if (this.#timers.has(key) || content === this.get(key)) return;
    this.#keep(key, content);
    this.dispatchEvent(new CustomEvent("draft", { detail: { key, content } }));
  }

  #keep(key, text) {
    if (text) localStorage.setItem(this.#prefix + key, text);
    else localStorage.removeItem(this.#prefix + key);
  }

  async #tell(key, { conversation_id: conversation, thread_id }) {
    const asked = this.#timers.get(key);
    const body = { content: this.get(key), thread_id };
    if (body.content) this.#told.add(key);
    else this.#told.delete(key);
    await api.put(`/api/v1/messenger/conversations/${conversation}/draft`, body).catch(() => null); // kept here in any case
    if (this.#timers.get(key) === asked) this.#timers.delete(key);
  }

  #flush() {
    for (const { tell, timer } of this.#timers.values()) {
      clearTimeout(timer);
      tell();
    }
  }
}
