/** Where messages stand: in a conversation, or in a thread beside it. One view draws both. */

import { api } from "../api.js";
import { Timeline } from "./timeline.js";

const PAGE = 50;
const LARGEST_PAGE = 200;
const NEWEST = 10 ** 15;

export class ConversationPlace {
  arrives = "arrived";
  thread = null;

  constructor({ messenger, id }) {
    this.messenger = messenger;
    this.id = id;
  }

  /** What belongs to this place alone is kept under it: drafts, who is writing. */
  get key() {
    return this.id;
  }

  get timeline() {
    return this.window ?? this.#newest;
  }

  get #newest() {
    return this.messenger.store.timeline(this.id);
  }

  /** An older part that is looked at and does not reach the newest messages yet; null where the newest are shown. */
  get window() {
    return this.messenger.store.windows.get(this.id) ?? null;
  }

  get my() {
    return this.messenger.store.get(this.id).my;
  }

  has(message) {
    return message.conversation_id === this.id;
  }

  /** The newest, or what is older than what is there; rejects when it could not be had. */
  async load() {
    const { timeline } = this;
    const { loaded, oldestSeq } = timeline;
    const first = this.my.unread >= PAGE ? LARGEST_PAGE : PAGE;
    const query = loaded ? `before=${oldestSeq}&page_size=${PAGE}` : `page_size=${first}`;
    await this.#get(query, (page) => timeline.addPage(page.results, page.next !== null));
  }

  #get(query, take) {
    const address = `/api/v1/messenger/conversations/${this.id}/messages?${query}`;
    return this.messenger.sync.during(this.id, async () => take(await api.get(address)));
  }

  /** Show what stands around a message, by its id. */
  around(messageId) {
    return this.#get(`around=${messageId}&page_size=${PAGE}`, (page) => this.#look(page));
  }

  /** Show what comes after this number. */
  after(seq) {
    return this.#get(`after=${seq}&page_size=${PAGE}`, (page) => this.#look(page, true));
  }

  #look(page, hasOlder = page.next !== null) {
    const window = new Timeline();
    this.messenger.store.windows.set(this.id, window);
    window.addPage(page.results, hasOlder);
    window.hasNewer = page.previous !== null;
    this.#join();
  }

  async loadNewer() {
    const { window } = this;
    if (!window) return;
    await this.#get(`after=${window.newestSeq}&page_size=${PAGE}`, (page) => {
      window.addPage(page.results, window.hasOlder);
      window.hasNewer = page.previous !== null;
      this.#join();
    });
  }

  /** Where the older part has reached the newest one, they are one. */
  #join() {
    const { window } = this;
    const newest = this.#newest;
    if (!window) return; // left meanwhile
    if (window.hasNewer && !(newest.loaded && newest.oldestSeq <= window.newestSeq)) return;
    newest.addPage([...window.messages].reverse(), window.hasOlder);
    this.leave();
  }

  /** Back to the newest. */
  leave() {
    this.messenger.store.windows.delete(this.id);
  }

  read(seq) {
    const { socket, store, me } = this.messenger;
    socket.tell("message.read", { conversation_id: this.id, seq });
    store.read(this.id, me.id, seq);
  }
}

export class ThreadPlace {
  arrives = "replied";

  /** `root`: the message whose answers are shown. */
  constructor({ messenger, root }) {
    this.messenger = messenger;
    this.id = root.conversation_id;
    this.thread = root.id;
    this.timeline = messenger.store.thread(root);
  }

  get key() {
    return this.thread;
  }

  get my() {
    return this.timeline.my;
  }

  has(message) {
    return message.thread_id === this.thread;
  }

  load() {
    const { loaded, oldestSeq } = this.timeline;
    const before = loaded ? oldestSeq : NEWEST;
    const address = `/api/v1/messenger/messages/${this.thread}/thread?before=${before}&page_size=${PAGE}`;
    return this.messenger.sync.during(this.id, async () => this.#take(await api.get(address)));
  }

  #take(page) {
    this.timeline.my = page.my;
    this.timeline.put(page.root);
    this.timeline.addPage(page.results.reverse(), page.previous !== null);
  }

  read(seq) {
    this.my.last_read_seq = seq;
    this.messenger.socket.tell("thread.read", { message_id: this.thread, seq });
    this.messenger.following.read(this.thread);
  }
}
