/**
 * One's own side, changed on other devices: settings of conversations, reads, drafts; caught up by its own number
 * after reconnecting, on focus, once a minute, and when the server says so.
 * Dispatches `change` when whether others see one's reads (`tellsReads`) is another.
 */

const MINUTE = 60_000;

export class OwnSide extends EventTarget {
  #socket;
  #store;
  #drafts;
  #known;

  /** `known`: the number from before the page's data was read; left out: that of the first `ready`. */
  constructor({ socket, store, drafts, known = null }) {
    super();
    this.tellsReads = true;
    this.#known = known;
    this.#socket = socket;
    this.#store = store;
    this.#drafts = drafts;
    socket.on("ready", ({ own }) => this.#ready(own));
    socket.on("sync.required", () => this.#ask());
    addEventListener("focus", () => this.#ask());
    setInterval(() => this.#ask(), MINUTE);
    for (const type of ["ready", "preferences.changed"]) socket.on(type, ({ read_receipts: told }) => this.prefers(told));
    for (const type of ["conversation.settings", "draft.updated"]) socket.on(type, ({ change }) => this.#note(change));
    socket.on("conversation.settings", ({ conversation_id: id, muted_until, pinned, archived }) => store.own(id, { muted_until, pinned, archived }));
  }

  /** Others see how far one has read, or nobody does. */
  prefers(told) {
    if (told === undefined || told === this.tellsReads) return;
    this.tellsReads = told;
    this.dispatchEvent(new Event("change"));
  }

  /** Behind a hole, which a read of one's own leaves too, the next question begins at the hole. */
  #note(change) {
    if (this.#known !== null && change === this.#known + 1) this.#known = change;
  }

  /** Ask for what came since the page's data was read, or while the connection was lost. */
  async #ready(own) {
    if (own === undefined) return;
    this.#known ??= own;
    if (own > this.#known) await this.#ask();
  }

  async #ask() {
    for (let more = this.#known !== null && this.#socket.state === "open"; more; ) {
      const found = await this.#socket.request("sync.request", { conversations: {}, own: this.#known }).catch(() => null);
      if (!found?.own) return; // the next `ready` asks again
      this.#take(found.own);
      more = found.own.more;
    }
  }

  #take({ head, conversations, threads, drafts }) {
    this.#known = Math.max(this.#known, head);
    this.#store.followed(threads);
    for (const { conversation_id: id, seq, my } of conversations) this.#store.own(id, my, seq);
    for (const draft of drafts) this.#drafts.take(draft);
  }
}
