import { parts } from "../dom.js";
import { _ } from "../i18n.js";

/** Milliseconds a hint stays at least: nobody reads what flickers. */
const STAYS = 8000;
const WORDS = {
  connection: () => _("Your connection to the others is gone and is being restored."),
  upload: () => _("Your upload is slow: others may see and hear you badly."),
  download: () => _("Your download is slow: others' pictures and voices may break up."),
  delay: () => _("Your internet answers late: what you say arrives with a delay."),
  device: () => _("This device is very busy. With other programs closed the picture runs more smoothly."),
};

/** What less to send and to receive helps against. */
const HELPED = ["upload", "download", "delay"];

/**
 * In plain words why one's own connection is bad, as the server judges it, with an offer of what helps;
 * closed by hand it stays so for that cause.
 */
export class QualityHint {
  #element;
  #parts;
  #session;
  #saving;
  #cause = null;
  #since = -Infinity;
  #later = null;
  #dismissed = new Set();

  constructor(element, { session, saving }) {
    this.#element = element;
    this.#parts = parts(element);
    this.#session = session;
    this.#saving = saving;
    this.#parts.dismissQuality.addEventListener("click", () => this.#dismiss());
    session.addEventListener("roster", () => this.#draw());
    session.addEventListener("state", () => this.#draw());
    saving.addEventListener("change", () => this.#show(this.#wanted));
  }

  /** What is to be said now, null for nothing: a little weak is not worth a word, unless one can help it. */
  get #wanted() {
    const { connection_quality: quality, connection_cause: cause } = this.#session.mine ?? {};
    const bad = ["poor", "lost"].includes(quality) || (quality === "fair" && cause === "device");
    const isHelped = this.#saving.isOn && HELPED.includes(cause);
    return this.#session.state === "in" && bad && !isHelped && !this.#dismissed.has(cause) ? cause : null;
  }

  #draw() {
    clearTimeout(this.#later);
    const wanted = this.#wanted;
    if (wanted === this.#cause) return;
    const rest = this.#since + STAYS - performance.now();
    if (this.#cause && rest > 0) this.#later = setTimeout(() => this.#draw(), rest);
    else this.#show(wanted);
  }

  #show(cause) {
    this.#cause = cause;
    this.#since = performance.now();
    this.#element.hidden = !cause;
    this.#parts.qualityText.textContent = cause ? WORDS[cause]() : "";
    this.#parts.offerSaving.hidden = !HELPED.includes(cause);
  }

  #dismiss() {
    this.#dismissed.add(this.#cause);
    clearTimeout(this.#later);
    this.#show(null);
  }
}
