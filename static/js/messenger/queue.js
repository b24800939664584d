/** What was written and not confirmed, kept in the browser (IndexedDB) over reloads and days without a connection. */

const STORE = "queue";

export class Queue {
  #open;

  /** Without IndexedDB (a private window) nothing is kept, and everything else works. */
  constructor(userId) {
    this.#open = open(`messenger-${userId}`).catch(() => null);
  }

  /** In the order of writing. */
  async all() {
    const found = await this.#run("readonly", (store) => store.getAll());
    return (found ?? []).sort((a, b) => a.at - b.at);
  }

  /** `entry` has a `client_id`. */
  put(entry) {
    return this.#run("readwrite", (store) => store.put(entry));
  }

  delete(clientId) {
    return this.#run("readwrite", (store) => store.delete(clientId));
  }

  async #run(mode, ask) {
    const database = await this.#open;
    if (!database) return undefined;
    return answer(ask(database.transaction(STORE, mode).objectStore(STORE))).catch(() => undefined);
  }
}

function open(name) {
  const asked = indexedDB.open(name, 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "client_id" });
  return answer(asked);
}

function answer(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
