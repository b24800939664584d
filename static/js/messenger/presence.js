/** Who is online of the people the page shows. The server tells only about those it was asked to watch. */

import { debounce } from "../dom.js";

const MOST = 500;

export class Presence extends EventTarget {
  #socket;
  #groups = new Map();
  #status = new Map();
  #ask = debounce(() => this.#request(), 50);

  constructor(socket) {
    super();
    this.#socket = socket;
    this.mine = "online";
    socket.on("ready", ({ status }) => this.chosen(status));
    socket.on("presence.chosen", ({ status }) => this.chosen(status));
    socket.on("ready", () => this.#request());
    socket.on("presence", ({ users }) => this.#take(users));
  }

  /** The people one part of the page shows; each part has its own set. */
  watch(part, ids) {
    if (String(this.#groups.get(part)) === String(ids)) return; // answers redraw the parts, which watch again
    this.#groups.set(part, ids);
    this.#ask();
  }

  /** What one has chosen oneself: online, away, dnd or invisible. */
  chosen(status) {
    if (!status) return;
    this.mine = status;
    this.dispatchEvent(new Event("change"));
  }

  /** online, away, in_lesson, dnd or offline */
  of(id) {
    return this.#status.get(id)?.status ?? "offline";
  }

  lastSeen(id) {
    return this.#status.get(id)?.last_seen ?? null;
  }

  async #request() {
    const ids = [...new Set([...this.#groups.values()].flat())].slice(0, MOST);
    if (!ids.length || this.#socket.state !== "open") return;
    try {
      this.#take((await this.#socket.request("presence.watch", { user_ids: ids })).users);
    } catch (error) {
      if (error.code === "rate_limited") setTimeout(this.#ask, error.retry_after * 1000);
    }
  }

  #take(users) {
    for (const [id, status] of Object.entries(users)) this.#status.set(Number(id), status);
    this.dispatchEvent(new Event("change"));
  }
}
