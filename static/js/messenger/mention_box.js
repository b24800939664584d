/** After an `@` the people of the conversation are offered above the text; arrows choose, Enter or Tab takes one. */

import { el, icon, parts } from "../dom.js";
import { _ } from "../i18n.js";
import { avatar } from "../components/avatar.js";

const MOST = 6;
const ASKED = /(?:^|[^\p{L}\p{N}])@([^\n@]{0,30})$/u;
const EVERYBODY = "all";

export class MentionBox {
  #parts;
  #people;
  #shown = [];
  #at = 0;
  #begin = 0;

  /** `people()`: [{name, …}] who may be named; `everybody()`: whether all may be called at once. */
  constructor(element, { people, everybody, signal }) {
    this.#parts = parts(element);
    this.#people = () => [...(everybody() ? [{ id: 0, name: EVERYBODY, all: true }] : []), ...people()];
    const { composer, input } = this.#parts;
    input.addEventListener("input", () => this.#look(), { signal });
    input.addEventListener("click", () => this.#look(), { signal });
    input.addEventListener("blur", () => this.#show([]), { signal });
    composer.addEventListener("keydown", (event) => this.#key(event), { signal, capture: true });
    composer.addEventListener("submit", () => this.#show([]), { signal });
    this.#show([]);
  }

  #look() {
    const { input } = this.#parts;
    const before = input.value.slice(0, input.selectionStart);
    const asked = input.selectionStart === input.selectionEnd ? ASKED.exec(before)?.[1] : undefined;
    if (asked === undefined) return this.#show([]);
    this.#begin = before.length - asked.length;
    this.#show(this.#find(asked.toLocaleLowerCase()));
  }

  /** Those whose name begins so come before those it only stands in; a name that is written out asks for nothing. */
  #find(asked) {
    const rank = ({ name, all }) => {
      const lower = name.toLocaleLowerCase();
      if (all && _("everybody").startsWith(asked)) return 0;
      return lower.startsWith(asked) ? 0 : lower.includes(asked) ? 1 : 2;
    };
    const found = this.#people().filter((one) => rank(one) < 2).sort((a, b) => rank(a) - rank(b));
    return found.length === 1 && found[0].name.toLocaleLowerCase() === asked ? [] : found.slice(0, MOST);
  }

  #show(people) {
    const { mentions: list, input } = this.#parts;
    this.#shown = people;
    this.#at = 0;
    list.hidden = people.length === 0;
    list.replaceChildren(...people.map((one, at) => this.#row(one, at)));
    this.#mark();
  }

  #row(person, at) {
    const { mentions: list } = this.#parts;
    const take = (event) => {
      event.preventDefault(); // the text keeps the focus
      this.#take(at);
    };
    return el("li", { id: `${list.id}-${at}`, role: "option", "data-testid": "mention-option", onpointerdown: take },
      person.all ? el("span", { class: "avatar small" }, icon("users")) : avatar(person, { size: "small" }),
      el("bdi", {}, person.all ? `@${EVERYBODY}` : person.name), person.all && el("small", {}, _("Everybody in this conversation")));
  }

  #mark() {
    const { mentions: list, input } = this.#parts;
    [...list.children].forEach((row, at) => row.setAttribute("aria-selected", String(at === this.#at)));
    if (this.#shown.length) input.setAttribute("aria-activedescendant", list.children[this.#at].id);
    else input.removeAttribute("aria-activedescendant");
  }

  #key(event) {
    if (!this.#shown.length || event.target !== this.#parts.input || event.isComposing || event.keyCode === 229) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      this.#at = (this.#at + step + this.#shown.length) % this.#shown.length;
      this.#mark();
    } else if ((event.key === "Enter" && !event.shiftKey) || event.key === "Tab") this.#take(this.#at);
    else if (event.key === "Escape") this.#show([]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #take(at) {
    const { input } = this.#parts;
    input.setRangeText(`${this.#shown[at].name} `, this.#begin, input.selectionStart, "end");
    this.#show([]);
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
