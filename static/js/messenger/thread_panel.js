/** The answers under one message, beside the conversation; over it where there is no room. */

import { $ } from "../dom.js";
import { ConversationView } from "./conversation.js";
import { ThreadPlace } from "./places.js";

/** Dispatches `closed` when the person closes it. */
export class ThreadPanel extends EventTarget {
  #element = $("#thread");
  #messenger;
  #view = null;

  constructor(messenger) {
    super();
    this.#messenger = messenger;
    $("[data-part=thread-close]", this.#element).addEventListener("click", () => this.dispatchEvent(new Event("closed")));
    this.#element.addEventListener("keydown", (event) => event.key === "Escape" && this.dispatchEvent(new Event("closed")));
  }

  /** The id of the first message; null when it is closed. */
  get root() {
    return this.#view?.place.thread ?? null;
  }

  open(root) {
    if (root.id === this.root) return;
    this.close();
    const { me, socket, store } = this.#messenger;
    const place = new ThreadPlace({ messenger: this.#messenger, root });
    this.#element.hidden = false;
    const conversation = store.get(root.conversation_id);
    this.#view = new ConversationView(this.#element, { socket, me, conversation, messenger: this.#messenger, place });
    this.#view.open();
    if (matchMedia("(pointer: fine)").matches) this.#view.composer.focus();
  }

  /** Bring an answer into sight. */
  show(id) {
    this.#view?.show(id);
  }

  close() {
    this.#view?.close();
    this.#view = null;
    this.#element.hidden = true;
  }
}
