/** The people of a conversation in its details: who is there, who looks after it, and what its administrators may do. */

import { api } from "../api.js";
import { el, icon } from "../dom.js";
import { _ } from "../i18n.js";
import { avatar } from "../components/avatar.js";
import { confirm } from "../components/dialog.js";
import { showMenu } from "../components/menu.js";
import { ROLES } from "../components/people_picker.js";
import { toast } from "../components/toast.js";
import { ago } from "../time.js";
import { STANDING } from "./words.js";

export class PeopleList {
  #parts;
  #messenger;
  #conversation = null;

  constructor(parts, messenger) {
    this.#parts = parts;
    this.#messenger = messenger;
  }

  draw(conversation) {
    this.#conversation = conversation;
    const { people: list, "people-count": count } = this.#parts;
    const { store, presence } = this.#messenger;
    const rank = (one) => (one.role === "admin" ? 0 : 2) + (this.#standing(one) === "offline" ? 1 : 0);
    const people = store.people.in(conversation.id).sort((a, b) => rank(a) - rank(b) || a.user.name.localeCompare(b.user.name, "ko"));
    count.textContent = people.length || conversation.participant_count;
    list.replaceChildren(...people.map((one) => this.#row(one)));
    presence.watch("open", people.map((one) => one.user.id).sort());
  }

  #standing({ user }) {
    const { me, presence } = this.#messenger;
    return user.id === me.id ? (presence.mine === "invisible" ? "offline" : presence.mine) : presence.of(user.id);
  }

  #row(one) {
    const { me } = this.#messenger;
    const standing = this.#standing(one);
    const manages = this.#conversation.rules.manage && this.#conversation.classroom_id === null && one.user.id !== me.id;
    return el("li", { "data-user": one.user.id },
      avatar(one.user, { size: "small", presence: standing }),
      el("span", { class: "people-who" },
        el("bdi", {}, one.user.name), one.user.id === me.id && el("span", { class: "chip" }, _("Me")),
        el("small", {}, this.#note(one, standing))),
      el("span", { class: "visually-hidden" }, STANDING[standing]),
      manages && this.#menu(one));
  }

  #note(one, standing) {
    const role = one.role === "admin" && one.user.role === "student" ? _("Administrator") : ROLES[one.user.role];
    const seen = standing === "offline" && one.user.id !== this.#messenger.me.id && this.#messenger.presence.lastSeen(one.user.id);
    const now = standing === "online" || standing === "offline" ? seen && ago(seen) : STANDING[standing];
    return [role, now].filter(Boolean).join(" · ");
  }

  #menu(one) {
    const admin = one.role === "admin";
    const items = [
      { label: admin ? _("Remove as administrator") : _("Make administrator"), icon: admin ? "shield" : "user-check", run: () => this.#role(one, admin ? "member" : "admin") },
      { label: _("Remove"), icon: "user-minus", danger: true, run: () => this.#remove(one.user) },
    ];
    const button = el("button", { type: "button", class: "button quiet square small", "data-testid": "person-menu", "aria-haspopup": "menu", "aria-expanded": "false", "aria-label": `${_("Person menu")}: ${one.user.name}` }, icon("ellipsis"));
    button.addEventListener("click", () => showMenu(button, items));
    return button;
  }

  #role({ user }, role) {
    return this.#act(api.patch(this.#address(user), { role }));
  }

  async #remove(user) {
    const sure = await confirm({ title: _("Remove from the conversation?"), text: user.name, action: _("Remove") });
    if (sure) this.#act(api.delete(this.#address(user)));
  }

  #address(user) {
    return `/api/v1/messenger/conversations/${this.#conversation.id}/participants/${user.id}`;
  }

  async #act(request) {
    try {
      await request;
    } catch (error) {
      toast(error.detail, { kind: "error" });
    }
  }
}
