/** The rubric's editor. Enter adds a line under the present one, Alt with arrows moves a criterion. */

import { $, $$, announce, clone, parts } from "../dom.js";
import { _, fmt } from "../i18n.js";
import { showMenu } from "../components/menu.js";

export class Rubric {
  #list;
  #points;
  #help;

  /** `its`: the form's parts `criteria`, `points`, `rubric` (the hidden field), `rubric-help`, `add-criterion`. */
  constructor(form, its) {
    this.#list = its.criteria;
    this.#points = its.points;
    this.#help = its["rubric-help"];
    for (const one of JSON.parse(its.rubric.value || "[]")) this.#add(one);
    its["add-criterion"].addEventListener("click", () => this.#focus(this.#add({})));
    this.#list.addEventListener("input", () => this.#sum());
    this.#list.addEventListener("keydown", (event) => this.#key(event));
    this.#sum();
  }

  /** As the server takes it; a line without any word is left out. */
  get value() {
    return this.#criteria.map(read).filter((one) => one.title || one.points || one.levels.length);
  }

  get #criteria() {
    return [...this.#list.children];
  }

  #add({ id, title = "", description = "", points = "", levels = [] }, after = null) {
    const line = clone("criterion-template");
    const its = parts(line);
    if (id) line.dataset.id = id;
    its.title.value = title;
    its.description.value = description;
    its.points.value = points;
    its["add-level"].addEventListener("click", () => this.#focus(this.#addLevel(line, {})));
    its.menu.addEventListener("click", () => this.#menu(its.menu, line));
    for (const level of levels) this.#addLevel(line, level);
    if (after) after.after(line);
    else this.#list.append(line);
    this.#sum();
    return line;
  }

  #addLevel(criterion, { title = "", points = "" }, after = null) {
    const line = clone("level-template");
    const its = parts(line);
    its.title.value = title;
    its.points.value = points;
    its.remove.addEventListener("click", () => this.#removeLevel(line));
    if (after) after.after(line);
    else $("[data-part=levels]", criterion).append(line);
    return line;
  }

  #removeLevel(line) {
    const next = line.nextElementSibling ?? line.previousElementSibling ?? line.closest(".criterion");
    line.remove();
    this.#focus(next);
    this.#changed();
  }

  #remove(line) {
    const next = line.nextElementSibling ?? line.previousElementSibling;
    line.remove();
    if (next) this.#focus(next);
    this.#changed();
    this.#sum();
  }

  #menu(anchor, line) {
    const all = this.#criteria;
    showMenu(anchor, [
      all.at(0) !== line && { label: _("Move up"), icon: "arrow-up", run: () => this.#move(line, -1) },
      all.at(-1) !== line && { label: _("Move down"), icon: "arrow-down", run: () => this.#move(line, 1) },
      { label: _("Remove the criterion"), icon: "trash-2", danger: true, run: () => this.#remove(line) },
    ].filter(Boolean));
  }

  #move(line, by) {
    const other = by < 0 ? line.previousElementSibling : line.nextElementSibling;
    if (!other) return;
    if (by < 0) other.before(line);
    else other.after(line);
    this.#changed();
    announce(fmt(_("Criterion %(n)d of %(all)d"), { n: this.#criteria.indexOf(line) + 1, all: this.#criteria.length }));
  }

  #key(event) {
    if (event.isComposing || event.keyCode === 229 || !(event.target instanceof HTMLInputElement)) return;
    const criterion = event.target.closest(".criterion");
    const level = event.target.closest(".level-line");
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (event.altKey && by) {
      const held = event.target;
      this.#move(criterion, by);
      held.focus();
    } else if (event.key === "Enter") this.#focus(level ? this.#addLevel(criterion, {}, level) : this.#add({}, criterion));
    else if (event.key === "Backspace" && level && !event.target.value && event.target.dataset.part === "title") this.#removeLevel(level);
    else return;
    event.preventDefault(); // Enter would send the form
  }

  #focus(line) {
    $("[data-part=title]", line).focus();
  }

  #changed() {
    this.#list.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** With a rubric the points are its sum. */
  #sum() {
    const some = this.#criteria.length > 0;
    this.#points.readOnly = some;
    this.#help.hidden = some;
    if (!some) return;
    const sum = this.#criteria.reduce((total, line) => total + (number($("[data-part=points]", line).value) || 0), 0);
    this.#points.value = String(Math.round(sum * 100) / 100);
  }
}

function read(line) {
  const own = $$(":scope > .criterion-line [data-part], :scope > label [data-part]", line);
  const field = (name) => own.find((one) => one.dataset.part === name).value.trim();
  const levels = $$(".level-line", line).map((one) => ({ title: parts(one).title.value.trim(), points: parts(one).points.value.trim() }));
  const id = line.dataset.id ? { id: Number(line.dataset.id) } : {};
  return { ...id, title: field("title"), description: field("description"), points: field("points"), levels: levels.filter((one) => one.title || one.points) };
}

/** 7.5 and 7,5. */
export function number(text) {
  return text.trim() === "" ? NaN : Number(text.trim().replace(",", "."));
}
