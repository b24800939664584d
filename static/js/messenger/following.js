import { api } from "../api.js";
import { debounce } from "../dom.js";

const GATHER = 400;

/** Answers one has not read in threads one takes part in. Dispatches `change`. */
export class Following extends EventTarget {
  #unread = new Map();
  #asked = 0;
  #ask = debounce(() => this.#request(), GATHER);

  constructor({ socket, store, me }) {
    super();
    socket.on("ready", () => this.#ask());
    socket.on("message.created", ({ message }) => message.thread_id && message.sender?.id !== me.id && this.#ask());
    socket.on("message.deleted", () => this.#unread.size && this.#ask());
    socket.on("thread.read", () => this.#ask());
    store.addEventListener("removed", () => this.#ask());
  }

  /** Unread answers under a message. */
  of(rootId) {
    return this.#unread.get(rootId) ?? 0;
  }

  get total() {
    return [...this.#unread.values()].reduce((sum, one) => sum + one, 0);
  }

  /** The first message of a thread with unread answers; null when all are read. */
  get first() {
    return [...this.#unread.keys()][0] ?? null;
  }

  read(rootId) {
    if (!this.#unread.delete(rootId)) return;
    this.#asked += 1; // an answer that is under way does not know of it
    this.#ask();
    this.dispatchEvent(new Event("change"));
  }

  async #request() {
    const asked = ++this.#asked;
    const found = await api.get("/api/v1/messenger/unread").catch(() => null);
    if (!found || asked !== this.#asked) return;
    this.#unread = new Map(Object.entries(found.threads));
    this.dispatchEvent(new Event("change"));
  }
}
