/**
 * What was begun and not sent, for each conversation and thread: at once on this device, a moment later on all of them.
 * A draft is {content, quote}: the words, and the id of the message they answer. Dispatches `draft` {key} when another
 * device, or another tab of this browser, has changed one.
 */

import { api } from "../api.js";

const PAUSE = 1500;
const NONE = { content: "", quote: null };

export class Drafts extends EventTarget {
  #prefix;
  #timers = new Map();
  #told = new Set();
  #changes = new Map();
  #loading = null;
  #loaded = false;

  constructor({ me, socket }) {
    super();
    this.#prefix = `begun:${me.id}:`;
    socket.on("draft.updated", (draft) => this.take(draft));
    addEventListener("storage", ({ key }) => key?.startsWith(this.#prefix) && this.#changedBeside(key.slice(this.#prefix.length)));
    addEventListener("pagehide", () => this.#flush());
  }

  /** `key`: the id of the conversation, or of a thread's first message. */
  get(key) {
    const kept = localStorage.getItem(this.#prefix + key);
    return kept ? JSON.parse(kept) : NONE;
  }

  /** `place`: {conversation_id, thread_id}; an empty one is told at once. */
  set(key, draft, place) {
    if (same(draft, this.get(key))) return;
    this.#keep(key, draft);
    clearTimeout(this.#timers.get(key)?.timer);
    const { content } = draft;
    if (!content && this.#loaded && !this.#told.has(key)) return void this.#timers.delete(key); // sent before anybody was told
    const tell = () => this.#tell(key, place);
    this.#timers.set(key, { tell, timer: setTimeout(tell, content ? PAUSE : 0) });
  }

  /** What the server has, asked once: when the page shows drafts for the first time. */
  load() {
    return (this.#loading ??= this.#load());
  }

  async #load() {
    const found = await api.get("/api/v1/messenger/drafts").catch(() => []);
    this.#loaded = true;
    for (const draft of found) this.take(draft);
  }

  /** From another device; what is being written here is newer. */
  take({ conversation_id: conversation, thread_id: thread, content, reply_to_id: quote, change }) {
    const key = thread ?? conversation;
    if (change <= (this.#changes.get(key) ?? -1)) return; // older news, on another way
    this.#changes.set(key, change);
    const draft = content ? { content, quote } : NONE;
    if (content) this.#told.add(key);
    if (this.#timers.has(key) || same(draft, this.get(key))) return;
    this.#keep(key, draft);
    this.dispatchEvent(new CustomEvent("draft", { detail: { key } }));
  }

  /** Tabs of one browser keep their drafts in one place: what the server tells is no news there. */
  #changedBeside(key) {
    this.#told.add(key);
    this.dispatchEvent(new CustomEvent("draft", { detail: { key } }));
  }

  #keep(key, draft) {
    if (draft.content || draft.quote) localStorage.setItem(this.#prefix + key, JSON.stringify(draft));
    else localStorage.removeItem(this.#prefix + key);
  }

  async #tell(key, { conversation_id: conversation, thread_id }) {
    const asked = this.#timers.get(key);
    const { content, quote } = this.get(key);
    if (content) this.#told.add(key);
    else this.#told.delete(key);
    const body = { content, thread_id, reply_to_id: content ? quote : null };
    const kept = await api.put(`/api/v1/messenger/conversations/${conversation}/draft`, body).catch(() => null); // kept here in any case
    if (kept) this.#changes.set(key, Math.max(kept.change, this.#changes.get(key) ?? -1));
    if (this.#timers.get(key) === asked) this.#timers.delete(key);
  }

  #flush() {
    for (const { tell, timer } of this.#timers.values()) {
      clearTimeout(timer);
      tell();
    }
  }
}

function same(one, other) {
  return one.content === other.content && one.quote === other.quote;
}
