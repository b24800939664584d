/** The right column: what kind of conversation it is, its calls, its people, adding and leaving. */

import { api } from "../api.js";
import { $, el, icon, parts } from "../dom.js";
import { _ } from "../i18n.js";
import { avatar, conversationAvatar } from "../components/avatar.js";
import { confirm } from "../components/dialog.js";
import { ROLES } from "../components/people_picker.js";
import { toast } from "../components/toast.js";
import { ago, date, length } from "../time.js";
import { Muting } from "./muting.js";
import { SharedFiles } from "./shared_files.js";

const TYPES = { direct: _("Direct"), group: _("Group"), announcement: _("Announcement") };
const OUTCOMES = { missed: _("Missed"), declined: _("Declined"), cancelled: _("Cancelled"), failed: _("Failed") };
const WIDE = matchMedia("(min-width: 1180px)");
const KEY = "details";

/** Dispatches `opened`. */
export class Details extends EventTarget {
  #parts;
  #root;
  #messenger;
  #conversation = null;
  #calls = [];
  #files;
  #muting;

  /** `addPeople(conversation)` opens the dialog. */
  constructor(root, { messenger, addPeople }) {
    super();
    this.#root = $("#details");
    this.#parts = { ...parts(root), ...parts(this.#root) };
    this.#messenger = messenger;
    this.#muting = new Muting(this.#parts.mute, messenger);
    this.#files = new SharedFiles(this.#parts, messenger);
    const { store, presence } = messenger;
    const again = (event) => (!event.detail?.id || event.detail.id === this.#conversation?.id) && this.#draw();
    for (const type of ["conversation", "people"]) store.addEventListener(type, again);
    presence.addEventListener("change", again);
    messenger.socket.on("call.ended", ({ call }) => call.conversation_id === this.#conversation?.id && this.#loadCalls());
    const { toggle, "side-close": close, add, leave } = this.#parts;
    toggle.addEventListener("click", () => this.#show(this.#root.hidden, { remember: true }));
    close.addEventListener("click", () => this.#show(false, { remember: true }));
    this.#root.addEventListener("keydown", (event) => event.key === "Escape" && !WIDE.matches && this.#show(false));
    this.#parts.talk.addEventListener("pointerdown", (event) => this.#pressedOutside(event), { capture: true });
    add.addEventListener("click", () => addPeople(this.#conversation));
    leave.addEventListener("click", () => this.#leave());
    WIDE.addEventListener("change", () => this.#conversation && this.#show(WIDE.matches && wanted()));
  }

  open(conversation) {
    this.#conversation = conversation;
    this.#calls = [];
    this.#show(Boolean(conversation) && WIDE.matches && wanted());
    if (!conversation) return;
    this.#draw();
    this.#loadCalls();
    this.#files.open(conversation.id);
  }

  /** Out of the way of something else that wants the place. */
  hide() {
    this.#show(false);
  }

  /** Back, where the person had it. */
  unhide() {
    this.#show(WIDE.matches && wanted());
  }

  #show(shown, { remember = false } = {}) {
    const { toggle, "side-close": close } = this.#parts;
    if (shown) this.dispatchEvent(new Event("opened"));
    this.#root.hidden = !shown;
    toggle.setAttribute("aria-expanded", String(shown));
    if (remember && WIDE.matches) localStorage.setItem(KEY, shown ? "" : "hidden");
    if (remember && !WIDE.matches) (shown ? close : toggle).focus();
  }

  /** Where it lies over the conversation, a click beside it closes it. */
  #pressedOutside(event) {
    if (!WIDE.matches && !this.#root.hidden && !event.target.closest("[data-part=toggle]")) this.#show(false);
  }

  async #loadCalls() {
    const { id } = this.#conversation;
    const page = await api.get(`/api/v1/messenger/conversations/${id}/calls/history?page_size=3`).catch(() => null);
    if (!page || id !== this.#conversation?.id) return;
    this.#calls = page.results;
    this.#draw();
  }

  #draw() {
    const conversation = (this.#conversation = this.#messenger.store.get(this.#conversation?.id));
    if (!conversation) return;
    const { "side-avatar": place, "side-title": title, "side-type": type, add, leave } = this.#parts;
    place.replaceChildren(conversationAvatar(conversation, { size: "large" }));
    title.textContent = conversation.title;
    type.textContent = conversation.classroom_id && conversation.type === "group" ? _("Class") : TYPES[conversation.type];
    add.hidden = !conversation.rules.manage;
    leave.hidden = conversation.type === "direct" || conversation.classroom_id !== null;
    this.#muting.draw(conversation);
    this.#drawPeople();
    this.#drawCalls();
  }

  #drawPeople() {
    const { people: list, "people-count": count } = this.#parts;
    const { store, presence } = this.#messenger;
    const rank = (one) => (one.role === "admin" ? 0 : 2) + (this.#present(one) ? 0 : 1);
    const people = store.peopleOf(this.#conversation.id).sort((a, b) => rank(a) - rank(b) || a.user.name.localeCompare(b.user.name, "ko"));
    count.textContent = people.length || this.#conversation.participant_count;
    list.replaceChildren(...people.map((one) => this.#person(one)));
    presence.watch("open", people.map((one) => one.user.id).sort());
  }

  #present(one) {
    return one.user.id === this.#messenger.me.id || this.#messenger.presence.of(one.user.id) !== "offline";
  }

  #person(one) {
    const { me, presence } = this.#messenger;
    const status = one.user.id === me.id ? "online" : presence.of(one.user.id);
    const seen = status === "offline" && presence.lastSeen(one.user.id);
    const remove = this.#conversation.rules.manage && this.#conversation.classroom_id === null && one.user.id !== me.id;
    return el("li", { "data-user": one.user.id },
      avatar(one.user, { size: "small", presence: status }),
      el("span", { class: "people-who" },
        el("bdi", {}, one.user.name), one.user.id === me.id && el("span", { class: "chip" }, _("Me")),
        el("small", {}, this.#note(one, seen))),
      el("span", { class: "visually-hidden" }, status === "offline" ? _("Offline") : _("Online")),
      remove && el("button", { type: "button", class: "button quiet square small", title: _("Remove"), "aria-label": `${_("Remove")}: ${one.user.name}`, onclick: () => this.#remove(one.user) }, icon("x")));
  }

  #note(one, seen) {
    const role = one.role === "admin" && one.user.role === "student" ? _("Administrator") : ROLES[one.user.role];
    return [role, seen && ago(seen)].filter(Boolean).join(" · ");
  }

  #drawCalls() {
    const { calls, "call-list": list, "calls-all": all } = this.#parts;
    calls.hidden = this.#calls.length === 0;
    all.href = `/conversations/${this.#conversation.id}/calls`;
    list.replaceChildren(...this.#calls.map((call) =>
      el("li", {}, icon(call.call_type === "audio" ? "phone" : "video"),
        el("span", {}, date(call.started_at ?? call.created_at), el("small", {}, OUTCOMES[call.end_reason] ?? (call.seconds ? length(call.seconds) : _("Running")))))));
  }

  async #remove(person) {
    const sure = await confirm({ title: _("Remove from the conversation?"), text: person.name, action: _("Remove") });
    if (sure) this.#act(() => api.delete(`/api/v1/messenger/conversations/${this.#conversation.id}/participants/${person.id}`));
  }

  async #leave() {
    const { id, title } = this.#conversation;
    const text = `${title}: ${_("You will not see new messages here. Somebody has to add you again.")}`;
    const sure = await confirm({ title: _("Leave the conversation?"), text, action: _("Leave") });
    if (sure) this.#act(() => api.delete(`/api/v1/messenger/conversations/${id}/participants/${this.#messenger.me.id}`));
  }

  async #act(request) {
    try {
      await request();
    } catch (error) {
      toast(error.detail, { kind: "error" });
    }
  }
}

function wanted() {
  return localStorage.getItem(KEY) !== "hidden";
}
