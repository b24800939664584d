/**
 * The page's one socket: reconnects by itself, matches answers to requests, hands every event on.
 *
 * `state`: connecting (not yet, or again), open (after the server's `ready`), lost (down for more than a breath),
 * refused (signed out; it does not come back). Dispatches `state`, and each server frame under its type with the
 * frame as `detail`.
 */

import { _ } from "../i18n.js";

const FIRST_WAIT = 500;
const LONGEST_WAIT = 10_000;
const REQUEST_TIMEOUT = 10_000;
const PROBE_TIMEOUT = 4_000;
const READY_TIMEOUT = 10_000;
/** Close codes: 4001 not signed in, 4003 session ended, 4008 token ran out. */
const SIGNED_OUT = new Set([4001, 4003, 4008]);
/** Close codes after which coming back at once would only make it worse: too many sockets, flooding. */
const PATIENCE = new Map([[4009, 30_000], [4029, 10_000]]);

export class Socket extends EventTarget {
  #socket = null;
  #waiting = new Map();
  #attempts = 0;
  #timer = null;
  #readyTimer = null;
  #lastHeard = 0;
  #nextRef = 1;
  #held = null;

  constructor(userId) {
    super();
    this.state = "connecting";
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    this.url = `${scheme}://${location.host}/api/v1/messenger/ws/${userId}?batch=1`;
    addEventListener("online", () => this.#hurry());
    addEventListener("offline", () => this.probe()); // a server on this machine is still there without a network
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.#hurry());
    addEventListener("pagehide", () => this.#socket?.close(1000));
    addEventListener("pageshow", (event) => event.persisted && this.connect());
  }

  /** Connect, but keep what the server says until `release`: who listens is still loading. */
  hold() {
    this.#held = [];
    this.connect();
  }

  release() {
    const held = this.#held;
    this.#held = null;
    held.forEach((data) => this.#read(data));
  }

  connect() {
    clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#socket && this.#socket.readyState <= WebSocket.OPEN) return;
    const socket = (this.#socket = new WebSocket(this.url));
    socket.onmessage = (event) => this.#read(event.data);
    socket.onclose = (event) => this.#socket === socket && this.#closed(event);
    clearTimeout(this.#readyTimer);
    this.#readyTimer = setTimeout(() => this.state !== "open" && socket.close(), READY_TIMEOUT);
  }

  /** Ask and await the `ack`; rejects with {code, detail, retry_after?}, code "offline" when there is no answer. */
  request(type, fields = {}, timeout = REQUEST_TIMEOUT) {
    if (this.state !== "open") return Promise.reject(offline());
    const ref = String(this.#nextRef++);
    const sent = Date.now();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#unanswered(ref, sent), timeout);
      this.#waiting.set(ref, { resolve, reject, timer });
      this.#socket.send(JSON.stringify({ ...fields, type, ref }));
    });
  }

  /** Send without waiting for an answer; dropped when there is no connection. */
  tell(type, fields = {}) {
    if (this.state === "open") this.#socket.send(JSON.stringify({ ...fields, type }));
  }

  /** Find out whether an open connection is still alive; a dead one is replaced. */
  probe() {
    if (this.state === "open") this.request("sync.request", { conversations: {} }, PROBE_TIMEOUT).catch(() => {});
  }

  /** Call `fn(frame)` for every event of a type. */
  on(type, fn) {
    this.addEventListener(type, (event) => fn(event.detail));
  }

  #read(data) {
    this.#lastHeard = Date.now();
    if (this.#held) return void this.#hold(data);
    const parsed = JSON.parse(data);
    for (const frame of Array.isArray(parsed) ? parsed : [parsed]) this.#take(frame);
  }

  #hold(data) {
    clearTimeout(this.#readyTimer); // the server's first frame is `ready`
    this.#held.push(data);
  }

  #take(frame) {
    if (frame.type === "ready") this.#ready();
    const waiting = frame.ref === undefined ? null : this.#waiting.get(frame.ref);
    if (waiting) {
      this.#waiting.delete(frame.ref);
      clearTimeout(waiting.timer);
      if (frame.type === "error") waiting.reject(frame);
      else waiting.resolve(frame);
    } else this.dispatchEvent(new CustomEvent(frame.type, { detail: frame }));
  }

  #ready() {
    clearTimeout(this.#readyTimer);
    this.#attempts = 0;
    this.#become("open");
  }

  /** No answer in time: when nothing else was heard either, the connection is dead though it looks open. */
  #unanswered(ref, sent) {
    const waiting = this.#waiting.get(ref);
    this.#waiting.delete(ref);
    waiting?.reject(offline());
    if (this.#lastHeard < sent) this.#abandon();
  }

  /** `close` of a dead connection waits for minutes: forget it and go on without it. */
  #abandon() {
    const dead = this.#socket;
    if (!dead) return;
    dead.onclose = dead.onmessage = null;
    dead.close();
    this.#socket = null;
    this.#closed({ code: 1006, reason: "" });
  }

  #closed({ code, reason }) {
    clearTimeout(this.#readyTimer);
    if (this.#held) this.#held = []; // the next `ready` says what was missed
    for (const { reject, timer } of this.#waiting.values()) {
      clearTimeout(timer);
      reject(offline());
    }
    this.#waiting.clear();
    if (SIGNED_OUT.has(code)) return this.#become("refused", code);
    this.#become(this.#attempts === 0 && this.state !== "open" ? "connecting" : "lost", code);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.connect(), this.#wait(code, reason));
    this.#attempts += 1;
  }

  #wait(code, reason) {
    const hint = code === 1012 ? Number.parseFloat(reason) * 1000 : PATIENCE.get(code);
    const longest = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** this.#attempts);
    return (hint || longest) * (0.5 + Math.random() / 2); // jitter: a whole school must not return in one second
  }

  #hurry() {
    if (this.state === "open") this.probe();
    else if (this.state !== "refused") this.connect();
  }

  #become(state, code = null) {
    if (this.state === state) return;
    this.state = state;
    this.dispatchEvent(new CustomEvent("state", { detail: { state, code } }));
  }
}

function offline() {
  return { code: "offline", detail: _("There is no connection. Please try again in a moment.") };
}
