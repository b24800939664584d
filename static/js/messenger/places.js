/** Where messages stand: in a conversation, or in a thread beside it. One view draws both. */

import { api } from "../api.js";

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
    return this.messenger.store.timeline(this.id);
  }

  get my() {
    return this.messenger.store.get(this.id).my;
  }

  has(message) {
    return message.conversation_id === this.id;
  }

  /** The newest, or what is older than what is there; rejects when it could not be had. */
  async load() {
    const { loaded, oldestSeq } = this.timeline;
    const first = this.my.unread >= PAGE ? LARGEST_PAGE : PAGE;
    const query = loaded ? `before=${oldestSeq}&page_size=${PAGE}` : `page_size=${first}`;
    this.messenger.store.addPage(this.id, await api.get(`/api/v1/messenger/conversations/${this.id}/messages?${query}`));
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

  async load() {
    const { loaded, oldestSeq } = this.timeline;
    const before = loaded ? oldestSeq : NEWEST;
    const page = await api.get(`/api/v1/messenger/messages/${this.thread}/thread?before=${before}&page_size=${PAGE}`);
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
