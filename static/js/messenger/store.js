/**
 * What the page knows of conversations: their shapes, their messages, their people. No document, no socket.
 *
 * Dispatches `conversation` {id} (its row changed), `messages` {id}, `people` {id}, `removed` {id}, `caught-up` {id}
 * (events were missed), `uncounted` {id} (how many are new has to be asked), `followed` {threads} (one's own side of threads), `renewed` {id} (one came to it, or back), and for news of others `arrived` {message}, or `replied` {message} when it stands in a thread.
 */

import { Count, isNews } from "./count.js";
import { People } from "./people.js";
import { Thread } from "./thread.js";
import { newer, Timeline } from "./timeline.js";

export class Store extends EventTarget {
  constructor({ me, conversations = [] }) {
    super();
    this.me = me;
    this.conversations = new Map(conversations.map((one) => [one.id, one]));
    this.counts = new Map(conversations.map((one) => [one.id, new Count(one)]));
    this.timelines = new Map();
    this.threads = new Map();
    this.windows = new Map();
    this.people = new People();
  }

  get(id) {
    return this.conversations.get(id) ?? null;
  }

  timeline(id) {
    if (!this.timelines.has(id)) this.timelines.set(id, new Timeline(null, this.get(id)?.my.from_seq));
    return this.timelines.get(id);
  }

  /** The answers under one message. */
  thread(root) {
    const thread = this.#threadOf(root.conversation_id, root.id);
    thread.put(root);
    return thread;
  }

