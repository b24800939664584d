/** One's own side of the open conversation: on top of the list, put away. */

import { api } from "../api.js";
import { $, setIcon } from "../dom.js";
import { _ } from "../i18n.js";
import { toast } from "../components/toast.js";

const KEYS = {
  pinned: { on: _("Unpin from the top"), off: _("Keep on top"), icon: ["pin-off", "pin"], done: [_("It stays on top of your list."), _("It is sorted by time again.")] },
  archived: { on: _("Unarchive"), off: _("Archive"), icon: ["undo-2", "archive"], done: [_("Archived. You will find it at the end of your list."), _("It is back in your list.")] },
};

export class OwnSettings {
  #buttons;
  #store;
  #conversation = null;

  /** `buttons`: {pinned, archived}. */
  constructor(buttons, { store }) {
    this.#buttons = buttons;
    this.#store = store;
    for (const name of Object.keys(KEYS)) buttons[name].addEventListener("click", () => this.#change(name));
  }

  draw(conversation) {
    this.#conversation = conversation;
    for (const [name, key] of Object.entries(KEYS)) {
      const button = this.#buttons[name];
      const on = Boolean(conversation.my[name]);
      button.setAttribute("aria-pressed", String(on));
      setIcon($("svg", button), key.icon[on ? 0 : 1]);
      $("span", button).textContent = on ? key.on : key.off;
    }
  }

  async #change(name) {
    const { id, my } = this.#conversation;
    const on = !my[name];
    try {
      const settings = await api.patch(`/api/v1/messenger/conversations/${id}/settings`, { [name]: on });
      this.#store.own(id, settings);
      toast(KEYS[name].done[on ? 0 : 1], { kind: "success" });
    } catch (error) {
      toast(error.detail, { kind: "error" });
    }
  }
}
