/** The button that silences a conversation for a while: nothing of it is told but by name. */

import { api } from "../api.js";
import { showMenu } from "../components/menu.js";
import { toast } from "../components/toast.js";
import { $, setIcon } from "../dom.js";
import { _, fmt } from "../i18n.js";
import { clock } from "../time.js";

const HOUR = 3_600_000;
const CHOICES = [
  { label: _("For one hour"), hours: 1 },
  { label: _("For eight hours"), hours: 8 },
  { label: _("Until I switch it on again"), hours: 24 * 3650 },
];
const ALWAYS = 24 * 365 * HOUR;

export class Muting {
  #button;
  #store;
  #conversation = null;

  constructor(button, { store }) {
    this.#button = button;
    this.#store = store;
    button.addEventListener("click", () => this.#press());
  }

  draw(conversation) {
    this.#conversation = conversation;
    const until = this.#until();
    setIcon($("svg", this.#button), until ? "bell-off" : "bell");
    $("span", this.#button).textContent = this.#words(until);
    this.#button.setAttribute("aria-pressed", String(Boolean(until)));
  }

  #until() {
    const until = this.#conversation.my.muted_until;
    return until && Date.parse(until) > Date.now() ? until : null;
  }

  #words(until) {
    if (!until) return _("Mute notifications");
    if (Date.parse(until) - Date.now() > ALWAYS) return _("Notifications muted");
    return fmt(_("Muted until %(time)s"), { time: clock(until) });
  }

  #press() {
    if (this.#until()) return this.#mute(null);
    showMenu(this.#button, CHOICES.map(({ label, hours }) => ({ label, icon: "bell-off", run: () => this.#mute(hours) })));
  }

  async #mute(hours) {
    const { id } = this.#conversation;
    const muted_until = hours && new Date(Date.now() + hours * HOUR).toISOString();
    try {
      const settings = await api.patch(`/api/v1/messenger/conversations/${id}/settings`, { muted_until });
      this.#store.own(id, settings);
    } catch (error) {
      toast(error.detail, { kind: "error" });
    }
  }
}
