/** Grading on one screen: from student to student without the hands leaving the keyboard. */

import { $, $$, announce, debounce } from "../dom.js";
import { _ } from "../i18n.js";
import { toast } from "../components/toast.js";
import { socket } from "../realtime/page.js";
import { showPapers } from "./papers.js";
import { Marks } from "./marks.js";
import { showSaved } from "./saved.js";

const GATHER = 300;

export function mount(element) {
  new Grading(element);
}

class Grading {
  #element;
  #marks = null;
  #line;
  #follow = debounce(() => this.#look(), GATHER);

  constructor(element) {
    this.#element = element;
    this.#line = $("[data-part=saved]", element);
    element.addEventListener("click", (event) => this.#clicked(event));
    document.addEventListener("keydown", (event) => this.#key(event));
    addEventListener("popstate", () => this.#show(new URL(location.href).searchParams.get("student")));
    addEventListener("beforeunload", (event) => this.#marks?.isDirty && event.preventDefault());
    const { subject } = element.dataset;
    socket.on("assignment.changed", ({ assignment_id: id }) => subject === `assignment:${id}` && this.#follow());
    socket.on("state", ({ state }) => state === "open" && this.#follow());
    this.#take();
    this.#reveal();
  }

  get #students() {
    return $$("[data-student][href]", this.#element);
  }

  get #chosen() {
    return $("[data-region=desk]", this.#element).dataset.student;
  }

  /** What is on the desk now. */
  #take() {
    const form = $("[data-part=marks]", this.#element);
    this.#marks = form ? new Marks(form, { isReleased: "released" in this.#element.dataset }) : null;
    showSaved(this.#line, "");
    showPapers(this.#element);
    if (!this.#marks) return;
    this.#marks.addEventListener("state", () => showSaved(this.#line, this.#marks.state, this.#marks.sentence));
    this.#marks.addEventListener("saved", () => this.#follow());
    this.#marks.addEventListener("again", ({ detail }) => this.#again(detail));
  }

  // --- going on

  async #step(by) {
    const all = this.#students;
    const at = all.findIndex((one) => one.dataset.student === this.#chosen);
    const next = all[at + by];
    if (next) await this.#go(next.dataset.student);
  }

  async #nextWaiting() {
    if (!(await this.#settle())) return;
    const all = this.#students;
    const at = all.findIndex((one) => one.dataset.student === this.#chosen);
    const next = [...all.slice(at + 1), ...all.slice(0, at)].find((one) => one.dataset.state === "to_grade");
    if (next) await this.#go(next.dataset.student);
    else announce(_("Nobody is waiting to be graded."));
  }

  async #go(student) {
    if (!(await this.#settle())) return;
    history.pushState(null, "", `?student=${student}`);
    await this.#show(student);
  }

  /** What was typed is on the server, or the grader stays where it is not. */
  async #settle() {
    return !this.#marks || (await this.#marks.flush());
  }

  async #show(student) {
    const desk = $("[data-region=desk]", this.#element);
    desk.setAttribute("aria-busy", "true");
    const fresh = await this.#fetch(student);
    desk.removeAttribute("aria-busy");
    if (!fresh) return void toast(_("There is no connection. Please try again in a moment."), { kind: "error" });
    for (const name of ["list", "progress", "desk"]) this.#swap(name, fresh);
    this.#take();
    this.#reveal();
    $("[data-part=work]", this.#element)?.focus({ preventScroll: true });
    announce($("[data-testid=desk-who]", this.#element)?.textContent ?? "");
  }

  /** The same student as they stand now, with `words` that were written before. */
  async #again(words) {
    const before = this.#marks;
    await this.#show(this.#chosen);
    if (words && this.#marks !== before) this.#marks?.carry(words);
  }

  /** Of two hundred, the one who is on the desk. */
  #reveal() {
    $("[aria-current]", this.#element)?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  /** Somebody handed in or graded elsewhere: the list follows, the desk too unless somebody is at work on it. */
  async #look() {
    const fresh = await this.#fetch(this.#chosen);
    if (!fresh) return;
    const held = document.activeElement?.dataset?.student;
    for (const name of ["list", "progress"]) this.#swap(name, fresh);
    if (held) $(`[href][data-student="${held}"]`, this.#element)?.focus();
    const [now, next] = [this.#element, fresh].map((one) => $("[data-part=marks]", one)?.dataset.version);
    if (now === next || this.#marks?.isDirty || this.#marks?.isTouched) return;
    this.#swap("desk", fresh);
    this.#take();
  }

  async #fetch(student) {
    const response = await fetch(student ? `?student=${student}` : location.href, { credentials: "same-origin" }).catch(() => null);
    return response?.ok ? new DOMParser().parseFromString(await response.text(), "text/html") : null;
  }

  #swap(name, fresh) {
    const next = $(`[data-region=${name}]`, fresh);
    if (!next) return;
    const old = $(`[data-region=${name}]`, this.#element);
    const { scrollTop: top, scrollLeft: left } = old;
    old.replaceWith(document.adoptNode(next));
    if (name === "list") next.scrollTo({ top, left, behavior: "instant" });
  }

  // --- hands

  #clicked(event) {
    const link = event.target.closest("a[data-student]");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      return void this.#go(link.dataset.student);
    }
    const part = event.target.closest("[data-part]")?.dataset.part;
    if (part === "previous") this.#step(-1);
    if (part === "next") this.#step(1);
    if (part === "next-waiting") this.#nextWaiting();
  }

  #key(event) {
    if (event.isComposing || event.keyCode === 229 || $("dialog[open]")) return;
    const action = this.#action(event);
    if (!action) return;
    event.preventDefault();
    action();
  }

  #action({ key, altKey, ctrlKey, metaKey, target }) {
    if ((ctrlKey || metaKey) && key === "Enter") return () => this.#nextWaiting();
    if (altKey) return { ArrowUp: () => this.#step(-1), ArrowDown: () => this.#step(1) }[key];
    const writes = target.closest?.("textarea, select, input:not([type=radio])");
    if (ctrlKey || metaKey || writes) return null;
    if (/^[1-9]$/.test(key) && this.#marks?.hasLevels) return () => this.#marks.choose(Number(key), target);
    return { k: () => this.#step(-1), j: () => this.#step(1), r: this.#marks && (() => this.#marks.giveBack()) }[key.toLowerCase()];
  }
}
