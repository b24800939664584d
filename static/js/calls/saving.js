/**
 * Low bandwidth: voices and shared screens only. One's own camera is closed, and nobody's is received (in a mesh by
 * a change of direction, through the server because none is asked for).
 *
 * Event: `change`.
 */
export class Saving extends EventTarget {
  isOn = false;
  #session;
  #media;
  #camera = false;

  /** `remembered`: what `remembered` was before a reload, or null. */
  constructor({ session, media, remembered }) {
    super();
    this.#session = session;
    this.#media = media;
    // a camera that was about to open, or one just plugged in
    media.addEventListener("track", ({ detail: { kind, track } }) => this.isOn && kind === "video" && track && media.set("video", false));
    if (remembered) this.#begin(remembered.camera);
  }

  /** For the next page of this tab; null while everything is shown. */
  get remembered() {
    return this.isOn ? { camera: this.#camera } : null;
  }

  /** Answers whether the camera is again as it was. */
  async set(on) {
    if (on === this.isOn) return true;
    if (on) this.#begin(this.#media.wants("video"));
    else this.#end();
    this.dispatchEvent(new CustomEvent("change"));
    return this.#media.set("video", !on && this.#camera);
  }

  #begin(camera) {
    this.isOn = true;
    this.#camera = camera;
    this.#session.receivePictures(false);
  }

  #end() {
    this.isOn = false;
    this.#session.receivePictures(true);
  }
}
