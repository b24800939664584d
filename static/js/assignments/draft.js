/** What a student has begun, kept on the server for all devices, and on this one until it is there. */

import { api } from "../api.js";
import { debounce } from "../dom.js";
import { me, socket } from "../realtime/page.js";

const PAUSE = 700;

/**
 * Dispatches `state`: `state` is "", saving, saved, kept (this device only), apart (another device wrote meanwhile: its
 * draft is `other`, and nothing is saved until one of both is chosen) or failed (then `sentence` says why).
 */
export class Draft extends EventTarget {
  #address;
  #key;
  #value = null;
  #saving = null;
  #unsure = null;
  #save = debounce(() => this.flush(), PAUSE);
  state = "";
  sentence = "";
  other = null;
  /** Of the server's draft that this page goes on from. */
  version = 0;

  constructor(assignmentId) {
    super();
    this.#address = `/api/assignments/${assignmentId}/draft`;
    this.#key = `homework:${me.id}:${assignmentId}`;
    socket.on("state", ({ state }) => state === "open" && this.flush());
    addEventListener("online", () => this.flush());
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.flush());
  }

  /** What this device kept because the server did not hear it, with the version it was based on; null mostly. */
  unsaved() {
    return JSON.parse(localStorage.getItem(this.#key) ?? "null");
  }

  /** `value`: {text, attachment_ids, files}; `files` are shapes, for this device alone. */
  change(value) {
    this.#value = value;
    this.#keep();
    this.#become(this.other ? "apart" : "");
    this.#save();
  }

  #keep() {
    localStorage.setItem(this.#key, JSON.stringify({ ...this.#value, version: this.version }));
  }

  get isDirty() {
    return this.#value !== null;
  }

  async flush() {
    if (!this.#value || this.#saving || this.other) return;
    const { text, attachment_ids } = (this.#saving = this.#value);
    this.#become("saving");
    try {
      this.#saved(await api.put(this.#address, { text, attachment_ids, version: this.version }));
    } catch (error) {
      this.#refused(error);
    }
  }

  #saved({ version }) {
    const isNewest = this.#saving === this.#value;
    Object.assign(this, { version });
    this.#saving = this.#unsure = null;
    if (!this.#value) return;
    if (!isNewest) {
      this.#keep();
      return void this.flush();
    }
    this.#forget();
    this.#become("saved");
  }

  #refused(error) {
    const tried = this.#saving;
    this.#saving = null;
    if (error.code === "changed_meanwhile") return this.#meet(error.draft);
    this.#unsure = tried; // its answer may have been lost, not the draft
    this.#become(error.status === 0 ? "kept" : "failed", Object.values(error.fields ?? {}).flat().join(" ") || error.detail);
  }

  /** An empty draft, and one that came from here, are gone on from; of two that differ the student chooses. */
  #meet(draft) {
    if (!this.#value) return void (this.version = draft.version); // handed in meanwhile
    if (!draft.saved_at || isSame(draft, this.#value) || isSame(draft, this.#unsure)) return this.keepThis(draft);
    this.other = draft;
    this.#become("apart");
  }

  /** Before `value` is handed in: false when another device saved something else that nobody has seen here yet. */
  async mayHandIn(value) {
    if (this.other) return true;
    const draft = await api.get(this.#address).catch(() => null);
    const isKnown = !draft?.saved_at || draft.version === this.version;
    if (isKnown || isSame(draft, value) || isSame(draft, this.#saving)) return true;
    Object.assign(this, { other: draft });
    this.change(value);
    return false;
  }

  /** Saved over the other one. */
  keepThis({ version } = this.other) {
    Object.assign(this, { version, other: null });
    this.#keep();
    this.flush();
  }

  /** The other one's value; what was written here is gone. */
  takeOther() {
    const { other } = this;
    Object.assign(this, { version: other.version, other: null });
    this.#forget();
    this.#become("saved");
    return other;
  }

  /** It was handed in, and the server's draft is empty. */
  done() {
    this.other = null;
    this.#forget();
    this.#become("");
    this.elsewhere().then((draft) => draft && (this.version = draft.version));
  }

  #forget() {
    this.#value = this.#unsure = null;
    localStorage.removeItem(this.#key);
  }

  /** The server's draft; null when it cannot be asked, or when this page has something to save first. */
  async elsewhere() {
    const draft = this.isDirty ? null : await api.get(this.#address).catch(() => null);
    return this.isDirty ? null : draft;
  }

  #become(state, sentence = "") {
    Object.assign(this, { state, sentence });
    this.dispatchEvent(new Event("state"));
  }
}

function isSame({ text, files }, value) {
  return value !== null && text === value.text && files.map((one) => one.id).join() === value.attachment_ids.join();
}
