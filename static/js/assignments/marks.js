/** The marks of one student's work: saved by themselves, never over somebody else's. */

import { api } from "../api.js";
import { $, $$, debounce, parts } from "../dom.js";
import { _, fmt } from "../i18n.js";
import { confirm } from "../components/dialog.js";
import { showConflict } from "./conflict.js";
import { number } from "./rubric.js";

const PAUSE = 900;

/**
 * Dispatches `state` (`state`: "", saving, saved, noted (words without points), waiting for points, unsent, failed with
 * a `sentence`), `saved`, and `again` when the desk is to be read anew (`detail`: words to carry over). Once grades are released none is saved without
 * a key; notes are, for only graders see them.
 */
export class Marks extends EventTarget {
  #form;
  #parts;
  #isReleased;
  #saving = null;
  #later = debounce(() => this.#savesItself && this.flush(), PAUSE);
  #clean;
  isDirty = false;
  isTouched = false;
  state = "";
  sentence = "";

  constructor(form, { isReleased }) {
    super();
    this.#form = form;
    this.#parts = parts(form);
    this.#isReleased = isReleased;
    form.addEventListener("input", (event) => this.#typed(event.target));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.flush();
    });
    this.#parts.return.addEventListener("click", () => this.giveBack());
    this.#sum();
    this.#clean = this.#written;
  }

  get hasLevels() {
    return this.#form.querySelector("[type=radio]") !== null;
  }

  /** The level with this number, of the criterion one is at or of the first without points. */
  choose(place, target) {
    const all = $$("[data-criterion]", this.#form).filter((one) => $("[type=radio]", one));
    const mark = target.closest?.("[data-criterion]") ?? all.find((one) => one.elements.points.value === "") ?? all[0];
    const level = $$("[type=radio]", mark)[place - 1];
    if (!level) return;
    level.checked = true;
    level.focus();
    this.#typed(level);
  }

  #typed(input) {
    const mark = input.closest("[data-criterion]");
    if (input.type === "radio") mark.elements.points.value = input.dataset.points;
    else if (mark && input.name === "points") this.#levelOf(mark, input.value);
    this.isTouched = true;
    this.isDirty = this.#written !== this.#clean;
    this.#sum();
    this.#tell("");
    if (!this.isDirty || this.#savesItself) this.#become("");
    else this.#become(this.#hasScore ? "unsent" : "waiting");
    if (this.isDirty) this.#later();
  }

  /** Points by hand are a level's only when they equal it. */
  #levelOf(mark, text) {
    for (const level of $$("[type=radio]", mark)) level.checked = number(level.dataset.points) === number(text);
  }

  get #marks() {
    return $$("[data-criterion]", this.#form);
  }

  get #hasScore() {
    if (this.#form.elements.score.value.trim()) return true;
    return this.#marks.length > 0 && this.#marks.every((mark) => mark.elements.points.value.trim());
  }

  /** A grade while none is out; words about work that waits. */
  get #savesItself() {
    return this.#hasScore ? !this.#isReleased : this.#form.dataset.status === "submitted";
  }

  #sum() {
    const { override } = this.#parts;
    if (!override) return;
    const sum = this.#marks.reduce((total, mark) => total + (number(mark.elements.points.value) || 0), 0);
    override.placeholder = String(Math.round(sum * 100) / 100);
  }

  get #written() {
    return JSON.stringify({ ...this.#value(), version: null });
  }

  #value() {
    const { score, grade, feedback } = this.#form.elements;
    return {
      version: Number(this.#form.dataset.version),
      score: plain(score.value) || null,
      grade: grade.value.trim(),
      feedback: feedback.value,
      rubric_scores: this.#marks.map((mark) => ({
        criterion: Number(mark.dataset.criterion),
        level: Number($(":checked", mark)?.value) || null,
        points: plain(mark.elements.points.value) || null,
        comment: mark.elements.comment.value.trim(),
      })),
    };
  }

  /** True when nothing is left to save: one may go on to the next. */
  async flush() {
    if (this.#saving) await this.#saving;
    if (!this.isDirty) return true;
    this.#saving = this.#save();
    const done = await this.#saving;
    this.#saving = null;
    return done;
  }

  async #save() {
    this.#become("saving");
    this.isDirty = false;
    const before = this.#clean;
    this.#clean = this.#written;
    try {
      const { version, status } = await api.post(`/api/assignments/submissions/${this.#form.dataset.submission}/grade`, this.#value());
      Object.assign(this.#form.dataset, { version, status });
      if (!this.isDirty) this.#become(status === "submitted" ? "noted" : "saved");
      this.dispatchEvent(new Event("saved"));
      return true;
    } catch (error) {
      this.isDirty = true;
      this.#clean = before;
      this.#refused(error);
      return false;
    }
  }

  #refused(error) {
    const sentence = Object.values(error.fields ?? {}).flat().join(" ") || error.detail;
    this.#become("failed", sentence);
    if (error.code === "changed_meanwhile") this.#showOther(error);
    else this.#tell(sentence);
  }

  #showOther(other) {
    if (other.versions_count === Number(this.#form.dataset.versions)) this.#showGrader(other);
    else this.#showNewer(other);
  }

  /** What was written is about work that is not the newest any more: its points are never the new work's. */
  #showNewer({ versions_count: newest }) {
    const title = fmt(_("The student has handed in version %(n)s"), { n: newest });
    this.#become("failed", title);
    showConflict(this.#parts.conflict, {
      title,
      words: [[_("Yours"), _("Your comments move to the new version. Points have to be given again.")]],
      take: { label: _("Look at it later"), act: () => this.#wait() },
      keep: { label: _("Look at the new version"), act: () => this.#again(this.#words) },
    }).focus();
  }

  #wait() {
    this.#parts.conflict.hidden = true;
    this.#become("unsent");
  }

  get #words() {
    const { feedback, rubric_scores: marks } = this.#value();
    return { feedback, comments: new Map(marks.map((mark) => [mark.criterion, mark.comment])) };
  }

  /** Words that were written about an older version: they stand here until somebody changes them. */
  carry({ feedback, comments }) {
    this.#form.elements.feedback.value ||= feedback;
    for (const mark of this.#marks) mark.elements.comment.value ||= comments.get(Number(mark.dataset.criterion)) ?? "";
    this.#typed(this.#form.elements.feedback);
  }

  /** The other grader's work beside one's own, and the choice. */
  #showGrader({ version, status, score, grade, feedback, rubric_scores: marks, graded_by: by, detail }) {
    const { conflict } = this.#parts;
    const keep = showConflict(conflict, {
      title: by ? fmt(_("%(name)s changed this in the meantime"), by) : detail,
      words: [
        [_("State"), status === "returned" ? _("Returned for revision") : ""],
        [_("Score"), score === null ? "–" : String(Number(score))],
        [_("Grade"), grade],
        ...marks.map((mark) => this.#described(mark)),
        [_("Feedback"), feedback],
      ],
      take: { label: _("Use theirs"), act: () => this.#discard() },
      keep: { label: _("Keep mine"), act: () => this.#insist(version) },
    });
    keep.focus();
  }

  /** One of the other's marks: which criterion, and its points and comment. */
  #described({ criterion, points, comment }) {
    const title = $(`[data-criterion="${criterion}"] legend`, this.#form)?.textContent ?? "";
    return [title, [points === null ? "–" : String(Number(points)), comment].filter(Boolean).join(" · ")];
  }

  #discard() {
    this.isDirty = false;
    this.#again(null);
  }

  #again(words) {
    this.dispatchEvent(new CustomEvent("again", { detail: words }));
  }

  #insist(version) {
    this.#form.dataset.version = version;
    this.#parts.conflict.hidden = true;
    this.flush();
  }

  async giveBack() {
    const { feedback } = this.#form.elements;
    if (!feedback.value.trim()) {
      this.#tell(_("Say what needs to be improved."));
      return feedback.focus();
    }
    const sure = await confirm({ title: _("Return it for revision?"), text: _("The student reads your feedback and hands in again. Points given so far are taken back."), action: _("Return it"), danger: false });
    if (!sure || !(await this.#keepNotes())) return;
    try {
      const { submission, version } = this.#form.dataset;
      await api.post(`/api/assignments/submissions/${submission}/return`, { version: Number(version), feedback: feedback.value });
      this.#discard();
    } catch (error) {
      this.#refused(error);
    }
  }

  /** Comments without points come into the history. */
  async #keepNotes() {
    return this.#hasScore || !this.#savesItself || (await this.flush());
  }

  #tell(sentence) {
    this.#parts.error.textContent = sentence;
    this.#parts.error.hidden = !sentence;
  }

  #become(state, sentence = "") {
    Object.assign(this, { state, sentence });
    this.dispatchEvent(new Event("state"));
  }
}

/** As the server reads numbers. */
function plain(text) {
  return text.trim().replace(",", ".");
}
