/** Somebody calls: a card on every signed-in page, with a soft tone, until it is answered somewhere. */

import { announce, clone, parts, setIcon, $ } from "../dom.js";
import { _, fmt } from "../i18n.js";
import { avatar } from "../components/avatar.js";
import { toast } from "../components/toast.js";
import { me, socket } from "../realtime/page.js";
import { Ringing } from "./ringing.js";
import { Ringtone } from "./ringtone.js";

export function mount(element) {
  new Ring(element);
}

class Ring {
  #element;
  #ringing;
  #tone = new Ringtone();
  #cards = new Map();
  #title = document.title;
  #quiet;

  constructor(element) {
    const { call = null } = element.dataset;
    this.#element = element;
    this.#quiet = call !== null; // in a lesson another call may be seen, not heard
    this.#ringing = new Ringing({ socket, meId: me.id, ignored: call });
    this.#ringing.addEventListener("change", () => this.#draw());
    this.#ringing.addEventListener("over", ({ detail }) => sayOver(detail));
    addEventListener("pagehide", () => this.#tone.stop());
  }

  #draw() {
    const { list } = this.#ringing;
    for (const [id, card] of this.#cards) if (!list.some(({ call }) => call.id === id)) this.#remove(id, card);
    for (const invitation of list) if (!this.#cards.has(invitation.call.id)) this.#add(invitation);
    this.#element.hidden = list.length === 0;
    this.#sound(list);
  }

  #sound(list) {
    const [first] = list;
    document.title = first ? fmt(_("%(name)s is calling"), first.from) : this.#title;
    if (first && !this.#quiet) this.#tone.start();
    else this.#tone.stop();
  }

  #add({ call, from }) {
    const card = clone("invitation-template");
    const { picture, name, where, kind, answer, decline } = parts(card);
    picture.append(avatar(from, { size: "large" }));
    name.textContent = from.name;
    where.textContent = whereWords(call);
    kind.textContent = kindWords(call);
    setIcon($("svg", answer), call.call_type === "video" ? "video" : "phone");
    answer.href = `/calls/${call.id}?join=1`;
    answer.addEventListener("click", () => this.#tone.stop());
    decline.addEventListener("click", () => this.#decline(call, decline));
    this.#cards.set(call.id, card);
    this.#element.append(card);
    announce(fmt(_("%(name)s is calling"), from));
  }

  async #decline(call, button) {
    button.setAttribute("aria-busy", "true");
    try {
      await socket.request("call.reject", { call_id: call.id });
    } catch (error) {
      if (error.code === "offline" || error.code === "rate_limited") {
        button.removeAttribute("aria-busy");
        return toast(error.detail, { kind: "error" });
      }
    }
    this.#ringing.settle(call.id);
  }

  #remove(id, card) {
    card.remove();
    this.#cards.delete(id);
  }
}

/** A planned lesson says its title, and beside it the class unless they are called the same. */
function whereWords({ lesson, conversation_title: title }) {
  return [...new Set([lesson?.title, title])].filter(Boolean).join(" · ");
}

function kindWords({ lesson, call_type: type }) {
  if (lesson) return _("The lesson begins");
  return type === "video" ? _("Video call") : _("Voice call");
}

function sayOver({ from, reason }) {
  if (reason === "elsewhere") toast(_("Answered on another device."));
  if (reason === "missed") toast(fmt(_("You missed a call from %(name)s."), from));
}
