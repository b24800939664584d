import { $, parts, setIcon } from "../dom.js";
import { _ } from "../i18n.js";
import { LevelBar } from "./level_bar.js";
import { drawOwnPicture } from "./own_picture.js";
import { Pickers } from "./pickers.js";
import { showPeople } from "./people.js";
import { deviceProblem } from "./words.js";

/** Before joining: how one will look and sound. `onJoin()` when the person is ready. */
export class Preview {
  #parts;
  #media;
  #meter;
  #levelBar;

  constructor(element, { media, speaker, meter, wishes, onJoin }) {
    this.element = element;
    this.#parts = parts(element);
    this.#media = media;
    this.#meter = meter;
    this.#wire(onJoin, speaker);
    this.#open(wishes);
  }

  /** Who is in already. */
  people(participants) {
    showPeople(this.#parts.inside, participants.filter(({ state }) => state === "joined").map(({ user }) => user));
  }

  close() {
    this.#levelBar.stop();
    this.#parts.video.srcObject = null;
    this.element.hidden = true;
  }

  async #open(wishes) {
    this.#parts.asking.hidden = false;
    await this.#media.open(wishes);
    this.#parts.asking.hidden = true;
    this.#draw();
  }

  #wire(onJoin, speaker) {
    const { toggleAudio, toggleVideo, join } = this.#parts;
    toggleAudio.addEventListener("click", () => this.#toggle("audio"));
    toggleVideo.addEventListener("click", () => this.#toggle("video"));
    join.addEventListener("click", onJoin);
    this.#media.addEventListener("change", () => this.#draw());
    new Pickers(this.element, { media: this.#media, speaker });
    this.#levelBar = new LevelBar(this.#parts.level, () => (this.#media.isOn("audio") ? this.#meter.level() : 0));
    this.#levelBar.start();
  }

  #toggle(kind) {
    this.#media.set(kind, !this.#media.isOn(kind));
  }

  #draw() {
    if (this.element.hidden) return;
    const { video, self, toggleAudio, toggleVideo } = this.#parts;
    const on = this.#media.isOn("video");
    drawOwnPicture(video, this.#media);
    self.toggleAttribute("data-picture", on);
    drawToggle(toggleAudio, this.#media.isOn("audio"), "mic", "mic-off");
    drawToggle(toggleVideo, on, "video", "video-off");
    this.#meter.follow(this.#media.track("audio"));
    this.#drawProblems();
  }

  #drawProblems() {
    for (const kind of ["audio", "video"]) {
      const problem = this.#media.problems[kind];
      const note = this.#parts[`${kind}Problem`];
      note.hidden = !problem;
      $("p", note).textContent = problem ? deviceProblem(kind, problem) : "";
    }
  }
}

/** A button that is on or off: its picture says it, and aria-pressed says it. */
export function drawToggle(button, on, iconOn, iconOff) {
  button.setAttribute("aria-pressed", String(on));
  setIcon($("svg", button), on ? iconOn : iconOff);
  const state = $("[data-part=state]", button);
  if (state) state.textContent = on ? _("on") : _("off");
}
