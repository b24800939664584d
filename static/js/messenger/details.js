/** The right column: what kind of conversation it is, what is pinned in it, its calls, files and people; leaving and closing. */

import { api } from "../api.js";
import { $, el, icon, parts } from "../dom.js";
import { _ } from "../i18n.js";
import { conversationAvatar } from "../components/avatar.js";
import { confirm } from "../components/dialog.js";
import { toast } from "../components/toast.js";
import { date, length } from "../time.js";
import { editDialog } from "./edit_conversation.js";
import { Muting } from "./muting.js";
import { OwnSettings } from "./own_settings.js";
import { PeopleList } from "./people_list.js";
import { Pins } from "./pins.js";
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
  #own;
  #people;
  #pins;

  /** `addPeople(conversation)` opens the dialog, `go(conversationId, messageId)` brings a message into sight. */
  constructor(root, { messenger, addPeople, go }) {
    super();
    this.#root = $("#details");
    this.#parts = { ...parts(root), ...parts(this.#root) };
    this.#messenger = messenger;
    this.#muting = new Muting(this.#parts.mute, messenger);
    this.#files = new SharedFiles(this.#parts, messenger);
    this.#own = new OwnSettings({ pinned: this.#parts["keep-top"], archived: this.#parts.archive }, messenger);
    this.#people = new PeopleList(this.#parts, messenger);
    this.#pins = new Pins(this.#parts, { messenger, go: (...where) => this.#goTo(go, where) });
    const edit = editDialog(({ id, title, avatar }) => store.update(id, { title, avatar }));
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
    this.#parts.edit.addEventListener("click", () => edit(this.#conversation));
    this.#parts["close-all"].addEventListener("click", () => this.#closeForAll());
    WIDE.addEventListener("change", () => this.#conversation && this.#show(WIDE.matches && wanted()));
  }

  /** `shown`: it may take its place at once, where the person wants it. */
  open(conversation, { shown = true } = {}) {
    this.#conversation = conversation;
    this.#calls = [];
    this.#show(shown && Boolean(conversation) && WIDE.matches && wanted());
    if (!conversation) return;
    this.#draw();
    this.#loadCalls();
    this.#files.open(conversation.id);
    this.#pins.open(conversation.id);
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
    const { "side-avatar": place, "side-title": title, "side-type": type, add, leave, edit, "close-all": closing } = this.#parts;
    place.replaceChildren(conversationAvatar(conversation, { size: "large" }));
    title.textContent = conversation.title;
    type.textContent = conversation.classroom_id && conversation.type === "group" ? _("Class") : TYPES[conversation.type];
    add.hidden = !conversation.rules.manage;
    edit.hidden = !conversation.rules.manage;
    closing.hidden = !conversation.rules.manage || conversation.classroom_id !== null;
    leave.hidden = conversation.type === "direct" || conversation.classroom_id !== null;
    this.#muting.draw(conversation);
    this.#people.draw(conversation);
    this.#own.draw(conversation);
    this.#drawCalls();
  }

  #drawCalls() {
    const { calls, "call-list": list, "calls-all": all } = this.#parts;
    calls.hidden = this.#calls.length === 0;
    all.href = `/conversations/${this.#conversation.id}/calls`;
    list.replaceChildren(...this.#calls.map((call) =>
      el("li", {}, icon(call.call_type === "audio" ? "phone" : "video"),
        el("span", {}, date(call.started_at ?? call.created_at), el("small", {}, OUTCOMES[call.end_reason] ?? (call.seconds ? length(call.seconds) : _("Running")))))));
  }

  async #leave() {
    const { id, title } = this.#conversation;
    const text = `${title}: ${_("You will not see new messages here. Somebody has to add you again.")}`;
    const sure = await confirm({ title: _("Leave the conversation?"), text, action: _("Leave") });
    if (sure) this.#act(() => api.delete(`/api/v1/messenger/conversations/${id}/participants/${this.#messenger.me.id}`));
  }

  async #closeForAll() {
    const { id, title } = this.#conversation;
    const sure = await confirm({ title: _("Close the conversation for everybody?"), text: `${title}: ${_("Nobody can read or write here any more.")}`, action: _("Close for everybody") });
    if (sure) this.#act(() => api.delete(`/api/v1/messenger/conversations/${id}`));
  }

  /** Where it lies over the conversation it gives way to what was asked for. */
  #goTo(go, where) {
    if (!WIDE.matches) this.#show(false);
    go(...where);
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
