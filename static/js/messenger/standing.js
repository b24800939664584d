/** How one stands oneself: chosen beside the title of the messenger, seen by others. */

import { $, el, parts, setIcon } from "../dom.js";
import { _ } from "../i18n.js";
import { showMenu } from "../components/menu.js";
import { toast } from "../components/toast.js";

const CHOICES = {
  online: { label: _("Online"), note: _("Away by itself after five minutes"), icon: "circle-check" },
  away: { label: _("Away"), note: "", icon: "clock" },
  dnd: { label: _("Do not disturb"), note: _("No push and no ringing"), icon: "bell-off" },
  invisible: { label: _("Invisible"), note: _("Others see you offline"), icon: "eye-off" },
};

export class Standing {
  #button;
  #messenger;

  constructor(root, messenger) {
    this.#button = parts(root).standing;
    this.#messenger = messenger;
    this.#button.addEventListener("click", () => this.#choose());
    messenger.presence.addEventListener("change", () => this.#draw());
    this.#draw();
  }

  #draw() {
    const { mine } = this.#messenger.presence;
    const { label, icon: name } = CHOICES[mine];
    this.#button.dataset.status = mine;
    setIcon($("svg", this.#button), name);
    $("span", this.#button).textContent = label;
  }

  #choose() {
    showMenu(this.#button, Object.entries(CHOICES).map(([status, { label, note, icon }]) =>
      ({ label: note ? el("span", { class: "menu-words" }, label, el("small", {}, note)) : label, icon, run: () => this.#set(status) })));
  }

  async #set(status) {
    const { presence, socket } = this.#messenger;
    try {
      presence.chosen((await socket.request("presence.set", { status })).status ?? status);
    } catch (error) {
      toast(error.detail, { kind: "error" });
    }
  }
}
