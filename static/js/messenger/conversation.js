/** A conversation on a page: its messages and where one writes. Used by the messenger and inside a call. */

import { api } from "../api.js";
import { announce, parts, throttle } from "../dom.js";
import { _, fmt } from "../i18n.js";
import { Tray } from "../components/upload_tray.js";
import { Messenger } from "./client.js";
import { Composer } from "./composer.js";
import { Log } from "./log.js";
import { beginning, loadFailed, loadingEarlier, skeletons } from "./log_top.js";
import { MentionBox } from "./mention_box.js";
import { MessageActions } from "./message_actions.js";
import { Slice } from "./slice.js";
import { Recorder } from "./recorder.js";
import { ConversationPlace } from "./places.js";
import { spoken, typingWords } from "./words.js";
import { Writing } from "./writing.js";

const READ_EVERY = 800;
/** From so many unread ones on the page begins at the first of them. */
const MANY = 100;

export class ConversationView {
  #listening = new AbortController();
  #parts;
  #loading = null;
  #failed = false;
  #draws = false;
  #opened = false;
  #ready = Promise.resolve();
  #slice = new Slice();

  /**
   * `element` holds templates/messenger/_conversation.html. Without a `messenger` it makes its own; `place` is the
   * conversation, or a thread of it; `openThread(message)` shows what hangs on a message.
   */
  constructor(element, { socket, conversation, me, messenger = new Messenger({ socket, me, conversations: [conversation], only: true }), place = new ConversationPlace({ messenger, id: conversation.id }), openThread = null }) {
    this.messenger = messenger;
    this.me = me;
    this.id = conversation.id;
    this.place = place;
    this.#parts = parts(element);
    this.actions = new MessageActions({ messenger, id: this.id, composer: () => this.composer, openThread, show: (id) => this.show(id) });
    this.log = new Log(element, { look: (message) => this.#look(message), actions: this.actions, signal: this.#listening.signal });
    const tray = new Tray(element, { uploads: messenger.uploadsOf(place.key), signal: this.#listening.signal });
    this.composer = new Composer(element, { drafts: messenger.drafts, tray, find: (id) => messenger.find(this.id, id), signal: this.#listening.signal });
    this.recorder = new Recorder(element, { signal: this.#listening.signal });
    new MentionBox(element, { people: () => this.#others(), everybody: () => me.role !== "student" && this.conversation.type !== "direct", signal: this.#listening.signal });
    this.#wire();
  }

  get conversation() {
    return this.messenger.store.get(this.id);
  }

  get #timeline() {
    return this.place.timeline;
  }

  /** Draw it, load what is missing and begin to mark as read. */
  open() {
    this.#ready = this.#open();
    return this.#ready;
  }

  async #open() {
    const { my } = this.place;
    this.#opened = true;
    this.messenger.drafts.load();
    this.log.clear();
    if (my.unread > 0) this.log.dividerSeq = my.last_read_seq;
    this.place.leave?.();
    this.composer.open(this.conversation, { key: this.place.key, thread: this.place.thread });
    this.#draw();
    await Promise.all([this.#loadPeople(), this.#timeline.loaded ? null : this.#fetch(() => this.#begin())]);
    if (!this.#opened) return;
    this.#draw();
    this.log.toDivider();
    this.#read();
  }

  /** Hear nothing more; the element may be given to another conversation. */
  close() {
    this.#opened = false;
    this.#listening.abort();
    this.messenger.typing.stop(this.id, this.place.thread);
    this.#parts.typing.hidden = true;
    this.log.clear();
  }

  #wire() {
    const { following, outbox, store, typing } = this.messenger;
    const { signal } = this.#listening;
    const mine = (fn) => (event) => event.detail.id === this.id && fn(event.detail);
    store.addEventListener("messages", mine(() => this.#drawSoon()), { signal });
    store.addEventListener("conversation", mine(() => this.conversation && this.composer.allow(this.conversation.rules.post)), { signal });
    store.addEventListener("people", mine(() => this.#drawSoon()), { signal });
    store.addEventListener(this.place.arrives, ({ detail }) => this.place.has(detail.message) && this.#arrived(detail.message), { signal });
    following.addEventListener("change", () => this.#drawSoon(), { signal });
    outbox.addEventListener("failed", ({ detail }) => detail.conversation_id === this.id && announce(detail.sentence), { signal });
    typing.addEventListener("change", ({ detail }) => detail.id === this.place.key && this.#drawTyping(), { signal });
    this.log.addEventListener("top", () => this.#loadOlder(), { signal });
    this.log.addEventListener("bottom", () => this.#loadNewer(), { signal });
    this.log.addEventListener("newest", () => this.#toNewest(), { signal });
    this.log.addEventListener("scrolled", this.#read, { signal });
    addEventListener("focus", this.#read, { signal });
    this.messenger.socket.addEventListener("ready", this.#read, { signal });
    document.addEventListener("visibilitychange", this.#read, { signal });
    const { messenger, place, composer, recorder, actions } = this;
    new Writing({ messenger, place, composer, recorder, actions, leads: () => this.#toOwn(), signal });
  }

  /** To what one has just written. */
  #toOwn() {
    this.log.dividerSeq = null;
    this.#toNewest();
    this.log.toEnd();
  }

  // --- loading

  async #loadOlder() {
    const { loaded, hasOlder, items } = this.#timeline;
    if (this.#slice.up(items)) return this.#draw();
    if (!loaded || !hasOlder || this.#failed || this.#loading) return;
    await this.#fetch();
    if (this.#opened && this.#slice.up(this.#timeline.items)) this.#draw();
  }

  /** The newest; of very many unread ones the first. */
  #begin() {
    const { my } = this.place;
    return my.unread >= MANY && this.place.after ? this.place.after(my.last_read_seq) : this.place.load();
  }

  /** One after the other: `load` may find that what was loading before has brought it. */
  #fetch(load = () => this.place.load()) {
    const turn = Promise.resolve(this.#loading).then(() => this.#take(load));
    this.#loading = turn;
    return turn.finally(() => this.#loading === turn && (this.#loading = null));
  }

  async #take(load) {
    this.#failed = false;
    try {
      await load();
    } catch {
      this.#failed = true;
    }
    if (this.#opened) this.#drawSoon();
  }

  async #loadNewer() {
    if (this.#slice.down()) this.#draw();
    else if (!this.#failed && !this.#loading && this.#timeline.hasNewer) await this.#fetch(() => this.place.loadNewer());
  }

  /** Leave the older part one looked at. */
  async #toNewest() {
    if (!this.place.window && !this.#slice.more) return;
    this.#slice.toEnd();
    this.place.leave?.();
    this.#draw();
    if (!this.#timeline.loaded) await this.#fetch(() => this.#timeline.loaded || this.place.load());
    if (this.#opened) this.log.toEnd();
  }

  /** Bring a message into sight, wherever in the past it stands; false when it cannot be had. */
  async show(id) {
    await this.#ready;
    if (!this.#timeline.find(id)) await this.#fetch(() => this.#timeline.find(id) || this.place.around(id));
    if (!this.#opened) return false;
    const { items } = this.#timeline;
    this.#slice.around(items, items.findIndex((one) => one.id === id));
    this.#draw();
    return this.log.show(id);
  }

  async #loadPeople() {
    const { store, sync } = this.messenger;
    if (store.people.knows(this.id)) return;
    const address = `/api/v1/messenger/conversations/${this.id}/participants`;
    await sync.during(this.id, async () => store.setPeople(this.id, await api.get(address))).catch(() => {});
  }

  // --- drawing

  /** Many events of one batch are one drawing. A microtask, since hidden pages get no animation frames. */
  #drawSoon() {
    if (this.#draws) return;
    this.#draws = true;
    queueMicrotask(() => {
      this.#draws = false;
      if (this.#opened && this.conversation) this.#draw();
    });
  }

  #draw() {
    const { items, hasNewer } = this.#timeline;
    const drawn = this.#slice.of(items);
    this.log.draw(drawn, { top: drawn[0] === items[0] ? this.#top() : null, more: hasNewer || this.#slice.more });
    this.#read();
  }

  /** What stands above the first message. */
  #top() {
    if (this.#failed) return loadFailed(() => this.#again());
    if (!this.#timeline.loaded) return skeletons();
    if (this.#timeline.hasOlder) return loadingEarlier();
    return this.place.thread ? null : beginning(this.conversation, { empty: this.#timeline.items.length === 0 });
  }

  #again() {
    this.#failed = false;
    return this.#fetch();
  }

  #look(message) {
    const { store } = this.messenger;
    const mine = message.sender?.id === this.me.id;
    const { thread } = this.place;
    return {
      inThread: Boolean(thread),
      root: message.id !== null && message.id === thread,
      answers: thread || !message.thread ? 0 : message.thread.count,
      unreadAnswers: this.messenger.following.of(message.id),
      mine,
      direct: this.conversation.type === "direct",
      reads: mine && message.seq && !thread ? store.people.readersOf(message) : 0,
      acks: JSON.stringify(this.actions.acknowledgements.of(message, this.conversation)),
      named: this.actions.named(message).map((one) => one.name).join(),
      mayReply: this.conversation.rules.post,
      hasMenu: message.state !== "failed" && message.id !== null && !message.deleted_at,
    };
  }

  #others() {
    return this.messenger.store.people.in(this.id).map((one) => one.user).filter((one) => one.id !== this.me.id);
  }

  #drawTyping() {
    const { store, typing } = this.messenger;
    const names = typing.in(this.place.key).map((id) => store.people.name(this.id, id)).filter(Boolean);
    const { typing: line } = this.#parts;
    line.textContent = typingWords(names);
    line.hidden = names.length === 0;
  }

  // --- reading

  #arrived(message) {
    if (!document.hasFocus() && this.log.dividerSeq === null && message.sender?.id !== this.me.id) this.log.dividerSeq = message.seq - 1;
    if (!this.log.atEnd && message.sender?.id !== this.me.id) this.log.missed();
    if (message.message_type !== "system" && message.sender) announce(fmt(_("%(name)s: %(text)s"), { name: message.sender.name, text: spoken(message) }));
  }

  /** What can be seen on a visible page in focus is read. */
  #read = throttle(() => {
    if (!this.#opened || !this.conversation || !this.log.visible) return;
    if (document.visibilityState !== "visible" || !document.hasFocus()) return;
    const seq = this.log.atEnd ? this.#timeline.newestSeq : this.log.seenSeq();
    if (seq <= this.place.my.last_read_seq || this.messenger.socket.state !== "open") return;
    this.place.read(seq);
  }, READ_EVERY);
}
