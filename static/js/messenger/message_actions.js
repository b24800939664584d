/** What one does with a message of an open conversation; the rows of the log call these. */

import { announce } from "../dom.js";
import { _ } from "../i18n.js";
import { noteUse, showEmojiPicker } from "../components/emoji_picker.js";
import { toast } from "../components/toast.js";
import { copy, messageMenu } from "./message_menu.js";
import { Acknowledgements, showReaders } from "./acknowledgements.js";
import { report } from "./report.js";
import { drawReactions, showWhoReacted } from "./reactions.js";

/** What calls everybody, as messenger/mentions.py has it. */
const EVERYBODY = ["all", "everyone", "모두", "전체"];

export class MessageActions {
  #messenger;
  #id;
  #composer;
  #openThread;

  /**
   * `composer()`: where one writes beside these messages; `openThread(message)`, null where no thread is opened;
   * `show(id)` brings a message into sight.
   */
  constructor({ messenger, id, composer, openThread, show }) {
    this.show = show;
    this.#messenger = messenger;
    this.#id = id;
    this.#composer = composer;
    this.#openThread = openThread;
    this.acknowledgements = new Acknowledgements({ store: messenger.store, attempt: (change) => this.try(change) });
  }

  get #conversation() {
    return this.#messenger.store.get(this.#id);
  }

  retry(message) {
    this.#messenger.outbox.retry(message);
  }

  discard(message) {
    this.#messenger.outbox.discard(message);
  }

  reply(message) {
    this.#composer().reply(message);
  }

  /** What hangs on a message; on a page without room for it, in the messenger. */
  thread(message) {
    if (this.#openThread) this.#openThread(message);
    else window.open(`/messenger/${this.#id}?thread=${message.id}`, "_blank", "noopener");
  }

  react(message, button) {
    showEmojiPicker(button, (emoji) => this.#toggle(message, emoji, { add: true }));
  }

  /** Whose names are marked in it: [{name, mine}]. Until the server has said who is meant, all who are there. */
  named({ mentions, mentions_all: all, content }) {
    if (typeof content !== "string" || !content.includes("@")) return [];
    const { me, store } = this.#messenger;
    const people = store.people.everIn(this.#id);
    const named = people.filter((one) => mentions?.includes(one.id) ?? true).map(({ id, name }) => ({ name, mine: id === me.id }));
    if (all ?? me.role !== "student") named.push(...EVERYBODY.map((name) => ({ name, mine: true })));
    return named;
  }

  /** The chips under a message. */
  reactions(message) {
    const { me, store } = this.#messenger;
    const nameOf = (id) => store.people.name(this.#id, id);
    return drawReactions(message, { meId: me.id, nameOf, toggle: (...asked) => this.#toggle(...asked) });
  }

  /** Once a person: the same emoji again takes it back, but where one only adds. */
  #toggle(message, emoji, { add = false } = {}) {
    const mine = message.reactions?.some((one) => one.emoji === emoji && one.user_ids.includes(this.#messenger.me.id));
    if (mine && add) return;
    if (!mine) noteUse(emoji);
    this.try(this.#messenger.react(message, emoji, !mine));
    announce(mine ? _("Reaction taken back.") : emoji);
  }

  acknowledgement(message) {
    return this.acknowledgements.draw(message, this.#conversation);
  }

  menu(message, button, { inThread }) {
    const mine = message.sender?.id === this.#messenger.me.id;
    messageMenu(message, button, {
      mine,
      mayDelete: mine || this.#conversation.my.role === "admin",
      mayReply: this.#conversation.rules.post,
      toggle: (emoji) => this.#toggle(message, emoji),
      pick: () => this.react(message, button),
      link: () => copy(`${location.origin}/messenger/${this.#id}?message=${message.id}`),
      pin: inThread || !this.#conversation.rules.pin ? null : () => this.try(this.#messenger.pin(message, !message.pinned)),
      readers: mine && !inThread ? () => showReaders(message) : null,
      who: () => showWhoReacted(message),
      reply: () => this.reply(message),
      thread: inThread ? null : () => this.thread(message),
      edit: () => this.#composer().edit(message),
      report: mine || !message.sender ? null : () => report(message),
      remove: () => this.try(this.#messenger.delete(message)),
    });
  }

  /** False when it was refused, and told. */
  async try(change) {
    try {
      await change;
      return true;
    } catch (error) {
      toast(Object.values(error.fields ?? {}).flat().join(" ") || error.detail, { kind: "error" });
      return false;
    }
  }
}
