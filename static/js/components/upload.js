/** One file on its way to the server. */

import { api, upload } from "../api.js";
import { uuid } from "../dom.js";

const PLACE = "/api/v1/messenger/attachments";

/**
 * `state`: waiting, sending, ready (then `shape` is the server's description), failed (then `sentence` says why).
 * `kept`: something on the server holds it.
 */
export class Upload extends EventTarget {
  #cancelling = null;

  constructor(file) {
    super();
    this.key = uuid();
    this.file = file;
    this.state = "waiting";
    this.progress = 0;
    this.shape = null;
    this.sentence = "";
    this.kept = false;
    this.picture = file.type.startsWith("image/") && file.type !== "image/svg+xml" ? URL.createObjectURL(file) : null;
  }

  /** One that lies on the server already, by its shape: taking it away here leaves it there. */
  static known(shape) {
    const one = new Upload({ name: shape.name, size: shape.size, type: "" });
    return Object.assign(one, { state: "ready", shape, kept: true, picture: shape.preview_url });
  }

  get settled() {
    return this.state === "ready" || this.state === "failed";
  }

  /** Refused before it was sent. */
  refuse(sentence) {
    this.#become("failed", { sentence, hopeless: true });
  }

  /** Also again, after a failure: the same client_id makes that harmless. */
  async start() {
    this.#cancelling = new AbortController();
    this.#become("sending", { progress: 0, sentence: "" });
    const form = new FormData();
    form.append("client_id", this.key);
    form.append("file", this.file, this.file.name);
    const progress = (part) => this.#become("sending", { progress: part });
    try {
      this.#become("ready", { shape: await upload(PLACE, form, { progress, signal: this.#cancelling.signal }) });
    } catch (error) {
      if (error.code === "cancelled") return;
      const sentence = Object.values(error.fields ?? {}).flat().join(" ") || error.detail;
      this.#become("failed", { sentence, hopeless: [400, 413, 415].includes(error.status) });
    }
  }

  /** Stop it, and let the server forget what it has got. */
  cancel() {
    this.#cancelling?.abort();
    this.release();
    if (this.shape && !this.kept) api.delete(`${PLACE}/${this.shape.id}`).catch(() => null); // swept by itself after a day
  }

  /** The picture in the tray is needed no more. */
  release() {
    if (this.picture) URL.revokeObjectURL(this.picture);
  }

  #become(state, fields) {
    Object.assign(this, { state }, fields);
    this.dispatchEvent(new Event("change"));
  }
}
