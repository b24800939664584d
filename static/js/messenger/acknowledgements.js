/** Under an announcement: one's own confirmation, and for who made it how many have confirmed. */

import { api } from "../api.js";
import { el, icon } from "../dom.js";
import { _, fmt, ngettext } from "../i18n.js";
import { showPeople } from "../components/people_dialog.js";
import { toast } from "../components/toast.js";
import { full } from "../time.js";

const address = (message) => `/api/v1/messenger/messages/${message.id}/acknowledgements`;

export class Acknowledgements {
  #store;
  #try;

  /** `attempt(promise)` tells of a refusal. */
  constructor({ store, attempt }) {
    this.#store = store;
    this.#try = attempt;
  }

  /** What is to be seen under a message; null where nothing is confirmed. */
  of(message, conversation) {
    if (conversation.type !== "announcement" || !message.id || message.deleted_at || message.thread_id) return null;
    if (conversation.my.role !== "admin") return { mine: Boolean(message.acknowledged?.mine) };
    const of = conversation.member_count;
    return { count: Math.min(message.acknowledged?.count ?? 0, of), of }; // who has confirmed may have become an administrator
  }

  draw(message, conversation) {
    const state = this.of(message, conversation);
    if (!state) return [];
    if ("of" in state) return [this.#count(message, state)];
    if (state.mine) return [el("span", { class: "chip lead", "data-testid": "acknowledged" }, icon("check-check"), _("You have confirmed it"))];
    return [el("button", { type: "button", class: "button lead small", "data-testid": "acknowledge", onclick: () => this.#try(this.#confirm(message)) }, icon("check"), _("Confirm"))];
  }

  #count(message, state) {
    return el("button", { type: "button", class: "button small", "data-testid": "acknowledgements", onclick: () => this.#show(message) },
      icon("check-check"), fmt(_("%(count)d of %(of)d have confirmed"), state));
  }

  async #confirm(message) {
    this.#store.updated(await api.post(address(message)));
  }

  #show(message) {
    let waiting = 0;
    const load = async () => {
      const found = await api.get(address(message));
      waiting = found.waiting.length;
      return [
        { heading: `${_("Not yet")} · ${waiting}`, people: found.waiting.map((user) => ({ user, note: earlier(user, found) })) },
        { heading: `${_("Confirmed")} · ${found.count}`, people: found.acknowledged.map(({ user, at }) => ({ user, note: full(at) })) },
      ];
    };
    const act = () => waiting && { label: _("Remind those who haven't"), run: () => this.#try(this.#remind(message)) };
    return showPeople({ title: _("Confirmations"), load, act, empty: _("Nobody is in it yet."), follow: (again) => this.#follow(message, again) });
  }

  /** `again` when somebody confirms it, comes or goes, until the answered function is called. */
  #follow({ conversation_id: id, id: messageId }, again) {
    const listening = new AbortController();
    const numbers = () => String([this.#store.find(id, messageId)?.acknowledged?.count, this.#store.get(id)?.member_count]);
    let known = numbers();
    const look = () => {
      const now = numbers();
      if (now !== known) again();
      known = now;
    };
    for (const type of ["messages", "conversation"]) this.#store.addEventListener(type, look, { signal: listening.signal });
    return () => listening.abort();
  }

  async #remind(message) {
    const { reminded } = await api.post(`${address(message)}/remind`);
    toast(fmt(ngettext("%(n)d person was reminded.", "%(n)d people were reminded.", reminded), { n: reminded }), { kind: "success" });
  }
}

/** "Before the edit: …", of who confirmed only what it said then. */
function earlier(user, found) {
  const at = found.earlier.find((one) => one.user.id === user.id)?.at;
  return at && fmt(_("Confirmed before the edit: %(time)s"), { time: full(at) });
}

/** Who has read a message, and when. */
export function showReaders(message) {
  const load = async () => {
    const found = await api.get(`/api/v1/messenger/messages/${message.id}/receipts`);
    return [{ people: found.map(({ user, read_at: at }) => ({ user, note: full(at) })) }];
  };
  return showPeople({ title: _("Read by"), load, empty: _("Nobody has read it yet.") });
}
