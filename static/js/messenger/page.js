/** The messenger page: list, conversation and details side by side; one at a time on a phone. */

import { $, json, parts } from "../dom.js";
import { _ } from "../i18n.js";
import { toast } from "../components/toast.js";
import { me, socket } from "../realtime/page.js";
import { Activity } from "./activity.js";
import { Cards } from "./cards.js";
import { Messenger } from "./client.js";
import { ConversationView } from "./conversation.js";
import { addDialog, createDialog } from "./create.js";
import { Details } from "./details.js";
import { Header } from "./header.js";
import { ConversationList } from "./list.js";
import { NewAnswers } from "./new_answers.js";
import { SearchPanel } from "./search_panel.js";
import { Standing } from "./standing.js";
import { ThreadPanel } from "./thread_panel.js";
import { showUnread } from "./unread.js";

const PHONE = matchMedia("(max-width: 760px)");
const SITE = document.title.split(" · ").at(-1);

export function mount(root) {
  new MessengerPage(root).start(root.dataset.open);
}

class MessengerPage {
  #root;
  #parts;
  #view = null;

  constructor(root) {
    this.#root = root;
    this.#parts = parts(root);
    this.messenger = new Messenger({ socket, me, conversations: json("conversations") });
    const { store } = this.messenger;
    this.list = new ConversationList(root, { messenger: this.messenger, open: (id) => this.go(id) });
    this.header = new Header(root, { messenger: this.messenger });
    this.cards = new Cards(this.#parts.cards, { socket, kinds: json("cards") });
    this.details = new Details(root, { messenger: this.messenger, addPeople: addDialog((id) => store.people.in(id)), go: (...where) => this.goMessage(...where) });
    new NewAnswers(root, { following: this.messenger.following, open: (...where) => this.#openAnswers(...where) });
    this.standing = new Standing(root, this.messenger);
    this.thread = new ThreadPanel(this.messenger);
    this.search = new SearchPanel((...where) => this.goMessage(...where));
    this.activity = new Activity(socket, () => this.#view?.id ?? null);
    this.#wire(store);
  }

  #wire(store) {
    const { create, "welcome-create": begin, back, lost } = this.#parts;
    const openDialog = createDialog((conversation) => this.#created(conversation));
    create.addEventListener("click", openDialog);
    begin.addEventListener("click", openDialog);
    back.addEventListener("click", (event) => this.#back(event));
    addEventListener("popstate", () => this.#show(idInAddress()));
    this.thread.addEventListener("closed", () => this.#closeThread());
    this.#wireColumn();
    socket.on("state", ({ state }) => (lost.hidden = state === "open" || state === "connecting"));
    this.messenger.outbox.addEventListener("failed", ({ detail }) => this.#shows(detail) || this.#tellFailed(detail));
    store.addEventListener("conversation", () => this.#drawTitle());
    store.addEventListener("removed", ({ detail }) => {
      if (detail.id === this.#view?.id) this.go(null, { replace: true });
      this.#drawTitle();
    });
  }

  /** The right column holds one thing: details, a thread, or the search. */
  #wireColumn() {
    const { "search-all": all, "search-here": here } = this.#parts;
    all.addEventListener("click", () => this.search.open());
    here.addEventListener("click", () => this.search.open({ inside: true }));
    this.details.addEventListener("opened", () => {
      this.search.hide();
      this.#leaveThread();
    });
    this.search.addEventListener("opened", () => {
      this.#leaveThread();
      this.details.hide();
    });
    this.search.addEventListener("closed", () => this.#view && this.details.unhide());
  }

  start(openId) {
    this.messenger.drafts.load();
    this.list.draw();
    this.#show(openId || idInAddress());
  }

  /** Open a conversation, or the list, under its own address. */
  go(id, { replace = false } = {}) {
    const address = id ? `/messenger/${id}` : "/messenger";
    if (location.pathname + location.search !== address) history[replace ? "replaceState" : "pushState"]({ inside: true }, "", address);
    this.#show(id);
  }

  #back(event) {
    event.preventDefault();
    if (history.state?.inside && PHONE.matches) history.back();
    else this.go(null);
  }

  #show(id) {
    const conversation = this.messenger.store.get(id);
    if (conversation && conversation.id === this.#view?.id) return this.#showThread();
    this.thread.close();
    this.#view?.close();
    this.#view = null;
    const { open, welcome } = this.#parts;
    this.#root.dataset.view = conversation ? "talk" : "list";
    open.hidden = !conversation;
    welcome.hidden = Boolean(conversation);
    this.list.select(conversation?.id ?? null);
    this.header.open(conversation);
    this.search.beside(conversation);
    this.details.open(conversation, { shown: !this.search.isOpen });
    this.cards.open(conversation?.id ?? null);
    if (conversation) this.#open(conversation);
    else if (id) this.#lookFor(id);
    this.activity.tell();
    this.#drawTitle();
  }

  #open(conversation) {
    this.#view = new ConversationView($("[data-part=conversation]", this.#root), { socket, me, conversation, messenger: this.messenger, openThread: (message) => this.#goThread(message) });
    this.#view.open();
    this.#showThread();
    if (!PHONE.matches) this.#view.composer.focus();
  }

  #goThread({ id }) {
    if (this.thread.root !== id) history.pushState({ inside: true, thread: true }, "", `/messenger/${this.#view.id}?thread=${id}`);
    this.#showThread();
  }

  #openAnswers(conversationId, rootId) {
    history.pushState({ inside: true }, "", `/messenger/${conversationId}?thread=${rootId}`);
    this.#show(conversationId);
  }

  #closeThread() {
    if (history.state?.thread) return history.back();
    history.replaceState({ inside: true }, "", `/messenger/${this.#view.id}`);
    this.#showThread();
  }

  /** Something else was opened in its place. */
  #leaveThread() {
    if (!this.thread.root) return;
    this.thread.close();
    history.replaceState({ inside: true }, "", `/messenger/${this.#view.id}`);
  }

  #endThread() {
    if (!this.thread.root) return;
    this.thread.close();
    this.details.unhide();
    this.#view.composer.focus();
  }

  /** The thread that the address names, or none; a message it names is brought into sight. */
  async #showThread() {
    const { id } = this.#view;
    const { search } = location;
    const asked = new URLSearchParams(search);
    const find = (messageId) => messageId && this.messenger.find(id, messageId);
    const message = await find(asked.get("message"));
    const root = await find(message?.thread_id ?? asked.get("thread"));
    if (id !== this.#view?.id || search !== location.search) return; // one went elsewhere meanwhile
    if (!root || root.thread_id) this.#endThread();
    else this.#openThread(root);
    if (asked.get("message") && !message) toast(_("This message is not there, or not for you."), { kind: "error" });
    if (message) (message.thread_id ? this.thread : this.#view).show(message.id);
  }

  #openThread(root) {
    this.search.hide();
    this.details.hide();
    this.thread.open(root);
  }

  /** Bring a message into sight; a link leads there too. */
  goMessage(conversationId, id) {
    history.pushState({ inside: true }, "", `/messenger/${conversationId}?message=${id}`);
    this.#show(conversationId);
  }

  /** An address of a conversation that is older than the first page of the list, or was just created elsewhere. */
  async #lookFor(id) {
    await this.messenger.sync.load(id);
    if (this.messenger.store.get(id) && idInAddress() === id) this.#show(id);
  }

  #created(conversation) {
    this.messenger.sync.begin(conversation);
    this.messenger.store.add(conversation);
    this.go(conversation.id);
  }

  #shows({ conversation_id: id, thread_id: thread }) {
    return id === this.#view?.id && (!thread || thread === this.thread.root);
  }

  #tellFailed({ conversation_id: id, thread_id: thread, sentence }) {
    const open = () => (thread ? this.#openAnswers(id, thread) : this.go(id));
    toast(sentence, { kind: "error", action: { label: _("Open"), onclick: open } });
  }

  #drawTitle() {
    const { store } = this.messenger;
    const unread = store.unread;
    const title = store.get(this.#view?.id)?.title;
    document.title = `${unread ? `(${unread}) ` : ""}${title ? `${title} · ` : ""}${SITE}`;
    showUnread(unread);
  }
}

function idInAddress() {
  return location.pathname.match(/^\/messenger\/([0-9a-f-]{36})$/)?.[1] ?? null;
}
