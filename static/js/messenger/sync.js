/**
 * Nothing is lost: every change of a conversation has a number. A hole in the numbers is waited for 300 ms, then
 * asked for; so is everything after reconnecting, on focus, once a minute, and when the server says so. What others
 * have read has no such numbers: with every question goes the number from which on their reads were not told yet.
 */

import { api } from "../api.js";

const PATIENCE = 300;
const MINUTE = 60_000;
const MOST = 500;
const LIST = "/api/v1/messenger/conversations";
/** So many new ones are fetched one by one; of more the list is read. */
const FEW = 5;

export class Sync {
  #socket;
  #store;
  #known = new Map();
  #ahead = new Map();
  #timer = null;
  #asking = null;
  #again = new Set();
  #wanted = false;
  #reads;
  #loading = new Set();
  #listing = false;
  #only;

  /** `only`: nothing but the conversations the store has from the beginning. `reads`: from before their data was read. */
  constructor({ socket, store, reads = null, only = false }) {
    this.#only = only;
    this.#reads = reads;
    this.#socket = socket;
    this.#store = store;
    for (const one of store.conversations.values()) this.#known.set(one.id, one.change);
    socket.on("ready", ({ heads, reads: now }) => this.heads(heads, now));
    socket.on("sync.required", () => this.ask());
    addEventListener("focus", () => this.ask());
    setInterval(() => this.ask(), MINUTE);
  }

  /** A conversation that is new to the page. Answers whether the page wants it. */
  begin(conversation) {
    const known = this.#known.has(conversation.id);
    if (!known && !this.#only) this.#known.set(conversation.id, conversation.change);
    return known || !this.#only;
  }

  /** An event with this number was seen. */
  note(id, change) {
    const known = this.#known.get(id);
    if (known === undefined || change <= known) return;
    const ahead = this.#ahead.get(id) ?? new Set();
    this.#ahead.set(id, ahead.add(change));
    this.#advance(id);
    if (this.#ahead.has(id)) this.#timer ??= setTimeout(() => this.#askForHoles(), PATIENCE);
  }

  #advance(id) {
    const ahead = this.#ahead.get(id);
    let known = this.#known.get(id);
    for (const change of [...ahead].sort((a, b) => a - b)) {
      if (change > known + 1) break;
      known = Math.max(known, change);
      ahead.delete(change);
    }
    this.#known.set(id, known);
    if (!ahead.size) this.#ahead.delete(id);
  }

  #askForHoles() {
    this.#timer = null;
    if (this.#ahead.size) this.ask([...this.#ahead.keys()]);
  }

  /** `ready` says where each conversation stands: ask for those that went on, load the new, drop the lost ones. */
  heads(heads, reads = null) {
    const behind = Object.keys(heads).filter((id) => this.#known.has(id) && heads[id] > this.#known.get(id));
    this.#loadAll(Object.keys(heads).filter((id) => !this.#known.has(id)));
    for (const id of [...this.#known.keys()]) if (!(id in heads)) behind.push(id);
    this.#reads ??= reads;
    if (behind.length || this.#reads !== reads) this.ask(behind);
  }

  /** Those the page has never seen: it begins with the newest ones. */
  async #loadAll(ids) {
    if (this.#only || this.#listing) return;
    this.#listing = true;
    if (ids.length > FEW) await this.#readList(ids).catch(() => {}); // what is missing then is fetched one by one, or by the next `ready`
    this.#listing = false;
    for (const id of ids.filter((one) => !this.#known.has(one)).slice(0, FEW)) this.load(id);
  }

  async #readList(ids) {
    for (let query = "?page_size=200"; query && ids.some((id) => !this.#known.has(id)); ) {
      const { next, results } = await api.get(`${LIST}${query}`);
      const fresh = results.filter(({ id }) => !this.#known.has(id));
      for (const conversation of fresh) {
        this.begin(conversation);
        this.#store.add(conversation);
      }
      if (fresh.length) this.ask(fresh.map(({ id }) => id)); // more may have been said of them meanwhile
      query = next && new URL(next, location.href).search;
    }
  }

  /** Fetch a conversation the page has never seen. */
  async load(id) {
    if (this.#only || this.#loading.has(id)) return;
    this.#loading.add(id);
    const conversation = await api.get(`${LIST}/${id}`).catch(() => null);
    this.#loading.delete(id);
    if (!conversation || this.#known.has(id)) return;
    this.begin(conversation);
    this.#store.add(conversation);
    this.ask([id]); // more may have been said of it meanwhile
  }

  /** Load a part of a conversation. What happens meanwhile may be in neither that part nor the events it was ready for. */
  async during(id, load) {
    const before = this.#known.get(id);
    await load();
    if (before === undefined || !this.#known.has(id) || this.#known.get(id) === before) return;
    this.#known.set(id, before);
    this.ask([id]);
  }

  /** Ask for what changed since; while an answer is awaited, further questions gather into one. */
  ask(ids = [...this.#known.keys()]) {
    for (const id of ids) this.#again.add(id);
    this.#wanted = true;
    this.#asking ??= this.#drain().finally(() => (this.#asking = null));
    return this.#asking;
  }

  async #drain() {
    while (this.#wanted && this.#socket.state === "open") {
      const ids = [...this.#again].filter((id) => this.#known.has(id)).slice(0, MOST);
      for (const id of ids) this.#again.delete(id);
      this.#wanted = ids.length === MOST;
      try {
        this.#take(await this.#socket.request("sync.request", this.#question(ids)));
      } catch (error) {
        if (error.code !== "rate_limited") return this.#again.clear(); // the next `ready` asks again
        for (const id of ids) this.#again.add(id);
        this.#wanted = true;
        await new Promise((done) => setTimeout(done, (error.retry_after ?? 1) * 1000));
      }
    }
  }

  #question(ids) {
    const conversations = this.#numbers(ids);
    return this.#reads === null ? { conversations } : { conversations, reads: this.#reads };
  }

  #numbers(ids) {
    return Object.fromEntries(ids.map((id) => [id, this.#known.get(id)]));
  }

  #take({ conversations, removed, reads }) {
    for (const [id, part] of Object.entries(conversations)) {
      this.#known.set(id, Math.max(this.#known.get(id) ?? 0, part.head));
      this.#store.catchUp(id, part);
      if (this.#ahead.has(id)) this.#advance(id);
      if (part.more) this.#again.add(id);
      this.#wanted ||= part.more;
    }
    for (const id of removed) this.forget(id);
    if (reads) this.#takeReads(reads);
  }

  #takeReads({ head, more, positions }) {
    this.#reads = head;
    this.#wanted ||= more;
    this.#store.positions(positions);
  }

  /** One is no longer in it. */
  forget(id) {
    this.#known.delete(id);
    this.#ahead.delete(id);
    this.#store.remove(id);
  }
}
