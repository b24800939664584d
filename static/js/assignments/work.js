/** Where a student works: a draft that saves itself, files, and handing in. */

import { api } from "../api.js";
import { $, announce, json, parts, uuid } from "../dom.js";
import { Tray } from "../components/upload_tray.js";
import { Upload } from "../components/upload.js";
import { _, fmt } from "../i18n.js";
import { full } from "../time.js";
import { showConflict } from "./conflict.js";
import { Draft } from "./draft.js";
import { showSaved } from "./saved.js";

export function mount(form) {
  new Work(form).start(json("draft"));
}

class Work {
  #form;
  #parts;
  #draft;
  #tray;
  #uploads = [];
  #key = uuid();
  #waits = false;
  #lastFiles = "";

  constructor(form) {
    this.#form = form;
    this.#parts = parts(form);
    this.#draft = new Draft(form.dataset.assignment);
  }

  /** `kept`: the server's draft. What only this device has is shown, and saved if it goes on from that draft. */
  start(kept) {
    const mine = this.#draft.unsaved();
    this.#draft.version = mine ? (mine.version ?? 0) : kept.version;
    this.#fill(mine ?? kept);
    this.#tray = new Tray(this.#form, { uploads: this.#uploads, signal: new AbortController().signal });
    this.#tray.open(true);
    this.#wire();
    if (mine) this.#changed();
    else if (kept.saved_at) showSaved(this.#parts.saved, "saved");
  }

  #fill({ text, files }) {
    this.#parts.input.value = text;
    this.#uploads.splice(0, this.#uploads.length, ...files.map((shape) => Upload.known(shape)));
    this.#lastFiles = this.#files.map((one) => one.id).join();
  }

  #wire() {
    this.#parts.input.addEventListener("input", () => this.#changed());
    this.#tray.addEventListener("change", () => this.#uploaded());
    this.#draft.addEventListener("state", () => this.#showState());
    this.#form.addEventListener("submit", (event) => this.#submit(event));
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.#lookElsewhere());
  }

  get #files() {
    return this.#uploads.filter((one) => one.shape).map((one) => one.shape);
  }

  #value() {
    const files = this.#files;
    return { text: this.#parts.input.value, attachment_ids: files.map((one) => one.id), files };
  }

  #changed() {
    this.#key = uuid(); // other work than what may have been sent already
    this.#tell("");
    this.#draft.change(this.#value());
  }

  /** A draft holds what has arrived; the server keeps these files from now on. */
  #uploaded() {
    const files = this.#files.map((one) => one.id).join();
    if (files !== this.#lastFiles) {
      this.#lastFiles = files;
      for (const one of this.#uploads) one.kept = Boolean(one.shape);
      this.#changed();
    }
    if (this.#waits && !this.#tray.busy) this.#stopWaiting();
  }

  /** Another device may have gone on while this page was away. */
  async #lookElsewhere() {
    const found = await this.#draft.elsewhere();
    if (!found || found.version === this.#draft.version) return;
    this.#draft.version = found.version;
    this.#refill(found);
  }

  #refill(draft) {
    this.#fill(draft);
    this.#tray.redraw();
  }

  #showState() {
    const { state, sentence, other } = this.#draft;
    const { saved, conflict } = this.#parts;
    showSaved(saved, state, sentence);
    if (!other) conflict.hidden = true;
    else if (conflict.hidden) this.#showOther(other);
  }

  /** What another device has saved, above one's own, and the choice. */
  #showOther({ text, files, saved_at: at }) {
    showConflict(this.#parts.conflict, {
      title: _("Another device saved something else"),
      words: [[_("There"), text], [_("Files"), files.map((one) => one.name).join("\n")], [_("Saved"), full(at)]],
      take: { label: _("Use that one"), act: () => this.#takeOther() },
      keep: { label: _("Keep this one"), act: () => this.#draft.keepThis() },
    });
  }

  #takeOther() {
    this.#key = uuid();
    this.#refill(this.#draft.takeOther());
    this.#parts.input.focus();
  }

  // --- handing in

  #submit(event) {
    event.preventDefault();
    if (this.#tray.busy) return this.#wait();
    if (!this.#tray.ready) return this.#tell(_("A file was not uploaded. Try again or remove it."));
    if (!this.#parts.input.value.trim() && !this.#uploads.length) return this.#tell(_("Write something or choose a file first."));
    this.#send();
  }

  /** By itself as soon as the last file has arrived. */
  #wait() {
    this.#waits = true;
    this.#busy(true);
    announce(_("Handed in as soon as the files are uploaded."));
  }

  #stopWaiting() {
    this.#waits = false;
    this.#busy(false);
    if (this.#tray.ready) this.#form.requestSubmit();
  }

  async #send() {
    this.#busy(true);
    this.#tell("");
    const { text, attachment_ids } = this.#value();
    try {
      if (!(await this.#draft.mayHandIn(this.#value()))) return;
      const version = await api.post(`/api/assignments/${this.#form.dataset.assignment}/submit`, { submission_text: text, attachment_ids, client_id: this.#key });
      this.#arrived(version);
    } catch (error) {
      this.#tell(Object.values(error.fields ?? {}).flat().join(" ") || error.detail);
    } finally {
      this.#busy(false);
    }
  }

  #arrived(version) {
    this.#key = uuid();
    this.#draft.done();
    const fold = this.#form.closest("details");
    fold.open = false;
    $("[data-part=again-label]", fold).textContent = _("Hand in again");
    announce(fmt(_("Handed in: version %(n)d."), { n: version.number }));
    this.#form.dispatchEvent(new CustomEvent("assignment-changed", { bubbles: true }));
    fold.scrollIntoView({ block: "nearest" });
  }

  #busy(is) {
    const { submit } = this.#parts;
    if (is) submit.setAttribute("aria-busy", "true");
    else submit.removeAttribute("aria-busy");
  }

  #tell(sentence) {
    const { error } = this.#parts;
    error.textContent = sentence;
    error.hidden = !sentence;
  }
}
