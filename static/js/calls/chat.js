import { $, parts } from "../dom.js";
import { Activity } from "../messenger/activity.js";
import { ConversationView } from "../messenger/conversation.js";

/** The class's conversation beside the pictures. What comes while it is closed leaves a dot on its key. */
export class Chat {
  #element;
  #key;
  #view;
  #activity;

  constructor(element, { key, socket, conversation, me }) {
    this.#element = element;
    this.#key = key;
    this.#view = new ConversationView(element, { socket, conversation, me });
    this.#activity = new Activity(socket, () => (this.isOpen ? conversation.id : null));
    parts(element).close.addEventListener("click", () => this.toggle(false));
    element.addEventListener("keydown", (event) => event.key === "Escape" && this.toggle(false));
    socket.on("message.created", ({ message }) => this.#arrived(message, conversation.id, me.id));
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
    this.#unread(false);
    await this.#view.open();
    $("textarea", this.#element)?.focus();
  }

  #arrived(message, conversationId, meId) {
    if (message.conversation_id !== conversationId || message.sender?.id === meId || !message.sender) return;
    if (!this.isOpen) this.#unread(true);
  }

  #unread(yes) {
    parts(this.#key).dot.hidden = !yes;
  }
}
