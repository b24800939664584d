import { $, parts } from "../dom.js";
import { fmt, ngettext } from "../i18n.js";
import { Activity } from "../messenger/activity.js";
import { ConversationView } from "../messenger/conversation.js";

const MOST = 99;

/** The class's conversation beside the pictures. What comes while it is closed is counted on its key. */
export class Chat {
  #element;
  #key;
  #view;
  #activity;
  #unread = new Set();

  constructor(element, { key, socket, conversation, me }) {
    this.#element = element;
    this.#key = key;
    this.#view = new ConversationView(element, { socket, conversation, me });
    this.#activity = new Activity(socket, () => (this.isOpen ? conversation.id : null));
    parts(element).close.addEventListener("click", () => this.toggle(false));
    element.addEventListener("keydown", (event) => event.key === "Escape" && this.toggle(false));
    socket.on("message.created", ({ message }) => this.#arrived(message, conversation.id, me.id));
    socket.on("message.read", (read) => this.#read(read, conversation.id, me.id));
  }

  get isOpen() {
    return !this.#element.hidden;
  }

  async toggle(open = !this.isOpen) {
    if (open === this.isOpen) return;
    this.#element.hidden = !open;
    this.#key.setAttribute("aria-expanded", String(open));
    this.#activity.tell();
    if (!open) return this.#key.focus();
    this.#unread.clear();
    this.#drawUnread();
    await this.#view.open();
    $("textarea", this.#element)?.focus();
  }

  #arrived(message, conversationId, meId) {
    if (message.conversation_id !== conversationId || message.sender?.id === meId || !message.sender) return;
    if (this.isOpen) return;
    this.#unread.add(message.seq);
    this.#drawUnread();
  }

  /** On another tab or device of one's own. */
  #read({ conversation_id: id, user_id: userId, seq }, conversationId, meId) {
    if (id !== conversationId || userId !== meId) return;
    for (const one of this.#unread) if (one <= seq) this.#unread.delete(one);
    this.#drawUnread();
  }

  #drawUnread() {
    const { unread, unreadCount, unreadWords } = parts(this.#key);
    const n = this.#unread.size;
    unread.hidden = n === 0;
    unreadCount.textContent = n > MOST ? `${MOST}+` : n;
    unreadWords.textContent = fmt(ngettext("%(n)d new message", "%(n)d new messages", n), { n });
  }
}
