/** Moments in which an event and the answer to a question cross. Each returns what the page believes afterwards. */

import { gathered } from "/js/dom.js";
import { Drafts } from "/js/messenger/drafts.js";
import { Following } from "/js/messenger/following.js";
import { Messenger } from "/js/messenger/client.js";
import { OwnSide } from "/js/messenger/own_side.js";
import { Queue } from "/js/messenger/queue.js";
import { Timeline } from "/js/messenger/timeline.js";

const ME = { id: 1, name: "민지" };
const ID = "c";

/** A thread is read while it is asked which ones are unread. */
export async function readWhileAsked() {
  const [socket, server] = [new FakeSocket(), new SlowServer()];
  const following = new Following({ socket, store: new EventTarget(), me: ME });
  socket.tells("ready", {});
  await server.answers({ threads: { a: 1 } });
  socket.tells("thread.read", {});
  await server.isAsked();
  following.read("a");
  await server.answers({ threads: { a: 1 } });
  return following.of("a");
}

/** A sync tells that a thread was read elsewhere, while an older answer is under way. */
export async function readElsewhereWhileAsked() {
  const [socket, server, store] = [new FakeSocket(), new SlowServer(), new EventTarget()];
  const following = new Following({ socket, store, me: ME });
  socket.tells("ready", {});
  await server.isAsked();
  store.dispatchEvent(new CustomEvent("followed", { detail: { threads: [{ message_id: "a", unread: 0 }] } }));
  await server.answers({ threads: { a: 1, b: 1 } });
  await server.answers({ threads: { b: 2 } });
  return [following.of("a"), following.of("b")];
}

/** One is back in a conversation where answers were left unread. */
export async function backInAConversation() {
  const [socket, server] = [new FakeSocket(), new SlowServer()];
  const { store, following } = new Messenger({ socket, me: ME, conversations: [] });
  socket.tells("ready", { heads: {}, calls: [] });
  await server.answers({ threads: {} }, "/unread");
  store.add({ id: ID, seq: 0, change: 0, my: { last_read_seq: 0, unread: 0 }, last_message: null });
  await server.answers({ threads: { a: 3 } }, "/unread");
  return following.of("a");
}

/** Older news of a draft comes last. */
export async function olderDraft() {
  const [socket] = [new FakeSocket(), new SlowServer()];
  const drafts = new Drafts({ me: ME, socket });
  const draft = { conversation_id: ID, thread_id: null, reply_to_id: null };
  socket.tells("draft.updated", { ...draft, content: "나중", change: 5 });
  drafts.take({ ...draft, content: "먼저", change: 4 });
  return drafts.get(ID).content;
}

/** An announcement one has confirmed gets new words: what all are told does not say whose confirmation counts. */
export async function editOfWhatOneConfirmed() {
  const timeline = new Timeline();
  const message = { id: "m", seq: 1, change: 1, edited_at: null, acknowledged: { count: 1, mine: true } };
  timeline.addPage([message], false);
  timeline.put({ ...message, change: 2, acknowledged: { count: 2 } });
  const before = timeline.find("m").acknowledged;
  timeline.put({ ...message, change: 3, edited_at: "now", acknowledged: { count: 0 } });
  return [before, timeline.find("m").acknowledged];
}

/** One of one's own changes got lost, the next one came; then the server says that something may be missing. */
export async function holeOfOnesOwn() {
  const [socket] = [new FakeSocket(), new SlowServer()];
  const nothing = { load: () => {}, take: () => {} };
  new OwnSide({ socket, store: { own: () => {} }, drafts: nothing });
  socket.tells("ready", { own: 3 });
  socket.tells("conversation.settings", { conversation_id: ID, change: 5 });
  socket.tells("sync.required", {});
  return socket.asked.at(-1).own;
}

/** A call ends while it is asked whether it still runs. */
export async function callEndsWhileAsked() {
  const [socket, server] = [new FakeSocket(), new SlowServer()];
  const call = { id: "x", call_type: "video", joined: 2 };
  const conversation = { id: ID, seq: 0, change: 0, my: { last_read_seq: 0, unread: 0 }, last_message: null, active_call: call };
  const { store } = new Messenger({ socket, me: ME, conversations: [conversation], only: true });
  socket.tells("ready", { heads: { [ID]: 0 }, calls: [] });
  await server.isAsked(`/conversations/${ID}`);
  socket.tells("call.ended", { call: { id: "x", conversation_id: ID } });
  await server.answers({ ...conversation, active_call: call }, `/conversations/${ID}`);
  return store.get(ID).active_call;
}

/** A page begins without knowing the conversation for which an earlier one left something. */
export async function leftForAnother() {
  const [socket, server] = [new FakeSocket(), new SlowServer()];
  await new Queue(ME.id).put({ client_id: "left", conversation_id: ID, content: "지하철이에요", attachments: [], sender: ME, at: 1 });
  new Messenger({ socket, me: ME, conversations: [] });
  for (let turns = 0; turns < 20; turns += 1) await turn();
  socket.tells("ready", { heads: { [ID]: 0 }, calls: [] });
  await server.answers({ id: ID, seq: 0, change: 0, my: { last_read_seq: 0, unread: 0 }, last_message: null }, `/conversations/${ID}`);
  for (let turns = 0; turns < 20; turns += 1) await turn();
  return socket.asked.map(({ content }) => content).filter(Boolean);
}

/** Ten are new, one of them a system message; one reads five of them on the phone. */
export async function readOnThePhone() {
  const { socket, server, store } = counting({ seq: 10, unread: 9 });
  socket.tells("message.read", { conversation_id: ID, user_id: ME.id, seq: 5 });
  await server.answers(conversation({ seq: 10, last_read_seq: 5, unread: 4 }), `/conversations/${ID}`);
  return store.get(ID).my.unread;
}

