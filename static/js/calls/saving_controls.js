import { $, announce } from "../dom.js";
import { _ } from "../i18n.js";
import { toast } from "../components/toast.js";
import { deviceProblem } from "./words.js";

/** What switches Saving: the box in the device sheet, the hint's offer, and the banner that leads back by one click. */
export class SavingControls {
  #saving;
  #media;
  #box;
  #banner;

  constructor({ saving, media, box, banner, offer }) {
    this.#saving = saving;
    this.#media = media;
    this.#box = box;
    this.#banner = banner;
    box.addEventListener("change", () => this.#set(box.checked));
    offer.addEventListener("click", () => this.#set(true));
    $("button", banner).addEventListener("click", () => this.#set(false));
    saving.addEventListener("change", () => this.#draw());
    this.#draw();
  }

  async #set(on) {
    const done = this.#saving.set(on);
    announce(on ? _("Only sound and shared screens now") : _("Pictures are shown again"));
    if (!(await done)) toast(deviceProblem("video", this.#media.problems.video), { kind: "error" });
  }

  #draw() {
    this.#box.checked = this.#saving.isOn;
    this.#banner.hidden = !this.#saving.isOn;
  }
}
