import { $$, el } from "../dom.js";
import { _, fmt } from "../i18n.js";
import { deviceProblem } from "./words.js";

const NAMES = {
  audio: (n) => fmt(_("Microphone %(n)d"), { n }),
  video: (n) => fmt(_("Camera %(n)d"), { n }),
};

/** The two lists of devices, in the preview and in the call: `select[data-kind]` within `element`, kept up to date. */
export class Pickers {
  #media;
  #selects;

  constructor(element, media) {
    this.#media = media;
    this.#selects = $$("select[data-kind]", element);
    for (const select of this.#selects)
      select.addEventListener("change", () => media.choose(select.dataset.kind, select.value));
    media.addEventListener("change", () => this.draw());
    this.draw();
  }

  async draw() {
    for (const select of this.#selects) await this.#draw(select);
  }

  async #draw(select) {
    const { kind } = select.dataset;
    const devices = await this.#media.devices(kind);
    const options = devices.map(({ id, label, current }, at) =>
      el("option", { value: id, selected: current }, label || NAMES[kind](at + 1)),
    );
    select.disabled = options.length === 0;
    if (select.disabled) options.push(el("option", {}, nothing(kind, this.#media.problems[kind])));
    if (select.textContent !== options.map((option) => option.textContent).join("") || !select.matches(":focus"))
      select.replaceChildren(...options);
  }
}

function nothing(kind, problem) {
  return deviceProblem(kind, problem === "insecure" ? problem : "NotFoundError");
}
