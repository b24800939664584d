const OTHERWISE_USED = "input, textarea, select, button, a, summary, [contenteditable], [role=menuitem], dialog[open], [popover]";

/** Who is muted speaks as long as the space bar is held, unless what has the focus needs it. */
export class PushToTalk {
  #media;
  #mayTalk;
  #isTalking = false;

  /** `mayTalk()`: whether the microphone may be opened now. */
  constructor({ media, mayTalk }) {
    this.#media = media;
    this.#mayTalk = mayTalk;
    document.addEventListener("keydown", (event) => this.#down(event));
    document.addEventListener("keyup", (event) => event.code === "Space" && this.#stop());
    addEventListener("blur", () => this.#stop());
  }

  #down(event) {
    if (event.code !== "Space" || event.ctrlKey || event.metaKey || event.altKey || event.target.closest(OTHERWISE_USED)) return;
    event.preventDefault(); // the page would scroll
    if (event.repeat || this.#isTalking || !this.#media.track("audio") || this.#media.isOn("audio") || !this.#mayTalk()) return;
    this.#isTalking = true;
    this.#media.set("audio", true);
  }

  #stop() {
    if (!this.#isTalking) return;
    this.#isTalking = false;
    this.#media.set("audio", false);
  }
}
