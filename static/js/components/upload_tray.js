/** Files chosen, dropped or pasted, above where one writes: how far each one is, try again, take away. */

import { announce, el, icon, parts } from "../dom.js";
import { _, fmt } from "../i18n.js";
import { fileSize } from "../sizes.js";
import { toast } from "./toast.js";
import { Upload } from "./upload.js";

const MOST = 20;
const AT_ONCE = 2;

/** Dispatches `change` whenever a file came, went, arrived or failed. */
export class Tray extends EventTarget {
  #parts;
  #limit;
  #signal;
  #chips = new Map();
  #open = false;
  #hidden = false;

  /**
   * `element` has `data-upload-limit` (or a `conversation` part with it) and the parts `uploads`, `attach`, `picker`,
   * `drop`, perhaps `input` to paste into; `uploads` is an array that outlives this tray. Closed until `open`.
   */
  constructor(element, { uploads, signal }) {
    super();
    this.#parts = parts(element);
    this.uploads = uploads;
    this.#signal = signal;
    const { attach, picker, input, conversation } = { conversation: element, ...this.#parts };
    this.#limit = Number(conversation.dataset.uploadLimit);
    attach.addEventListener("click", () => picker.click(), { signal });
    picker.addEventListener("change", () => this.#picked(), { signal });
    input?.addEventListener("paste", (event) => this.#pasted(event), { signal });
    this.#wireDrop(conversation);
    this.#parts.uploads.replaceChildren(); // the element may have been another conversation's
    for (const one of uploads) this.#follow(one);
    this.#draw();
  }

  /** Whether one may send here at all. */
  open(may) {
    this.#open = may;
    this.#next(); // what waited while another conversation was open
  }

  /** Out of the way while an older message is changed. */
  hide(hidden) {
    this.#hidden = hidden;
    this.#parts.attach.disabled = hidden;
    this.#draw();
  }

  get busy() {
    return this.uploads.some((one) => !one.settled);
  }

  get ready() {
    return this.uploads.every((one) => one.state === "ready");
  }

  /** What the server knows of the files, which are gone from the tray then. */
  take() {
    const shapes = this.uploads.map((one) => one.shape);
    for (const one of this.uploads) one.release();
    this.uploads.length = 0;
    this.#changed();
    return shapes;
  }

  /** After `uploads` was filled anew from outside. */
  redraw() {
    for (const one of this.uploads) if (!this.#chips.has(one.key)) this.#follow(one);
    this.#draw();
  }

  add(files) {
    if (!this.#open || this.#hidden) return;
    const room = MOST - this.uploads.length;
    if (files.length > room) toast(fmt(_("At most %(most)d files at once."), { most: MOST }), { kind: "error" });
    for (const file of files.slice(0, room)) this.#begin(file);
    this.#parts.input?.focus({ preventScroll: true });
    this.#next();
  }

  #begin(file) {
    const one = new Upload(file);
    this.uploads.push(one);
    this.#follow(one);
    if (file.size > this.#limit) one.refuse(fmt(_("The file is too large: at most %(limit)d MB."), { limit: Math.round(this.#limit / 1024 ** 2) }));
    else if (file.size === 0) one.refuse(_("This file is empty."));
  }

  #follow(one) {
    one.addEventListener("change", () => {
      if (one.state === "failed") announce(`${one.file.name}: ${one.sentence}`);
      if (one.settled) this.#next();
      else this.#drawChip(one);
    }, { signal: this.#signal });
  }

  #next() {
    const sending = this.uploads.filter((one) => one.state === "sending").length;
    const waiting = this.uploads.filter((one) => one.state === "waiting");
    for (const one of waiting.slice(0, Math.max(0, AT_ONCE - sending))) one.start();
    this.#changed();
  }

  #remove(one) {
    this.uploads.splice(this.uploads.indexOf(one), 1);
    one.cancel();
    this.#next();
    this.#parts.input?.focus({ preventScroll: true });
  }

  #changed() {
    this.#draw();
    this.dispatchEvent(new Event("change"));
  }

  // --- ways in

  #picked() {
    const { picker } = this.#parts;
    this.add([...picker.files]);
    picker.value = ""; // the same file may be chosen again
  }

  /** A picture of the clipboard; copied text often brings a picture of itself along. */
  #pasted(event) {
    const files = [...event.clipboardData.files];
    if (!files.length || event.clipboardData.types.includes("text/plain")) return;
    event.preventDefault();
    this.add(files);
  }

  #wireDrop(place) {
    const { drop } = this.#parts;
    const signal = this.#signal;
    const carries = (event) => this.#open && !this.#hidden && event.dataTransfer?.types.includes("Files");
    place.addEventListener("dragover", (event) => {
      if (!carries(event)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
      drop.hidden = false;
    }, { signal });
    place.addEventListener("dragleave", (event) => {
      if (!place.contains(event.relatedTarget)) drop.hidden = true;
    }, { signal });
    place.addEventListener("drop", (event) => {
      drop.hidden = true;
      if (!carries(event)) return;
      event.preventDefault();
      this.add(droppedFiles(event.dataTransfer));
    }, { signal });
  }

  // --- drawing

  #draw() {
    const { uploads: list } = this.#parts;
    for (const [key, { element }] of this.#chips) {
      if (this.uploads.some((one) => one.key === key)) continue;
      element.remove();
      this.#chips.delete(key);
    }
    for (const one of this.uploads) this.#drawChip(one);
    list.hidden = !this.#open || this.#hidden || this.uploads.length === 0;
  }

  #drawChip(one) {
    if (!this.#chips.has(one.key)) {
      this.#chips.set(one.key, this.#newChip(one));
      this.#parts.uploads.append(this.#chips.get(one.key).element);
    }
    const { element, note, bar, again } = this.#chips.get(one.key);
    element.dataset.state = one.state;
    bar.value = one.progress;
    bar.hidden = one.settled;
    note.textContent = one.state === "failed" ? one.sentence : fileSize(one.file.size);
    again.hidden = one.state !== "failed" || Boolean(one.hopeless);
  }

  #newChip(one) {
    const { name } = one.file;
    const note = el("small");
    const bar = el("progress", { max: "1", "aria-label": fmt(_("Uploading %(name)s"), { name }) });
    const again = el("button", { type: "button", class: "button quiet square small", "aria-label": fmt(_("Try again: %(name)s"), { name }), onclick: () => one.start() }, icon("rotate-ccw"));
    const away = el("button", { type: "button", class: "button quiet square small", "aria-label": fmt(_("Remove: %(name)s"), { name }), onclick: () => this.#remove(one) }, icon("x"));
    const picture = one.picture ? el("img", { src: one.picture, alt: "", onerror: () => picture.replaceWith(icon("file")) }) : icon("file");
    const element = el("li", { class: "upload", "data-testid": "upload" },
      el("span", { class: "upload-picture" }, picture), el("span", { class: "upload-what" }, el("bdi", { title: name }, name), note, bar), again, away);
    return { element, note, bar, again };
  }
}

/** Folders come as files that nobody can read. */
function droppedFiles({ items, files }) {
  const folders = [...items].filter((one) => one.kind === "file").map((one) => one.webkitGetAsEntry?.()?.isDirectory);
  return [...files].filter((_file, at) => !folders[at]);
}
