/** Choose people: a search over those one may write to, check boxes, and the chosen ones as chips. */

import { api } from "../api.js";
import { $, announce, debounce, el, icon } from "../dom.js";
import { _, fmt, ngettext } from "../i18n.js";
import { avatar } from "./avatar.js";

export const ROLES = {
  teacher: _("Teacher"),
  student: _("Student"),
  guardian: _("Guardian"),
  administrator: _("Administrator"),
};

export class PeoplePicker extends EventTarget {
  #search;
  #list;
  #chips;
  #exclude = new Set();
  #asked = 0;

  /** `element` holds `[data-part=search]`, `[data-part=people]` and `[data-part=chosen]`. */
  constructor(element) {
    super();
    this.chosen = new Map();
    this.single = false;
    this.#search = $("[data-part=search]", element);
    this.#list = $("[data-part=people]", element);
    this.#chips = $("[data-part=chosen]", element);
    this.#search.addEventListener("input", debounce(() => this.#load(), 200));
    this.#search.addEventListener("keydown", (event) => event.key === "Enter" && !event.isComposing && event.preventDefault());
  }

  get ids() {
    return [...this.chosen.keys()];
  }

  /** Begin anew; people in `exclude` (ids) are not offered. */
  reset({ exclude = [] } = {}) {
    this.chosen.clear();
    this.#exclude = new Set(exclude);
    this.#search.value = "";
    this.#drawChips();
    return this.#load();
  }

  /** One person only (a direct conversation): a new choice takes the place of the old one. */
  limitToOne(single) {
    this.single = single;
    if (single) for (const id of this.ids.slice(1)) this.#choose(this.chosen.get(id), false);
    for (const box of this.#list.querySelectorAll("input")) box.type = single ? "radio" : "checkbox";
  }

  async #load() {
    const asked = ++this.#asked;
    if (!this.#list.children.length) this.#list.replaceChildren(...skeletons());
    const query = encodeURIComponent(this.#search.value.trim());
    const page = await api.get(`/api/v1/auth/people?page_size=100&search=${query}`).catch((error) => error);
    if (asked !== this.#asked) return; // a later question is already on its way
    if (page instanceof Error) return this.#say(page.detail);
    const people = page.results.filter((person) => !this.#exclude.has(person.id));
    if (!people.length) return this.#say(_("Nobody found."));
    this.#list.replaceChildren(...people.map((person) => this.#row(person)));
    if (this.#search.value) announce(fmt(ngettext("%(n)d person found", "%(n)d people found", people.length), { n: people.length }));
  }

  #say(sentence) {
    this.#list.replaceChildren(el("li", { class: "picker-note" }, sentence));
  }

  #row(person) {
    const box = el("input", { type: this.single ? "radio" : "checkbox", class: "check", value: person.id, checked: this.chosen.has(person.id) });
    box.addEventListener("change", () => this.#choose(person, box.checked));
    return el("li", {},
      el("label", { class: "picker-row", "data-testid": `person-${person.email}` }, avatar(person, { size: "small" }),
        el("span", { class: "picker-who" }, el("b", { dir: "auto" }, person.name), el("small", {}, [ROLES[person.role], person.email].filter(Boolean).join(" · "))),
        box));
  }

  #choose(person, chosen) {
    if (chosen && this.single) this.chosen.clear();
    if (chosen) this.chosen.set(person.id, person);
    else this.chosen.delete(person.id);
    for (const box of this.#list.querySelectorAll("input")) box.checked = this.chosen.has(Number(box.value));
    this.#drawChips();
    this.dispatchEvent(new Event("change"));
  }

  #drawChips() {
    this.#chips.hidden = this.chosen.size === 0;
    this.#chips.replaceChildren(...[...this.chosen.values()].map((person) =>
      el("button", { type: "button", class: "chip lead", "aria-label": fmt(_("Remove %(name)s"), { name: person.name }), onclick: () => this.#choose(person, false) },
        el("bdi", {}, person.name), icon("x"))));
  }
}

function skeletons() {
  return Array.from({ length: 5 }, () =>
    el("li", { class: "picker-row", "aria-hidden": "true" }, el("span", { class: "avatar small skeleton" }), el("span", { class: "skeleton" })));
}