  /** Answers may be known before the message they stand under. */
  #threadOf(id, rootId) {
    if (!this.threads.has(rootId)) this.threads.set(rootId, new Thread({ id: rootId, conversation_id: id, change: -1 }));
    return this.threads.get(rootId);
  }

  /** Where messages of a conversation may stand: in it, in an older part one looks at, in its threads that were opened. */
  #places(id) {
    const threads = [...this.threads.values()].filter((one) => one.root.conversation_id === id);
    return [this.timelines.get(id), this.windows.get(id), ...threads].filter(Boolean);
  }

  #placeOf(id, clientId) {
    return this.#places(id).find((one) => one.wrote(clientId)) ?? this.timeline(id);
  }

  /** A message that is loaded, wherever it stands. */
  find(id, messageId) {
    return this.#places(id).map((one) => one.find(messageId)).find(Boolean) ?? null;
  }

  /** What one keeps on top first, then by newest activity. */
  list() {
    const activity = (one) => one.last_message?.created_at ?? one.created_at ?? "";
    return [...this.conversations.values()].sort((a, b) => Number(b.my.pinned ?? false) - Number(a.my.pinned ?? false) || (activity(a) < activity(b) ? 1 : -1));
  }

  get unread() {
    return [...this.conversations.values()].reduce((sum, one) => sum + (one.my.archived ? 0 : one.my.unread), 0);
  }

  /** A whole Conversation shape. Ours may already know of a later message or read position. */
  add(conversation) {
    const known = this.get(conversation.id);
    if (known && newer(known.last_message, conversation.last_message)) conversation.last_message = known.last_message;
    if (known && known.my.from_seq < conversation.my.from_seq) this.#beginAnew(conversation.id, conversation.my.from_seq);
    this.conversations.set(conversation.id, conversation);
    this.counted(conversation.id, conversation);
    if (!known) this.#tell("renewed", conversation.id);
  }

  /** What the server counts in a Conversation shape; ours may already know of a later message or read position. */
  counted(id, { seq, my }) {
    if (!this.conversations.has(id)) return;
    if (this.counts.has(id)) this.counts.get(id).told({ seq, my });
    else this.counts.set(id, new Count({ seq, my }));
    this.#count(id);
  }

  #count(id) {
    const { read, unread } = this.counts.get(id);
    Object.assign(this.get(id).my, { last_read_seq: read, unread });
    this.#tell("conversation", id);
  }

  /** One was out of it and came back, unnoticed by this page. */
  #beginAnew(id, since) {
    for (const place of this.#places(id)) place.begin(since);
    for (const { thread, root } of this.threads.values()) if (root.conversation_id === id && root.seq <= since) this.threads.delete(thread);
    this.#tell("renewed", id);
  }

  remove(id) {
    if (!this.conversations.delete(id)) return;
    for (const known of [this.counts, this.timelines, this.windows]) known.delete(id);
    for (const { thread, root } of this.threads.values()) if (root.conversation_id === id) this.threads.delete(thread);
    this.people.forget(id);
    this.#tell("removed", id);
  }

  update(id, fields) {
    const conversation = this.get(id);
    if (!conversation) return;
    Object.assign(conversation, fields);
    this.#tell("conversation", id);
  }

  /** One's own side of it: {muted_until, pinned, archived}, or all of `my`, counted up to `seq`. */
  own(id, settings, seq = null) {
    const conversation = this.get(id);
    if (!conversation) return;
    conversation.my = { ...conversation.my, ...settings };
    if (seq !== null) this.counts.get(id).told({ seq, my: settings });
    this.#count(id);
  }

  /** One's own side of threads: [{message_id, last_read_seq, unread}]. */
  followed(threads) {
    for (const { message_id: root, last_read_seq: seq, unread } of threads) {
      const thread = this.threads.get(root);
      if (thread) thread.my = { following: true, last_read_seq: Math.max(thread.my.last_read_seq, seq), unread };
    }
    this.dispatchEvent(new CustomEvent("followed", { detail: { threads } }));
  }

  addPage(id, page) {
    this.timeline(id).addPage(page.results, page.next !== null);
    this.#tell("messages", id);
  }

  setPeople(id, participants) {
    this.people.load(id, participants);
    this.#peopleChanged(id);
  }

  #peopleChanged(id) {
    const people = this.people.in(id);
    const members = people.filter((one) => one.role === "member");
    if (this.people.knows(id)) this.update(id, { participant_count: people.length, member_count: members.length });
    this.#tell("people", id);
  }

  /** What a sync brought: {messages, participants, threads, conversation}. */
  catchUp(id, { messages, participants, threads, conversation }) {
    for (const place of this.#places(id)) for (const message of messages) if (place.loaded || place.awaits(message.client_id)) place.put(message);
    for (const one of participants) this.people.put(id, one);
    this.add(conversation);
    this.followed(threads);
    this.#tell("messages", id);
    if (participants.length) this.#tell("people", id);
    this.#tell("caught-up", id);
  }

  /** `message.created`; our own of another device count as read. */
  created(message) {
    const conversation = this.get(message.conversation_id);
    if (!conversation) return;
    if (message.thread_id) return this.#replied(message, conversation);
    const timeline = this.timeline(message.conversation_id);
    const fresh = timeline.loaded ? timeline.put(message) : newer(message, conversation.last_message);
    if (newer(message, conversation.last_message)) conversation.last_message = message;
    conversation.seq = Math.max(conversation.seq, message.seq);
    if (isNews(message, this.me)) this.counts.get(conversation.id).arrived(message.seq);
    this.#count(conversation.id);
    this.#tell("messages", conversation.id);
    if (fresh) this.dispatchEvent(new CustomEvent("arrived", { detail: { message } }));
  }

  /** An answer beside the conversation. */
  #replied(message, conversation) {
    conversation.seq = Math.max(conversation.seq, message.seq);
    const thread = this.threads.get(message.thread_id);
    const fresh = thread?.loaded ? thread.put(message) : true;
    this.#tell("messages", conversation.id);
    if (fresh) this.dispatchEvent(new CustomEvent("replied", { detail: { message } }));
  }

  updated(message) {
    const conversation = this.get(message.conversation_id);
    if (conversation?.last_message?.id === message.id) this.update(conversation.id, { last_message: message });
    const changed = this.#places(message.conversation_id).filter((place) => place.put(message));
    if (changed.length) this.#tell("messages", message.conversation_id);
  }

  /** One has confirmed it on another page. */
  acknowledged(id, messageId) {
    const message = this.timelines.get(id)?.find(messageId);
    if (!message) return;
    message.acknowledged = { ...message.acknowledged, mine: true };
    this.#tell("messages", id);
  }

  /** False when the loaded part does not know the message: its creation may have been missed too. */
  deleted(id, messageId, change) {
    const conversation = this.get(id);
    if (conversation) this.#lessOne(id, this.find(id, messageId) ?? [conversation.last_message].find((one) => one?.id === messageId));
    if (conversation?.last_message?.id === messageId) {
      const gone = { ...conversation.last_message, content: "", deleted_at: new Date().toISOString(), change };
      this.update(id, { last_message: gone });
    }
    const places = this.#places(id);
    if (places.filter((one) => one.tombstone(messageId, change)).length) this.#tell("messages", id);
    return !this.timelines.get(id)?.loaded || places.some((one) => one.find(messageId) !== null);
  }

  #lessOne(id, message) {
    if (message && !isNews(message, this.me)) return;
    const certain = this.counts.get(id).deleted(message?.seq ?? null);
    this.#count(id);
    if (!certain) this.#tell("uncounted", id);
  }

  /** How far others have read: {conversation: {person: seq, or null}}. */
  positions(positions) {
    for (const [id, people] of Object.entries(positions)) {
      for (const [userId, seq] of Object.entries(people)) this.people.read(id, Number(userId), seq);
      this.#tell("messages", id);
    }
  }

  /** Somebody has read up to `seq`; our own position may come from another device. */
  read(id, userId, seq) {
    this.people.read(id, userId, seq);
    if (userId === this.me.id) this.#readMyself(id, seq);
    this.#tell("messages", id);
  }

  #readMyself(id, seq) {
    const conversation = this.get(id);
    if (!conversation || seq <= conversation.my.last_read_seq) return;
    const certain = this.counts.get(id).readUpTo(seq);
    this.#count(id);
    if (!certain) this.#tell("uncounted", id);
  }

  /** `participant.added` (also a new role) or `participant.removed`. */
  participant(id, participant) {
    this.people.put(id, participant);
    this.#peopleChanged(id);
  }

  /** A live call of the conversation, or null. */
  call(id, call) {
    const joined = call?.participants?.filter((one) => one.state === "joined").length ?? 0;
    this.update(id, { active_call: call && { id: call.id, call_type: call.call_type, joined } });
  }

  /** Somebody came into the conversation's call or went; `joined` are in now. */
  callJoined({ conversation_id: id, call_id, joined }) {
    const call = this.conversations.get(id)?.active_call;
    if (call?.id === call_id) this.update(id, { active_call: { ...call, joined } });
  }

  pending(id, draft) {
    const place = draft.thread_id ? this.#threadOf(id, draft.thread_id) : this.timeline(id);
    place.addPending(draft);
    this.#tell("messages", id);
  }

  confirm(id, clientId, ack) {
    const timeline = this.#placeOf(id, clientId);
    timeline.confirm(clientId, ack);
    const message = timeline.find(ack.id);
    const conversation = this.get(id);
    if (conversation && message && !message.thread_id && newer(message, conversation.last_message)) {
      Object.assign(conversation, { last_message: message, seq: Math.max(conversation.seq, message.seq) });
    }
    this.#tell("conversation", id);
    this.#tell("messages", id);
  }

  mark(id, clientId, state, refusal = null) {
    this.#placeOf(id, clientId).mark(clientId, state, refusal);
    this.#tell("messages", id);
  }

  drop(id, clientId) {
    this.#placeOf(id, clientId).drop(clientId);
    this.#tell("messages", id);
  }

  #tell(type, id) {
    this.dispatchEvent(new CustomEvent(type, { detail: { id } }));
  }
}
