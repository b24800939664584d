/**
 * What was written and is not yet confirmed. A lost socket only delays it: it is sent again with the same
 * client_id, which the server answers with the first one. It outlives a reload. Only a refusal makes a message fail.
 */

import { uuid } from "../dom.js";
import { Queue } from "./queue.js";

const EXCERPT = 140;

/** Dispatches `failed` {conversation_id, thread_id, sentence}. */
export class Outbox extends EventTarget {
  #socket;
  #store;
  #sync;
  #waiting = new Map();
  #left = [];
  #hold = null;
  #queue;

  constructor({ socket, store, sync }) {
    super();
    this.#socket = socket;
    this.#store = store;
    this.#sync = sync;
    this.#queue = new Queue(store.me.id);
    this.#restore();
    socket.on("ready", () => this.#flush());
    store.addEventListener("conversation", () => this.#left.length && this.#resume());
  }

  /** `attachments`: shapes of uploaded files; `replyTo`: the message that is quoted; `voice`: the one file was spoken here. */
  send(conversationId, content, { replyTo = null, threadId = null, attachments = [], voice = false } = {}) {
    const draft = {
      client_id: uuid(),
      conversation_id: conversationId,
      content,
      message_type: voice ? "voice" : attachments.length ? "file" : "text",
      attachments,
      thread_id: threadId,
      reply_to: replyTo && quote(replyTo),
      sender: this.#store.me,
      created_at: new Date().toISOString(),
    };
    this.#queue.put({ ...draft, at: Date.now() });
    this.#store.pending(conversationId, draft);
    this.#enqueue(draft);
  }

  /** What an earlier page could not send; the server may have it already, and says so. */
  async #restore() {
    this.#left = (await this.#queue.all()).filter((one) => !this.#waiting.has(one.client_id));
    this.#resume();
  }

  /** A conversation may come to be known to the page later than what was left for it. */
  #resume() {
    const ready = this.#left.filter((one) => this.#store.get(one.conversation_id));
    this.#left = this.#left.filter((one) => !ready.includes(one));
    for (const { at: _at, refusal, ...draft } of ready) {
      const { conversation_id: id, client_id } = draft;
      this.#store.pending(id, draft);
      if (refusal) this.#store.mark(id, client_id, "failed", refusal);
      else this.#enqueue(draft, { repeated: true });
    }
  }

  retry(message) {
    this.#store.mark(message.conversation_id, message.client_id, "sending");
    this.#note(message.client_id, null);
    this.#enqueue(message, { repeated: true });
  }

  discard(message) {
    this.#waiting.delete(message.client_id);
    this.#queue.delete(message.client_id);
    this.#store.drop(message.conversation_id, message.client_id);
  }

  #enqueue({ client_id, conversation_id, content, message_type, thread_id, reply_to, attachments }, { repeated = false } = {}) {
    const fields = { client_id, conversation_id, content };
    if (attachments.length) fields.attachment_ids = attachments.map((one) => one.id);
    if (message_type === "voice") fields.message_type = message_type;
    if (thread_id) fields.thread_id = thread_id;
    if (reply_to) fields.reply_to_id = reply_to.id;
    this.#waiting.set(client_id, { fields, inFlight: false, repeated });
    this.#flush();
  }

  /** In the order of writing; the server answers a socket's messages in the order it got them. */
  #flush() {
    if (this.#hold) return;
    for (const entry of this.#waiting.values()) if (!entry.inFlight) this.#transmit(entry);
  }

  async #transmit(entry) {
    const { fields } = entry;
    entry.inFlight = true;
    try {
      this.#sent(entry, await this.#socket.request("message.send", fields));
    } catch (error) {
      Object.assign(entry, { inFlight: false, repeated: true });
      this.#refused(fields, error);
    }
  }

  /** The answer to a repeat may be older news: the message could have been changed since, elsewhere. Sync tells. */
  #sent({ fields: { conversation_id, client_id }, repeated }, { id, seq, change, created_at }) {
    this.#waiting.delete(client_id);
    this.#queue.delete(client_id);
    this.#store.confirm(conversation_id, client_id, { id, seq, change: repeated ? 0 : change, created_at });
    if (repeated) this.#sync.ask([conversation_id]);
    else this.#sync.note(conversation_id, change);
  }

  #refused(fields, error) {
    if (error.code === "offline") {
      if (this.#socket.state === "open") this.#pause(1); // unanswered on a living socket: ask again
      return;
    }
    if (error.code === "rate_limited") return this.#pause(error.retry_after ?? 1);
    this.#waiting.delete(fields.client_id);
    const sentence = Object.values(error.fields ?? {}).flat().join(" ") || error.detail;
    this.#store.mark(fields.conversation_id, fields.client_id, "failed", sentence);
    this.#note(fields.client_id, sentence);
    this.dispatchEvent(new CustomEvent("failed", { detail: { conversation_id: fields.conversation_id, thread_id: fields.thread_id, sentence } }));
  }

  /** A reload shows it as it is: refused, with the reason. */
  async #note(clientId, refusal) {
    const entry = (await this.#queue.all()).find((one) => one.client_id === clientId);
    if (entry) this.#queue.put({ ...entry, refusal });
  }

  #pause(seconds) {
    this.#hold ??= setTimeout(() => {
      this.#hold = null;
      this.#flush();
    }, seconds * 1000);
  }
}

/** What the server will say of the quoted message. */
function quote({ id, sender, content }) {
  return { id, sender, excerpt: content.slice(0, EXCERPT) };
}
