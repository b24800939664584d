/**
 * The messages of one conversation as far as they are loaded. Confirmed ones are ordered by `seq`; what is not yet
 * confirmed stands behind them in the order it was written. Everything may come twice and in any order.
 */

export class Timeline {
  #byId = new Map();
  #byClient = new Map();

  /** `thread`: the id of the first message whose answers these are; null for the conversation itself. `since`: nothing up to this seq is ours. */
  constructor(thread = null, since = 0) {
    this.thread = thread;
    this.since = since;
    this.messages = [];
    this.pending = [];
    this.loaded = false;
    this.hasOlder = false;
    this.hasNewer = false;
  }

  /** What came before one did is not one's own; who was out and came back begins anew. */
  begin(since) {
    this.since = since;
    for (const { id, seq } of this.messages) if (seq <= since) this.#byId.delete(id);
    this.messages = this.messages.filter(({ seq }) => seq > since);
  }

  get items() {
    return [...this.messages, ...this.pending];
  }

  get oldestSeq() {
    return this.messages[0]?.seq ?? null;
  }

  get newestSeq() {
    return this.messages.at(-1)?.seq ?? 0;
  }

  find(id) {
    return this.#byId.get(id) ?? null;
  }

  /** Whether it was written here, confirmed or not. */
  wrote(clientId) {
    return this.#byClient.has(clientId);
  }

  awaits(clientId) {
    return this.pending.some((one) => one.client_id === clientId);
  }

  /** One page of history, newest first as the server sends it. */
  addPage(messages, hasOlder) {
    const first = !this.loaded;
    this.loaded = true;
    for (const message of messages) if (message.seq > this.since) this.#place(message);
    if (first || messages.length === 0 || messages.at(-1).seq <= this.oldestSeq) this.hasOlder = hasOlder;
  }

  /** A message as the server has it now. Older news of it, and what lies outside of the loaded part, change nothing. */
  put(message) {
    if ((message.thread_id ?? null) !== this.thread) return false;
    const known = this.#byId.get(message.id) ?? this.#byClient.get(message.client_id);
    return known || this.#covers(message.seq) ? this.#place(message) : false;
  }

  #covers(seq) {
    return this.loaded && seq > this.since && !(this.hasOlder && seq < this.oldestSeq) && !(this.hasNewer && seq > this.newestSeq);
  }

  #place(message) {
    const draft = this.#byClient.get(message.client_id);
    const known = this.#byId.get(message.id) ?? draft;
    if (draft && draft !== known) this.drop(message.client_id); // it came by another way before its ack
    if (known?.change >= message.change) return false;
    const same = known?.edited_at === message.edited_at; // what was confirmed before an edit were other words
    const acknowledged = { ...(same && known?.acknowledged), ...message.acknowledged }; // `mine` is left out of what all are told
    const merged = Object.assign(known ?? { key: message.client_id ?? message.id }, message, { acknowledged, state: "sent", refusal: null });
    this.#byId.set(message.id, merged);
    this.pending = this.pending.filter((one) => one !== merged);
    if (!this.messages.includes(merged)) this.#insert(merged);
    return true;
  }

  #insert(message) {
    let at = this.messages.length;
    while (at > 0 && this.messages[at - 1].seq > message.seq) at -= 1;
    this.messages.splice(at, 0, message);
  }

  tombstone(id, change) {
    const message = this.#byId.get(id);
    if (!message || message.change >= change) return false;
    Object.assign(message, { change, content: "", reply_to: null, deleted_at: new Date().toISOString() });
    return true;
  }

  /** What the person has just written. `draft`: {client_id, conversation_id, content, sender, created_at}. */
  addPending(draft) {
    const message = { message_type: "text", ...draft, key: draft.client_id, id: null, seq: null, change: -1, state: "sending", refusal: null };
    this.#byClient.set(draft.client_id, message);
    this.pending.push(message);
    return message;
  }

  /** The ack of a pending one: {id, seq, change, created_at}. */
  confirm(clientId, ack) {
    const message = this.#byClient.get(clientId);
    if (message) this.#place({ ...message, ...ack, client_id: clientId });
  }

  mark(clientId, state, refusal = null) {
    const message = this.#byClient.get(clientId);
    if (message && message.id === null) Object.assign(message, { state, refusal });
  }

  drop(clientId) {
    this.pending = this.pending.filter((one) => one.client_id !== clientId);
    this.#byClient.delete(clientId);
  }
}

/** Whether one message is later than the other, which may be none. */
export function newer(one, other) {
  return Boolean(one) && (!other || one.seq > other.seq);
}
