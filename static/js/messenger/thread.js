import { Timeline } from "./timeline.js";

/** The answers under one message, with that message before them. */
export class Thread extends Timeline {
  constructor(root) {
    super(root.id);
    this.root = { key: root.id, state: "sent", ...root };
    this.my = { following: false, last_read_seq: 0, unread: 0 };
  }

  get items() {
    return [this.root, ...super.items];
  }

  put(message) {
    if (message.id !== this.thread) return super.put(message);
    if (this.root.change >= message.change) return false;
    Object.assign(this.root, message);
    return true;
  }

  tombstone(id, change) {
    if (id !== this.thread) return super.tombstone(id, change);
    return this.put({ ...this.root, change, content: "", reply_to: null, deleted_at: new Date().toISOString() });
  }
}
