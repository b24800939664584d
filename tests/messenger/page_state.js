/**
 * Drives the page's store, sync and outbox against a small server of its own: events get lost, doubled and mixed up,
 * acks go missing, the socket comes and goes. Returns what the server has and what the page shows in the end.
 */

import { Messenger } from "/js/messenger/client.js";

const ME = { id: 1, name: "민지" };
const OTHER = { id: 2, name: "서준" };
const ID = "c";
const PAGE_OF_SYNC = 5;

export async function meet(seed) {
  const chance = random(seed);
  const server = new Server(chance);
  const socket = new FlakySocket(server, chance);
  window.fetch = async () => ({ ok: true, status: 200, json: async () => structuredClone(server.shape()) });
  const page = new Messenger({ socket, me: ME, conversations: [server.shape()], numbers: { reads: 0 } });
  page.store.addPage(ID, { results: [], next: null });
  page.store.setPeople(ID, [{ user: OTHER, from_seq: 0, last_read_seq: 0, left_at: null }]);
  for (let step = 0; step < 60; step += 1) await live(step, { chance, server, socket, page });
  await settle(server, socket, page);
  const there = server.messages().map((one) => shown(one, one.sender === ME && one.seq <= server.position));
  const unread = `${server.unread()} unread`;
  const counted = `${page.store.get(ID).my.unread} unread`;
  return { there: [...there, unread], here: [...page.store.timeline(ID).items.map((one) => shown(one, page.store.people.readersOf(one) > 0)), counted] };
}

const shown = (message, read) => `${message.seq} ${message.content} ${message.deleted_at ? "deleted" : ""} ${read ? "read" : ""}`;

async function live(step, { chance, server, socket, page }) {
  const what = chance(10);
  if (what < 4) server.post(OTHER, `other ${step}`, `other ${step}`);
  else if (what < 6) server.change((message) => Object.assign(message, { content: `${message.content}*`, edited_at: "now" }));
  else if (what < 7) server.change((message) => Object.assign(message, { content: "", deleted_at: "now" }));
  else if (what < 9) page.outbox.send(ID, `mine ${step}`);
  else if (chance(2)) server.read();
  else socket.toggle();
  if (chance(3) === 0) socket.deliver();
  if (chance(4) === 0) await pause(3);
}

async function settle(server, socket, page) {
  Object.assign(socket, { state: "open", honest: true });
  for (let wait = 0; wait < 250; wait += 1) {
    socket.greet();
    await pause(20);
    await page.sync.ask();
    if (!page.store.timeline(ID).pending.length && wait > 3) return;
  }
}

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** Numbers below `n` from a seed, so that a failure can be seen again. */
function random(seed) {
  let state = seed;
  return (n) => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return Math.floor((state / 2 ** 32) * n);
  };
}

class Server {
  constructor(chance) {
    this.chance = chance;
    this.head = 0;
    this.reads = 0;
    this.position = 0;
    this.rows = [];
    this.news = [];
  }

  messages() {
    return [...this.rows].sort((a, b) => a.seq - b.seq);
  }

  shape() {
    const my = { last_read_seq: 0, unread: this.unread() };
    return { id: ID, title: "수학", type: "group", seq: this.rows.length, change: this.head, my, last_message: this.rows.at(-1) ?? null, active_call: null };
  }

  unread() {
    return this.rows.filter((row) => row.sender === OTHER && !row.deleted_at).length;
  }

  post(sender, clientId, content) {
    const before = this.rows.find((row) => row.key_of_client === clientId);
    if (before) return before;
    const row = { id: `m${this.rows.length + 1}`, conversation_id: ID, seq: this.rows.length + 1, change: ++this.head, sender, content, message_type: "text", thread_id: null, edited_at: null, deleted_at: null, created_at: new Date(this.rows.length * 1000).toISOString(), key_of_client: clientId };
    this.rows.push(row);
    if (sender === OTHER) this.news.push({ type: "message.created", message: { ...row } });
    return row;
  }

  change(how) {
    const row = this.rows[this.chance(this.rows.length || 1)];
    if (!row || row.deleted_at) return;
    how(row).change = ++this.head;
    if (row.deleted_at) this.news.push({ type: "message.deleted", conversation_id: ID, message_id: row.id, change: row.change });
    else this.news.push({ type: "message.updated", message: { ...row } });
  }

  read() {
    this.reads += 1;
    this.position = this.rows.length;
    this.news.push({ type: "message.read", conversation_id: ID, user_id: OTHER.id, seq: this.position });
  }

  readSince(reads) {
    return { head: this.reads, more: false, positions: this.reads > reads ? { [ID]: { [OTHER.id]: this.position } } : {} };
  }

  since(change) {
    if (this.head <= change) return {};
    const rows = this.rows.filter((row) => row.change > change).sort((a, b) => a.change - b.change);
    const told = rows.slice(0, PAGE_OF_SYNC).map((row) => (row.sender === ME ? { ...row, client_id: row.key_of_client } : { ...row }));
    const more = rows.length > PAGE_OF_SYNC;
    return { [ID]: { head: more ? told.at(-1).change : this.head, more, messages: told, participants: [], threads: [], conversation: this.shape() } };
  }
}

class FlakySocket extends EventTarget {
  constructor(server, chance) {
    super();
    Object.assign(this, { server, chance, state: "open", honest: false });
  }

  on(type, fn) {
    this.addEventListener(type, (event) => fn(event.detail));
  }

  toggle() {
    this.state = this.state === "open" ? "lost" : "open";
    if (this.state === "open") this.greet();
  }

  greet() {
    this.#emit({ type: "ready", heads: { [ID]: this.server.head }, reads: this.server.reads, calls: [] });
  }

  /** A fifth is lost, some come twice, all in any order; while the socket is away nothing comes. */
  deliver() {
    const news = this.server.news.splice(0).filter(() => this.chance(5) > 0);
    const mixed = [...news, ...news.filter(() => this.chance(4) === 0)].sort(() => this.chance(3) - 1);
    if (this.state === "open") for (const frame of mixed) this.#emit(structuredClone(frame));
  }

  /** A third of the acks of what was stored never arrives, until the way is `honest`. */
  async request(type, fields) {
    if (this.state !== "open") throw { code: "offline" };
    await pause(this.chance(4));
    if (type === "sync.request") return { conversations: this.server.since(fields.conversations[ID]), reads: this.server.readSince(fields.reads), removed: [] };
    if (type !== "message.send") return {};
    const { id, seq, change, created_at } = this.server.post(ME, fields.client_id, fields.content);
    if (!this.honest && this.chance(3) === 0) throw { code: "offline" };
    return { id, seq, change, created_at };
  }

  tell() {}

  #emit(frame) {
    this.dispatchEvent(new CustomEvent(frame.type, { detail: frame }));
  }
}
