import { $, announce, debounce, el, parts } from "../dom.js";
import { _, fmt, ngettext } from "../i18n.js";
import { toast } from "../components/toast.js";
import { personRow } from "./person_row.js";

const SEARCH_FROM = 12;
const LISTEN_EVERY = 250;
const LOUD = 0.012;
const INSIDE = ["joined", "waiting"];

/** Who is in and who is not, beside the pictures; for the teacher also the keys that keep order. */
export class PeoplePanel {
  #element;
  #parts;
  #key;
  #session;
  #chat;
  #listening;
  #redraw = debounce(() => this.#draw(), 60);

  /** `key` opens it; `chat` stands in the same place, so that one closes the other. */
  constructor(element, { key, session, chat, chatKey }) {
    this.#element = element;
    this.#parts = parts(element);
    this.#key = key;
    this.#session = session;
    this.#chat = chat;
    key.addEventListener("click", () => this.toggle());
    chatKey.addEventListener("click", () => this.isOpen && this.#hide());
    this.#parts.closePeople.addEventListener("click", () => this.toggle(false));
    this.#parts.search.addEventListener("input", () => this.#draw());
    element.addEventListener("keydown", (event) => event.key === "Escape" && this.toggle(false));
    session.addEventListener("roster", () => this.isOpen && this.#redraw());
    this.#wireControls();
  }

  get isOpen() {
    return !this.#element.hidden;
  }

  toggle(open = !this.isOpen) {
    if (open === this.isOpen) return;
    if (!open) {
      this.#hide();
      return this.#key.focus();
    }
    this.#chat.toggle(false);
    this.#element.hidden = false;
    this.#key.setAttribute("aria-expanded", "true");
    this.#draw();
    this.#parts.closePeople.focus();
    this.#listening = setInterval(() => this.#listen(), LISTEN_EVERY);
  }

  #hide() {
    clearInterval(this.#listening);
    this.#element.hidden = true;
    this.#key.setAttribute("aria-expanded", "false");
  }

  /** Whoever speaks has a green microphone. */
  #listen() {
    for (const { peerId, user, participant } of this.#session.others) {
      const row = $(`[data-person="${user.id}"]`, this.#parts.groups);
      row?.toggleAttribute("data-speaking", participant.audio_enabled && this.#session.levelOf(peerId) > LOUD);
    }
  }

  #wireControls() {
    const { muteAll, holdMuted, lowerHands, lock, sharing } = this.#parts;
    const on = (key, action) => key.addEventListener("click", () => this.#do(action()));
    on(muteAll, () => "mute_all");
    on(lowerHands, () => "lower_hands");
    on(holdMuted, () => (this.#session.call.hold_muted ? "allow_unmuting" : "hold_muted"));
    on(lock, () => (this.#session.call.locked ? "unlock" : "lock"));
    on(sharing, () => (this.#session.call.sharing_allowed ? "forbid_sharing" : "allow_sharing"));
  }

  /** Rejections are said; answers whether it was done. */
  async #do(action, userId) {
    try {
      await this.#session.acts.moderate(action, userId);
      announce(DONE[action]?.() ?? "");
      return true;
    } catch (error) {
      toast(error.detail, { kind: "error" });
      return false;
    }
  }

  async #ring(userIds) {
    try {
      await this.#session.acts.ring(userIds);
      toast(ngettext("It rings again.", "It rings again for all of them.", userIds.length), { kind: "success" });
    } catch (error) {
      toast(error.detail, { kind: "error" });
    }
  }

  #draw() {
    const focused = document.activeElement?.closest?.("[data-person]")?.dataset.person;
    const { participants } = this.#session.call;
    this.#parts.searchBox.hidden = participants.length <= SEARCH_FROM;
    const found = participants.filter((one) => this.#matches(one));
    const inside = sortInside(found.filter(({ state }) => INSIDE.includes(state)), this.#session.hands);
    const blocked = found.filter((one) => one.blocked);
    const away = found.filter((one) => !INSIDE.includes(one.state) && one.state !== "removed");
    this.#drawControls(participants);
    this.#parts.groups.replaceChildren(
      ...this.#group(fmt(_("In the lesson (%(n)d)"), { n: inside.length }), inside),
      ...this.#group(fmt(_("Not here (%(n)d)"), { n: away.length }), away),
      ...(this.#isModerator ? this.#group(_("Removed by the teacher"), blocked) : []),
    );
    if (!this.#parts.groups.hasChildNodes()) this.#parts.groups.append(el("p", { class: "people-none" }, _("Nobody is called that.")));
    if (focused) $(`[data-person="${focused}"] button`, this.#parts.groups)?.focus();
  }

  get #isModerator() {
    return Boolean(this.#session.mine?.moderator);
  }

  #matches({ user }) {
    const wanted = this.#parts.searchBox.hidden ? "" : this.#parts.search.value.trim().toLocaleLowerCase();
    return user.name.toLocaleLowerCase().includes(wanted);
  }

  #group(title, people) {
    if (!people.length) return [];
    const { hands } = this.#session;
    const options = {
      session: this.#session,
      isModerator: this.#isModerator,
      act: (action, id) => this.#do(action, id),
      ring: (id) => this.#ring([id]),
    };
    const rows = people.map((one) => personRow(one, { ...options, hand: hands.indexOf(one.user.id) + 1 }));
    return [el("h3", {}, title), el("ul", { class: "people" }, rows)];
  }

  #drawControls(participants) {
    const { controls, holdMuted, lock, sharing, lowerHands } = this.#parts;
    const { hold_muted: held, locked, sharing_allowed: allowed } = this.#session.call;
    controls.hidden = !this.#isModerator;
    holdMuted.setAttribute("aria-pressed", String(held));
    lock.setAttribute("aria-pressed", String(locked));
    sharing.setAttribute("aria-pressed", String(!allowed));
    lowerHands.disabled = !participants.some((one) => one.hand_raised_at);
  }
}

/** Raised hands first, then teachers, then by name: an order that does not jump under the pointer. */
function sortInside(people, hands) {
  const rank = ({ user, moderator }) => {
    const hand = hands.indexOf(user.id);
    return hand >= 0 ? hand - hands.length : Number(!moderator);
  };
  return people.sort((a, b) => rank(a) - rank(b) || a.user.name.localeCompare(b.user.name));
}

const DONE = {
  mute_all: () => _("Everybody but the teachers is muted."),
  hold_muted: () => _("Everybody stays muted until you allow speaking."),
  allow_unmuting: () => _("Everybody may speak again."),
  lower_hands: () => _("All hands are down."),
  lock: () => _("Nobody new can come in."),
  unlock: () => _("Everybody in the class may come in."),
  forbid_sharing: () => _("Only teachers share their screens."),
  allow_sharing: () => _("Everybody may share a screen."),
};