/** While it is asked how many are left, another message comes. */
export async function newWhileCounted() {
  const { socket, server, store } = counting({ seq: 10, unread: 9 });
  socket.tells("message.read", { conversation_id: ID, user_id: ME.id, seq: 5 });
  socket.tells("message.created", { message: message(11) });
  await server.answers(conversation({ seq: 10, last_read_seq: 5, unread: 4 }), `/conversations/${ID}`);
  return store.get(ID).my.unread;
}

/** One of two that nobody has loaded here is deleted. */
export async function deletedUnread() {
  const { socket, server, store } = counting({ seq: 10, unread: 2 });
  socket.tells("message.deleted", { conversation_id: ID, message_id: "m9", change: 11 });
  await server.answers(conversation({ seq: 10, unread: 1 }), `/conversations/${ID}`);
  return store.get(ID).my.unread;
}

/** Two messages come in the wrong order, one of them twice; then the newer one is deleted. */
export async function mixedUp() {
  const { socket, store } = counting({ seq: 10, unread: 2 });
  for (const seq of [12, 11, 12]) socket.tells("message.created", { message: message(seq) });
  const before = store.get(ID).my.unread;
  socket.tells("message.deleted", { conversation_id: ID, message_id: "m12", change: 13 });
  return [before, store.get(ID).my.unread];
}

/** A read of one's own on another device got lost; the page comes back into focus. */
export async function lostReadOfOnesOwn() {
  const { socket, store } = counting({ seq: 10, unread: 9 });
  socket.tells("ready", { heads: { [ID]: 0 }, own: 3, calls: [] });
  const { my } = conversation({ last_read_seq: 10, unread: 0 });
  socket.own = { head: 4, more: false, conversations: [{ conversation_id: ID, seq: 10, my }], threads: [], drafts: [] };
  dispatchEvent(new Event("focus"));
  for (let turns = 0; turns < 20; turns += 1) await turn();
  return store.get(ID).my.unread;
}

/** One is in a thousand conversations; the page begins with one of them. How often is asked, and what it has then. */
export async function thousandConversations() {
  const socket = new FakeSocket();
  const all = Array.from({ length: 1000 }, (_, n) => ({ ...conversation({}), id: `c${n}` }));
  const asked = [];
  window.fetch = async (path) => {
    asked.push(path);
    const at = Number(new URL(path, location.href).searchParams.get("cursor") ?? 0);
    const body = { next: at < 800 ? `http://elsewhere.test/list?cursor=${at + 200}` : null, results: all.slice(at, at + 200) };
    return { ok: true, status: 200, json: async () => structuredClone(body) };
  };
  const { store } = new Messenger({ socket, me: ME, conversations: [structuredClone(all[0])], numbers: { own: 3, reads: 0 } });
  socket.tells("ready", { heads: Object.fromEntries(all.map(({ id }) => [id, 10])), reads: 0, calls: [] });
  while (store.conversations.size < 1000) await turn();
  return [asked.length, socket.asked.length <= 10];
}

/** Fifty messages come at once, and more while the number is asked for; at most one question is under way. */
export async function manyMessagesOneQuestion() {
  let [asked, underWay, most] = [0, 0, 0];
  const answers = [];
  const ask = gathered(async () => {
    asked += 1;
    most = Math.max(most, ++underWay);
    await new Promise((done) => answers.push(done));
    underWay -= 1;
  }, 0);
  for (let n = 0; n < 50; n += 1) ask();
  while (!answers.length) await turn();
  for (let n = 0; n < 50; n += 1) ask();
  answers.shift()();
  while (!answers.length) await turn();
  answers.shift()();
  for (let turns = 0; turns < 20; turns += 1) await turn();
  return [asked, most];
}

function counting(numbers) {
  const [socket, server] = [new FakeSocket(), new SlowServer()];
  return { socket, server, ...new Messenger({ socket, me: ME, conversations: [conversation(numbers)], numbers: { own: 3, reads: 0 } }) };
}

function conversation({ seq = 0, last_read_seq = 0, unread = 0 }) {
  return { id: ID, seq, change: 10, my: { last_read_seq, from_seq: 0, unread }, last_message: null, active_call: null };
}

function message(seq) {
  return { id: `m${seq}`, conversation_id: ID, seq, change: seq, sender: { id: 2 }, message_type: "text", thread_id: null, deleted_at: null, created_at: "" };
}

const turn = () => new Promise((done) => setTimeout(done));

/** Stands where `fetch` does, and answers when it is told to. */
class SlowServer {
  #asked = [];

  constructor() {
    window.fetch = (path) => new Promise((resolve) => this.#asked.push({ path, resolve }));
  }

  async isAsked(path = "") {
    while (!this.#asked.some((one) => one.path.endsWith(path))) await turn();
  }

  async answers(body, path = "") {
    await this.isAsked(path);
    const at = this.#asked.findIndex((one) => one.path.endsWith(path));
    const [{ resolve }] = this.#asked.splice(at, 1);
    resolve({ ok: true, status: 200, json: async () => structuredClone(body) });
    for (let turns = 0; turns < 3; turns += 1) await turn();
  }
}

class FakeSocket extends EventTarget {
  state = "open";
  asked = [];

  on(type, fn) {
    this.addEventListener(type, (event) => fn(event.detail));
  }

  tells(type, fields) {
    this.dispatchEvent(new CustomEvent(type, { detail: { type, ...fields } }));
  }

  async request(type, fields) {
    this.asked.push(fields);
    return { conversations: {}, removed: [], own: this.own };
  }

  tell() {}
}
