import { $$, el } from "../dom.js";
import { _, fmt } from "../i18n.js";
import { toast } from "../components/toast.js";
import { deviceProblem } from "./words.js";

const NAMES = {
  audio: (n) => fmt(_("Microphone %(n)d"), { n }),
  video: (n) => fmt(_("Camera %(n)d"), { n }),
  output: (n) => fmt(_("Speaker %(n)d"), { n }),
};

/**
 * The lists of devices, in the preview and in the call: `select[data-kind]` within `element`, kept up to date.
 * Of speakers there is a list only where the browser lets one choose.
 */
export class Pickers {
  #media;
  #speaker;
  #selects;

  constructor(element, { media, speaker }) {
    this.#media = media;
    this.#speaker = speaker;
    this.#selects = $$("select[data-kind]", element);
    for (const select of this.#selects) select.addEventListener("change", () => this.#choose(select));
    for (const source of [media, speaker]) source.addEventListener("change", () => this.draw());
    this.draw();
  }

  async draw() {
    for (const select of this.#selects) await this.#draw(select);
  }

  #source({ dataset: { kind } }) {
    return kind === "output" ? this.#speaker : this.#media;
  }

  /** One that cannot be opened is said, and the former one goes on. */
  async #choose(select) {
    const { kind } = select.dataset;
    const problem = await this.#source(select).choose(kind, select.value);
    if (!problem) return;
    toast(deviceProblem(kind, problem), { kind: "error" });
    this.#draw(select, true);
  }

  async #draw(select, anew = false) {
    const { kind } = select.dataset;
    const devices = await this.#source(select).devices(kind);
    const options = devices.map(({ id, label, current }, at) =>
      el("option", { value: id, selected: current }, label || NAMES[kind](at + 1)),
    );
    select.disabled = options.length === 0;
    if (kind === "output") select.closest("label").hidden = select.disabled;
    else if (select.disabled) options.push(el("option", {}, nothing(kind, this.#media.problems[kind])));
    if (anew || select.textContent !== options.map((option) => option.textContent).join("") || !select.matches(":focus"))
      select.replaceChildren(...options);
  }
}

function nothing(kind, problem) {
  return deviceProblem(kind, problem ?? "NotFoundError");
}
