/** The head of the open conversation: who it is, who is there, and the buttons that call. */

import { parts } from "../dom.js";
import { _, fmt, ngettext } from "../i18n.js";
import { conversationAvatar } from "../components/avatar.js";
import { ago } from "../time.js";
import { startCall } from "./start_call.js";
import { STANDING, peopleWords } from "./words.js";

export class Header {
  #parts;
  #messenger;
  #conversation = null;

  constructor(root, { messenger }) {
    this.#parts = parts(root);
    this.#messenger = messenger;
    const { store, presence } = messenger;
    const again = (event) => (!event.detail?.id || event.detail.id === this.#conversation?.id) && this.draw();
    for (const type of ["conversation", "people"]) store.addEventListener(type, again);
    presence.addEventListener("change", again);
    const { audio, video } = this.#parts;
    audio.addEventListener("click", () => startCall(this.#conversation, "audio", audio));
    video.addEventListener("click", () => startCall(this.#conversation, "video", video));
  }

  open(conversation) {
    this.#conversation = conversation;
    if (conversation) this.draw();
  }

  draw() {
    this.#conversation = this.#messenger.store.get(this.#conversation?.id);
    if (!this.#conversation) return;
    const { title, "talk-avatar": place, "people-line": line } = this.#parts;
    const { partner } = this.#conversation;
    const presence = partner && this.#messenger.presence.of(partner.id);
    title.textContent = this.#conversation.title;
    place.replaceChildren(conversationAvatar(this.#conversation, { presence }));
    line.textContent = this.#line();
    this.#drawCalls();
  }

  #line() {
    const { presence, store, me } = this.#messenger;
    const { partner, id } = this.#conversation;
    if (!partner) return peopleWords(this.#conversation, store.people.in(id).filter((one) => one.user.id === me.id || presence.of(one.user.id) !== "offline").length);
    const standing = presence.of(partner.id);
    if (standing !== "offline") return STANDING[standing];
    const seen = presence.lastSeen(partner.id);
    return seen ? fmt(_("Last seen %(when)s"), { when: ago(seen) }) : _("Offline");
  }

  #drawCalls() {
    const { audio, video, "video-label": label, live, "live-text": text, join } = this.#parts;
    const { active_call: call, rules, type } = this.#conversation;
    audio.hidden = video.hidden = !rules.call || Boolean(call);
    label.textContent = type !== "direct" && this.#messenger.me.role !== "student" ? _("Start lesson") : _("Video call");
    live.hidden = !call;
    if (!call) return;
    const joined = call.joined ? fmt(ngettext("%(n)d person is in.", "%(n)d people are in.", call.joined), { n: call.joined }) : "";
    text.textContent = `${_("A call is running.")} ${joined}`.trim();
    join.href = `/calls/${call.id}`;
  }
}
