import { el } from "../dom.js";

/** The voices that come through the server: a line of its pool is an audio element, whoever speaks on it. */
export class Voices {
  #onBlocked;
  #elements = new Map();
  #held = new Set();
  #speakers = new Map();

  /** `onBlocked` is called when the browser refuses to play sound before a click. */
  constructor(onBlocked) {
    this.#onBlocked = onBlocked;
  }

  /** `lines`: {mid, track, peerId, silent}; what is not named any more falls silent. */
  set(lines) {
    const named = new Set(lines.map(({ mid }) => mid));
    for (const mid of this.#elements.keys()) if (!named.has(mid)) this.#remove(mid);
    for (const line of lines) this.#line(line);
  }

  /** Somebody who is still heard on another way must not be heard twice. */
  hold(peerId, held) {
    this.#held[held ? "add" : "delete"](peerId);
    for (const mid of this.#elements.keys()) this.#mute(mid);
  }

  /** After the click the browser waited for. */
  play() {
    for (const element of this.#elements.values()) this.#start(element);
  }

  close() {
    this.set([]);
  }

  #line({ mid, track, peerId, silent }) {
    const known = this.#elements.get(mid);
    this.#speakers.set(mid, { peerId, silent });
    if (known?.srcObject.getTracks()[0] !== track) {
      this.#drop(mid);
      const element = el("audio", { autoplay: true, hidden: true });
      element.srcObject = new MediaStream([track]);
      this.#elements.set(mid, element);
      document.body.append(element);
      this.#start(element);
    }
    this.#mute(mid);
  }

  #mute(mid) {
    const { peerId, silent } = this.#speakers.get(mid);
    this.#elements.get(mid).muted = silent || this.#held.has(peerId);
  }

  #remove(mid) {
    this.#drop(mid);
    this.#speakers.delete(mid);
  }

  #drop(mid) {
    const element = this.#elements.get(mid);
    if (!element) return;
    element.srcObject = null;
    element.remove();
    this.#elements.delete(mid);
  }

  #start(element) {
    element.play().catch((error) => error.name === "NotAllowedError" && this.#onBlocked());
  }
}
