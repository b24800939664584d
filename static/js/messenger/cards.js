import { debounce } from "../dom.js";

const GATHER = 300;

/** What other parts of the program show above an open conversation: pieces of HTML the server draws. */
export class Cards {
  #element;
  #kinds;
  #id = null;
  #asked = 0;

  /** `kinds`: [{address, events}] of messenger/registries.py; an event of the open conversation draws them anew. */
  constructor(element, { socket, kinds }) {
    this.#element = element;
    this.#kinds = kinds;
    const draw = debounce(() => this.#draw(), GATHER);
    for (const type of new Set(kinds.flatMap(({ events }) => events)))
      socket.on(type, ({ conversation_id: id, call }) => (id ?? call?.conversation_id) === this.#id && draw());
    socket.on("state", ({ state }) => state === "open" && draw());
  }

  /** Null when no conversation is open. */
  open(id) {
    if (id === this.#id) return;
    this.#id = id;
    this.#element.replaceChildren();
    this.#draw();
  }

  async #draw() {
    const id = this.#id;
    if (!id) return;
    const asked = ++this.#asked;
    const pieces = await Promise.all(this.#kinds.map(({ address }) => fetchPiece(address.replace("{id}", id))));
    if (asked !== this.#asked || id !== this.#id) return; // asked again meanwhile
    this.#element.replaceChildren(...pieces.flat());
  }
}

async function fetchPiece(address) {
  const response = await fetch(address, { credentials: "same-origin" }).catch(() => null);
  if (!response?.ok) return [];
  return [...new DOMParser().parseFromString(await response.text(), "text/html").body.children];
}
