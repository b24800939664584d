/** What a student has begun, kept on the server for all devices, and on this one until it is there. */

import { api } from "../api.js";
import { debounce } from "../dom.js";
import { me, socket } from "../realtime/page.js";

const PAUSE = 700;

/** Dispatches `state`: `state` is "", saving, saved, kept (this device only) or failed (then `sentence` says why). */
export class Draft extends EventTarget {
  #address;
  #key;
  #value = null;
  #saving = null;
  #save = debounce(() => this.flush(), PAUSE);
  state = "";
  sentence = "";

  constructor(assignmentId) {
    super();
    this.#address = `/api/assignments/${assignmentId}/draft`;
    this.#key = `homework:${me.id}:${assignmentId}`;
    socket.on("state", ({ state }) => state === "open" && this.flush());
    addEventListener("online", () => this.flush());
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.flush());
  }

  /** What this device kept because the server did not hear it; null mostly. */
  unsaved() {
    return JSON.parse(localStorage.getItem(this.#key) ?? "null");
  }

  /** `value`: {text, attachment_ids, files}; `files` are shapes, for this device alone. */
  change(value) {
    this.#value = value;
    localStorage.setItem(this.#key, JSON.stringify(value));
    this.#become("");
    this.#save();
  }

  get isDirty() {
    return this.#value !== null;
  }

  async flush() {
    if (!this.#value || this.#saving) return;
    const { text, attachment_ids } = (this.#saving = this.#value);
    this.#become("saving");
    try {
      await api.put(this.#address, { text, attachment_ids });
      this.#saved();
    } catch (error) {
      this.#saving = null;
      this.#become(error.status === 0 ? "kept" : "failed", Object.values(error.fields ?? {}).flat().join(" ") || error.detail);
    }
  }

  #saved() {
    const isNewest = this.#saving === this.#value;
    this.#saving = null;
    if (!isNewest) return this.#value && this.flush();
    this.#forget();
    this.#become("saved");
  }

  /** It was handed in. */
  done() {
    this.#forget();
    this.#become("");
  }

  #forget() {
    this.#value = null;
    localStorage.removeItem(this.#key);
  }

  /** What another device has written meanwhile; null when there is nothing or it cannot be asked. */
  async elsewhere() {
    return this.isDirty ? null : api.get(this.#address).catch(() => null);
  }

  #become(state, sentence = "") {
    Object.assign(this, { state, sentence });
    this.dispatchEvent(new Event("state"));
  }
}
