/** Asks the server how many are new where the page cannot tell by itself: one question at a time. */

import { api } from "../api.js";

export class Recount {
  #store;
  #wanted = new Set();
  #asking = null;

  constructor(store) {
    this.#store = store;
    store.addEventListener("uncounted", ({ detail }) => this.#ask(detail.id));
  }

  #ask(id) {
    this.#wanted.add(id);
    this.#asking ??= this.#drain().finally(() => (this.#asking = null));
  }

  /** What is wanted again while its answer is awaited comes again. */
  async #drain() {
    for (const id of this.#wanted) {
      this.#wanted.delete(id);
      const conversation = await api.get(`/api/v1/messenger/conversations/${id}`).catch(() => null);
      if (conversation) this.#store.counted(id, conversation);
    }
  }
}
