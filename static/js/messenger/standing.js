/** How one stands oneself, chosen beside the title of the messenger; and whether others learn what one has read. */

import { api } from "../api.js";
import { $, el, parts, setIcon } from "../dom.js";
import { _ } from "../i18n.js";
import { showMenu } from "../components/menu.js";
import { toast } from "../components/toast.js";

const CHOICES = {
  online: { label: _("Online"), note: _("Turns to away after five minutes"), icon: "circle-check" },
  away: { label: _("Away"), note: "", icon: "clock" },
  dnd: { label: _("Do not disturb"), note: _("No push and no ringing"), icon: "bell-off" },
  invisible: { label: _("Invisible"), note: _("You look offline to others"), icon: "eye-off" },
};

const SETTINGS = "/api/v1/messenger/settings";

export class Standing {
  #button;
  #unseen;
  #messenger;
  #redraw = () => {};

  constructor(root, messenger) {
    const { standing, "reads-hidden": unseen } = parts(root);
    this.#button = standing;
    this.#unseen = unseen;
    this.#messenger = messenger;
    this.#button.addEventListener("click", () => (this.#redraw = showMenu(this.#button, this.#items())));
    messenger.presence.addEventListener("change", () => this.#draw());
    messenger.ownSide.addEventListener("change", () => this.#drawReads());
    this.#draw();
  }

  #draw() {
    const { mine } = this.#messenger.presence;
    const { label, icon: name } = CHOICES[mine];
    this.#button.dataset.status = mine;
    setIcon($("svg", this.#button), name);
    $("span", this.#button).textContent = label;
  }

  /** Also in the menu, if it is open: it may be another device that has chosen. */
  #drawReads() {
    this.#unseen.hidden = this.#messenger.ownSide.tellsReads;
    this.#redraw(this.#items());
  }

  #items() {
    const choices = Object.entries(CHOICES).map(([status, { label, note, icon }]) => ({ label: words(label, note), icon, run: () => this.#set(status) }));
    return [...choices, this.#receipts(this.#messenger.ownSide.tellsReads)];
  }

  #receipts(told) {
    const label = told ? words(_("Hide what I have read"), _("Others can see now how far you have read")) : words(_("Show what I have read"), _("Nobody can see now how far you have read"));
    return { label, icon: told ? "eye-off" : "check-check", run: () => this.#tellReads(!told) };
  }

  async #tellReads(read_receipts) {
    try {
      await api.patch(SETTINGS, { read_receipts });
      this.#messenger.ownSide.prefers(read_receipts);
      toast(read_receipts ? _("Others can see again how far you have read.") : _("Nobody can see any more how far you have read."), { kind: "success" });
    } catch (error) {
      toast(error.detail, { kind: "error" });
    }
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

function words(label, note) {
  return note ? el("span", { class: "menu-words" }, label, el("small", {}, note)) : label;
}
