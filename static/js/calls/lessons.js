/** The list of lessons follows what happens: what begins, ends or is planned redraws it from the server. */

import { $, debounce } from "../dom.js";
import { _ } from "../i18n.js";
import { confirm } from "../components/dialog.js";
import { socket } from "../realtime/page.js";

const GATHER = 400;
const MINUTE = 60_000;
const CHANGES = ["call.invitation", "call.updated", "call.ended", "call.participant_joined", "call.participant_left", "lessons.changed"];

export function mount(element) {
  new Lessons(element);
}

class Lessons {
  #element;
  #asking = false;
  #refresh = debounce(() => this.#redraw(), GATHER);

  constructor(element) {
    this.#element = element;
    for (const type of CHANGES) socket.on(type, this.#refresh);
    socket.on("state", ({ state }) => state === "open" && this.#refresh());
    setInterval(() => document.visibilityState === "visible" && this.#refresh(), MINUTE); // hours come by themselves
    element.addEventListener("submit", (event) => this.#ask(event));
  }

  /** Not under somebody's hands: then as soon as the focus moves on, or the question is answered. */
  async #redraw() {
    const response = await fetch(location.href, { credentials: "same-origin" }).catch(() => null);
    if (!response?.ok) return;
    const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
    const content = $("[data-module='calls/lessons']", fresh);
    if (!content || this.#asking) return;
    if (this.#element.contains(document.activeElement)) return this.#element.addEventListener("focusout", this.#refresh, { once: true });
    this.#element.replaceChildren(...document.adoptNode(content).childNodes);
  }

  /** Forms that cannot be taken back say so by `data-confirm`. */
  async #ask(event) {
    const form = event.target;
    if (!form.dataset.confirm) return;
    event.preventDefault();
    this.#asking = true;
    if (await confirm({ title: form.dataset.confirm, action: _("Call off") })) return form.submit();
    this.#asking = false;
    this.#refresh();
  }
}
