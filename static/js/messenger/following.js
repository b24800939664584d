import { api } from "../api.js";
import { debounce } from "../dom.js";

const GATHER = 400;

/** Answers one has not read in threads one takes part in. Dispatches `change`. */
export class Following extends EventTarget {
  #unread = new Map();
  #asked = 0;
  #waits = 0;
  #known = false;
  #ask = debounce(() => this.#request(), GATHER);

  constructor({ socket, store, me }) {
    super();
    socket.on("ready", () => this.#known || this.#ask()); // afterwards it is caught up
    socket.on("message.created", ({ message }) => message.thread_id && (message.sender?.id !== me.id || this.of(message.thread_id)) && this.#ask());
    socket.on("message.deleted", () => this.#unread.size && this.#ask());
    socket.on("thread.read", () => this.#ask());
    for (const type of ["removed", "renewed"]) store.addEventListener(type, () => this.#ask());
    store.addEventListener("followed", ({ detail }) => this.#take(detail.threads));
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

  /** What a sync told of some of them. */
  #take(threads) {
    if (!threads.length) return;
    for (const { message_id: id, unread } of threads) {
      if (unread) this.#unread.set(id, unread);
      else this.#unread.delete(id);
    }
    this.#asked += 1;
    if (this.#waits) this.#ask(); // an answer that is under way may be older, and was asked for something newer
    this.dispatchEvent(new Event("change"));
  }

  async #request() {
    const asked = ++this.#asked;
    this.#waits += 1;
    const found = await api.get("/api/v1/messenger/unread").catch(() => null);
    this.#waits -= 1;
    if (!found) this.#known = false;
    if (!found || asked !== this.#asked) return;
    this.#known = true;
    this.#unread = new Map(Object.entries(found.threads));
    this.dispatchEvent(new Event("change"));
  }
}
